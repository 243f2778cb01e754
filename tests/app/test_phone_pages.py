"""What the pages show, and what becomes of a person's changes."""

import json
import zipfile
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from rich.console import Console

from device.health import Health
from mirror.config.settings import Settings, SoundSettings
from mirror.errors import UserError
from mirror.health.vitals import Vitals
from mirror.keeping.export import ExportOptions, export
from mirror.store.connection import connect
from mirror.store.opening import FILE_NAME
from mirror.store.traces import path_of
from mirror.web import wishes
from mirror.web.now import now as real_now
from mirror.web.place import Target
from mirror.web.vitals import show_vitals
from mirror.web.wishes import PersonChange, SettingChange, Wishes
from scripts.phone_records import ANNA
from tests.app.phone_world import PAGES, House, csrf, send


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def profile(**fields: str | list[str]) -> dict[str, str | list[str]]:
    as_it_is: dict[str, str | list[str]] = {
        "person": "anna",
        "name": "Anna",
        "language": "",
        "goals": ["stairs", "walking"],
        "bands": ["light", "medium"],
        "reminder": "on",
    }
    return {**as_it_is, **fields}


SETTINGS = {
    "language": "en",
    "voice": "on",
    "volume": "7",
    "brightness": "10",
    "gauge_side": "left",
}


def test_the_overview_tells_the_week_the_plan_and_the_last_session(house: House) -> None:
    text = house.phone().get("/").text
    for words in ("Hello, Anna", "good weeks in a row", "Training today", "Squat", "Last session"):
        assert words in text
    assert "/sessions/session-025" in text


def test_a_session_shows_each_rep_and_what_it_was_worth(house: House) -> None:
    text = house.phone().get("/sessions/session-025").text
    assert text.count("data-figure") == 22
    assert "Aim your knees at your second toes" in text
    assert "Pain after: Squat" in text
    assert "silent set" in text


def test_older_reps_have_no_figure_and_say_so(house: House) -> None:
    text = house.phone().get("/sessions/session-003").text
    assert "data-figure" not in text
    assert "kept for 30 days" in text


def test_a_rep_moves(house: House) -> None:
    phone = house.phone()
    rep = phone.get("/reps/session-025-6-2").json()
    assert len(rep["frames"]) == len(rep["seconds"]) > 20
    assert {len(frame) for frame in rep["frames"]} == {2 * len(rep["shown"])}
    assert 25 in rep["marked"]
    known = [value for frame in rep["frames"] for value in frame if value is not None]
    assert min(known) >= 0
    assert max(known) <= 1000
    assert phone.get("/reps/nobody").status_code == 404
    path_of(house.folder / "plumbline.db").write_bytes(b"damaged")
    assert phone.get("/reps/session-025-6-2").json()["frames"] == []


def test_sessions_go_back_a_page_at_a_time(house: House) -> None:
    phone = house.phone()
    first = phone.get("/sessions").text
    assert first.count("/sessions/session-") == 20
    before = first.split("before=")[1].split('"')[0]
    piece = phone.get(f"/sessions?before={before}", headers={"hx-request": "true"}).text
    assert piece.count("/sessions/session-") == 6
    assert "<nav" not in piece
    assert "before=" not in piece


def test_trends_have_a_band_and_a_table(house: House) -> None:
    text = house.phone().get("/trends").text
    assert text.count("data-chart") >= 6
    assert "no real change" in text
    assert "<table>" in text
    assert "practice" in text


def test_the_plan_shows_trained_and_suggested_days(house: House) -> None:
    phone = house.phone()
    text = phone.get("/plan").text
    assert text.count('class="done"') == 5
    assert 'class="suggested"' in text
    assert "Two good sessions" in text or "Score" in text
    for month in ("0001-01", "9999-12", "2026-13", "x", "1970-01", "9998-12"):
        assert phone.get(f"/plan?month={month}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "es"])
def test_every_page_is_there_in_every_language(house: House, path: str, language: str) -> None:
    with house.web() as web:
        change = PersonChange("anna", language=language)  # type: ignore[arg-type] # one of them
        assert wishes.add(web, change, 1, house.clock.now)
    assert house.phone().get(path).status_code == 200


def test_the_language_is_the_persons(house: House) -> None:
    phone = house.phone()
    assert send(phone, "/who", {"person": "bert"}, of="/who") == 303
    assert 'lang="de"' in phone.get("/").text
    assert send(phone, "/who", {"person": "nobody"}, of="/who") == 404
    # Another person's session is not theirs to see here.
    assert phone.get("/sessions/session-025").status_code == 404


def test_before_anybody_trained_every_page_says_so(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    phone = house.phone()
    assert "Nobody trains here yet" in phone.get("/").text
    assert {phone.get(path).status_code for path in PAGES} == {200}
    assert not (tmp_path / "plumbline.db").exists()


def test_records_of_another_version_are_left_alone(house: House) -> None:
    (house.folder / "plumbline.db").write_bytes(b"")
    assert "Nobody trains here yet" in house.phone().get("/").text


def test_a_changed_profile_waits_for_the_mirror(house: House) -> None:
    phone = house.phone()
    form = profile(name=" Anni ", goals=["sport", "juggling"], reminder="")
    assert send(phone, "/profile", form, of="/profile") == 303
    text = phone.get("/profile").text
    assert "wait for the mirror" in text
    assert 'value="Anni"' in text
    (wish,) = Wishes(house.folder).pending()
    assert wish.change == PersonChange("anna", name="Anni", goals=("sport",), reminder=False)
    assert isinstance(wish.change, PersonChange)
    changed = wishes.person_with(ANNA, wish.change)
    assert changed == replace(ANNA, name="Anni", goals=("sport",), reminder=False)
    Wishes(house.folder).answer(wish, "done", real_now())
    assert Wishes(house.folder).pending() == ()


def test_a_second_change_stands_on_the_first(house: House) -> None:
    phone = house.phone()
    send(phone, "/profile", profile(name="Anni"), of="/profile")
    send(phone, "/profile", profile(name="Anni", bands=["heavy"]), of="/profile")
    changes = [wish.change for wish in Wishes(house.folder).pending()]
    assert changes == [PersonChange("anna", name="Anni"), PersonChange("anna", bands=("heavy",))]


@pytest.mark.parametrize("name", ["", "  ", "x" * 13, "a\x00b", "a\u202eb"])
def test_a_name_that_no_menu_can_show_is_refused(house: House, name: str) -> None:
    phone = house.phone()
    assert send(phone, "/profile", profile(name=name), of="/profile") == 422
    assert send(phone, "/profile", profile(person="bert"), of="/profile") == 404
    assert send(phone, "/profile", profile(), of="/profile") == 303
    assert Wishes(house.folder).pending() == ()


def test_htmx_gets_the_form_back_with_a_word_on_it(house: House) -> None:
    phone = house.phone()
    form = {**profile(name="Anni"), "csrf": csrf(phone, "/profile")}
    answer = phone.post("/profile", data=form, headers={"hx-request": "true"})
    assert answer.text.startswith("<form")
    assert "Saved" in answer.text


def test_changed_settings_wait_for_the_mirror(house: House) -> None:
    phone = house.phone()
    form = {**SETTINGS, "volume": "3", "voice": "off", "language": "de"}
    assert send(phone, "/settings", form, of="/settings") == 303
    made = Settings()
    for wish in Wishes(house.folder).pending():
        assert isinstance(wish.change, SettingChange)
        made = wishes.settings_with(made, wish.change)
    assert made == Settings(language="de", sound=SoundSettings(voice=False, volume=3))


@pytest.mark.parametrize(
    "wrong",
    [{"volume": "11"}, {"volume": "-1"}, {"voice": "maybe"}, {"language": "fr"}, {"volume": "٣"}],
)
def test_a_setting_that_cannot_be_is_refused(house: House, wrong: dict[str, str]) -> None:
    assert send(house.phone(), "/settings", {**SETTINGS, **wrong}, of="/settings") == 422
    assert Wishes(house.folder).pending() == ()


def test_what_could_keep_a_mirror_from_starting_cannot_be_wished() -> None:
    for change in (
        SettingChange("camera", "source", "nothing"),
        SettingChange("buttons", "up", 5),
        SettingChange("screen", "rotation_deg", 90),
        SettingChange("sound", "volume", 99),
        SettingChange("", "__class__", "x"),
    ):
        assert wishes.problem(change) is not None
        assert wishes.settings_with(Settings(), change) == Settings()


def test_wishes_are_bounded_and_a_damaged_one_is_passed_over(house: House) -> None:
    with house.web() as web:
        web.execute("PRAGMA synchronous = OFF")
        web.execute(
            "INSERT INTO wish (phone_id, kind, change, wall_s) VALUES (1, 'person', '[]', 0)"
        )
        change = PersonChange("anna", name="A")
        taken = [wishes.add(web, change, 1, house.clock.now) for _ in range(60)]
        assert taken == [True] * wishes.MOST_PENDING + [False] * 10
    phone = house.phone()
    form = {**profile(name="B"), "csrf": csrf(phone, "/profile")}
    answer = phone.post("/profile", data=form, headers={"hx-request": "true"})
    assert "Too many changes wait" in answer.text


def test_settings_with_mistakes_break_no_other_page(house: House) -> None:
    house.mistakes.append(UserError("mistakes", remedy="Mend them."))
    phone = house.phone()
    assert phone.get("/settings").status_code == 503
    assert phone.get("/").status_code == 200
    assert phone.get("/reps/session-025-6-2").status_code == 200
    assert house.stranger().get("/pair").status_code == 200


def test_targets_are_shown_with_their_last_error(house: House) -> None:
    phone = house.phone()
    assert "stay on the mirror only" in phone.get("/sync").text
    house.targets = (Target("Attic", "WebDAV", None, "507: the disk is full", 3),)
    text = phone.get("/sync").text
    assert "507: the disk is full" in text
    assert "3 waiting" in text


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_download_is_what_the_command_writes(house: House, tmp_path: Path, kind: str) -> None:
    output = tmp_path / f"out.{kind}"
    options = ExportOptions(house.folder, kind, output, name="Anna")  # type: ignore[arg-type] # one of them
    export(options, console=Console(quiet=True))
    answer = house.phone().get(f"/export/{kind}")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content == output.read_bytes()


def test_a_download_of_fit_holds_a_file_for_each_session(house: House) -> None:
    body = house.phone().get("/export/fit").content
    with zipfile.ZipFile(BytesIO(body)) as archive:
        assert len(archive.namelist()) == 26
        assert archive.testzip() is None
    assert house.phone().get("/export/exe").status_code == 404


@pytest.mark.parametrize("weeks", ["", "?weeks=4", "?weeks=52", "?weeks=-1"])
def test_a_report_for_a_therapist_is_one_page(house: House, weeks: str) -> None:
    answer = house.phone().get(f"/export/report.pdf{weeks}")
    assert "plumbline-report.pdf" in answer.headers["content-disposition"]
    (page,) = PdfReader(BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    assert "Training report Anna" in text
    assert ("· 9 sessions" in text) == (weeks == "?weeks=4")


def test_the_report_is_in_the_words_of_the_phone_and_also_a_table(house: House) -> None:
    with closing(connect(house.folder / FILE_NAME)) as one:
        one.execute("UPDATE profile SET language = 'es' WHERE id = 'anna'")
    phone = house.phone()
    text = PdfReader(BytesIO(phone.get("/export/report.pdf").content)).pages[0].extract_text()
    assert "Informe de entrenamiento" in text
    table = phone.get("/export/report.csv").text
    assert "change,,squat,,fppa_mean_deg" in table


def test_without_a_session_in_that_time_no_report_is_begun(house: House) -> None:
    house.clock.on(400 * 86_400.0)
    answer = house.phone().get("/export/report.pdf")
    assert "text/html" in answer.headers["content-type"]
    assert "There is no session in that time" in answer.text


def test_the_manifest_names_files_that_are_there(house: House) -> None:
    phone = house.stranger()
    manifest = json.loads(phone.get("/manifest.webmanifest").text)
    assert {phone.get(icon["src"]).status_code for icon in manifest["icons"]} == {200}


def test_how_the_mirror_is_and_what_to_do(house: House) -> None:
    phone = house.phone()
    assert "Nothing is known yet" in phone.get("/health").text
    vitals = Vitals(Health(temperature_c=76.0, disk_free_mb=21_300))
    show_vitals(house.place.board, vitals, house.clock.now.mono_s)
    text = phone.get("/health").text
    for words in ("76 °C", "Give it air", "21.3 GB"):
        assert words in text
    house.clock.on(60.0)
    assert "Nothing is known yet" in phone.get("/health").text
