"""`plumbline doctor`: what it finds, that no check harms another, what its file does not hold."""

import json
import sys
import threading
import zipfile
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from device.health import Health
from device.meter import Speed
from mirror.cli import main
from mirror.config.settings import Settings
from mirror.doctor import kept, machine, parts
from mirror.doctor.bundle import pack
from mirror.doctor.checks import CHECKS, Check, names
from mirror.doctor.command import DoctorOptions, doctor, report
from mirror.doctor.guard import guarded
from mirror.doctor.result import Result, World
from mirror.doctor.scrub import Scrubber
from mirror.errors import UserError
from mirror.health.vitals import Vitals
from mirror.sync import secret
from mirror.text.catalog import load
from mirror.web.database import open_web
from mirror.web.now import now
from mirror.web.phones import add
from tests.app.keeping_world import keep, person, session_of


def world(folder: Path, *, root: Path | None = None, said: str | None = None) -> World:
    """A PC without anything; `said` is what every program prints."""
    return World(
        folder=folder,
        config=None,
        sync_config=folder / "sync.toml",
        settings=Settings(),
        texts=load("en"),
        running=None,
        machine=Vitals(),
        command=lambda _words: said,
        on_pi=False,
        now_s=lambda: 1_795_000_000.0,
        root=root or folder,
    )


def state(result: Result) -> tuple[str, bool]:
    """How it is, and whether something is to be done."""
    return result.state, bool(result.remedy)


# What each check finds.


def test_the_program_and_its_packages_are_found(tmp_path: Path) -> None:
    assert machine.python(world(tmp_path)).state == "ok"
    found = machine.packages(world(tmp_path))
    assert found.state == "ok"
    assert {"numpy", "rich", "pygame-ce", "opencv-python-headless"} <= set(found.facts)


def test_heat_and_power_have_remedies(tmp_path: Path) -> None:
    hot = Health(temperature_c=81.0, strains=frozenset({"under_voltage"}))
    one = replace(world(tmp_path), machine=Vitals(hot))
    assert state(machine.temperature(one)) == ("attend", True)
    assert "official power supply" in machine.power(one).remedy
    assert machine.clock(one).state == "absent"


def test_a_folder_that_cannot_be_written_to_is_broken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert state(machine.disk(world(tmp_path / "file" / "below"))) == ("broken", True)
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_a_network_is_told_by_its_way_out(tmp_path: Path) -> None:
    assert state(machine.network(world(tmp_path))) == ("attend", True)
    route = tmp_path / "proc/net/route"
    route.parent.mkdir(parents=True)
    route.write_text("Iface\tDestination\nwlan0\t00000000\n")
    assert machine.network(world(tmp_path)).state == "ok"
    weak = replace(world(tmp_path), machine=Vitals(Health(wifi_dbm=-80.0)))
    assert state(machine.network(weak)) == ("attend", True)


def test_all_mistakes_of_both_files_are_told(tmp_path: Path) -> None:
    config = tmp_path / "plumbline.toml"
    config.write_text('langauge = "de"\n')
    (tmp_path / "sync.toml").write_text("[cloud]\nkind = 'webdva'\n")
    found = kept.config(replace(world(tmp_path), config=config))
    assert found.state == "broken"
    assert "langauge" in found.text
    assert "webdav" in found.text


def test_records_are_read_and_damage_is_seen(tmp_path: Path) -> None:
    assert kept.records(world(tmp_path)).state == "absent"
    path = keep(tmp_path, person("anna", "Anna"), *session_of("anna", 1))
    assert kept.records(world(tmp_path)).state == "ok"
    with path.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff" * 20_000)
    assert state(kept.records(world(tmp_path))) == ("broken", True)


def test_records_that_cannot_be_read_are_not_called_damaged(tmp_path: Path) -> None:
    """As on a disk gone read-only, where SQLite cannot make the files it keeps beside its own."""
    path = keep(tmp_path, person("anna", "Anna"), *session_of("anna", 1))
    path.with_name(f"{path.name}-shm").mkdir()
    path.with_name(f"{path.name}-wal").mkdir()
    found = kept.records(world(tmp_path))
    assert found.state == "attend"
    assert "cannot be read" in found.text
    assert "folder" in found.remedy


def test_each_sync_target_is_tried(tmp_path: Path) -> None:
    targets = tmp_path / "sync.toml"
    targets.write_text("")
    assert kept.sync(world(tmp_path)).state == "absent"
    (tmp_path / "there").mkdir()
    targets.write_text(f"[stick]\nkind = 'folder'\npath = '{tmp_path / 'there'}'\n")
    assert kept.sync(world(tmp_path)).state == "ok"
    targets.write_text(f"[stick]\nkind = 'folder'\npath = '{tmp_path / 'gone'}'\n")
    assert state(kept.sync(world(tmp_path))) == ("attend", True)


UNIT = "Id=plumbline.service\nLoadState=loaded\nActiveState={}\nNRestarts={}\n\n"
WEB = "Id=plumbline-web.service\nLoadState=not-found\nActiveState=inactive\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, "absent"),
        (WEB, "absent"),
        (UNIT.format("active", 0) + WEB, "ok"),
        (UNIT.format("failed", 0) + WEB, "broken"),
        (UNIT.format("active", 40) + WEB, "attend"),
    ],
)
def test_services_are_as_systemd_says(tmp_path: Path, said: str | None, expected: str) -> None:
    assert kept.services(world(tmp_path, said=said)).state == expected


def test_the_release_in_use(tmp_path: Path) -> None:
    assert kept.update(world(tmp_path)).state == "absent"
    current = tmp_path / "opt/plumbline/current"
    current.parent.mkdir(parents=True)
    current.symlink_to("0.1.0-abc")
    assert state(kept.update(world(tmp_path))) == ("broken", True)
    (current.parent / "0.1.0-abc").mkdir()
    assert "0.1.0-abc" in kept.update(world(tmp_path)).text


def test_a_running_mirror_keeps_its_camera_and_gives_its_figures(tmp_path: Path) -> None:
    one = replace(world(tmp_path), running=Vitals(speed=Speed(29.6, 14.8, 41.0)), on_pi=True)
    found = parts.camera(one)
    assert found.state == "ok"
    assert found.facts == {"camera_hz": 29.6, "poses_hz": 14.8, "model_p95_ms": 41.0}
    assert "In use by the mirror" in found.text
    assert parts.display(one).state == "ok"
    assert state(parts.camera(replace(one, running=Vitals()))) == ("attend", True)


def test_what_a_pc_has_not_is_no_fault(tmp_path: Path) -> None:
    assert parts.buttons(world(tmp_path)).state == "absent"
    assert parts.speaker(world(tmp_path)).state == "absent"
    assert parts.speaker(replace(world(tmp_path), on_pi=True)).state == "attend"


def test_a_camera_that_is_named_and_absent_is_broken(tmp_path: Path) -> None:
    camera = replace(Settings().camera, source="v4l2:/dev/video-none")
    one = replace(world(tmp_path), settings=replace(Settings(), camera=camera))
    assert state(parts.camera(one)) == ("broken", True)


# No check harms another.


def test_a_check_that_raises_or_hangs_is_a_line(tmp_path: Path) -> None:
    def raises(_world: World) -> Result:
        message = "boom"
        raise RuntimeError(message)

    def hangs(_world: World) -> Result:
        threading.Event().wait()
        return raises(_world)

    for look, word in ((raises, "boom"), (hangs, "did not end")):
        found = guarded("disk", Check(look, limit_s=0.05), world(tmp_path))
        assert state(found) == ("broken", True)
        assert word in found.text


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("import os; os.abort()", "exit -6"),
        ("print('{')", "exit 0"),
        ("import time; time.sleep(60)", "did not end"),
    ],
)
def test_a_process_that_crashes_or_hangs_is_a_line(tmp_path: Path, script: str, word: str) -> None:
    check = Check(parts.camera, limit_s=-9.0, apart=True)  # 1 s with that for its start
    found = guarded("camera", check, world(tmp_path), apart=(sys.executable, "-c", script))
    assert found.state == "broken"
    assert word in found.text


def test_a_check_apart_finds_the_same(tmp_path: Path) -> None:
    code = main(["doctor", "--only", "buttons", "--json", "--data", str(tmp_path)])
    assert code == 0


# The command.


def told(options: DoctorOptions) -> tuple[int, str]:
    out = StringIO()
    code = doctor(options, Console(file=out, width=200))
    return code, out.getvalue()


def test_lines_come_in_a_fixed_order_and_broken_is_1(tmp_path: Path) -> None:
    (tmp_path / "plumbline.toml").write_text("volume = 3\n")
    options = DoctorOptions(
        tmp_path, tmp_path / "plumbline.toml", only=("records", "config", "python"), here=True
    )
    code, text = told(options)
    assert code == 1
    places = [text.index(name) for name in ("python", "config", "records")]
    assert places == sorted(places)
    assert "1 broken" in text
    (tmp_path / "plumbline.toml").write_text("")
    assert told(options)[0] == 0


def test_words_follow_the_settings(tmp_path: Path) -> None:
    (tmp_path / "plumbline.toml").write_text('language = "de"\n')
    _, text = told(
        DoctorOptions(tmp_path, tmp_path / "plumbline.toml", only=("records",), here=True)
    )
    assert "Noch hat niemand trainiert" in text


def test_json_is_all_that_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--only", "python", "disk", "--json", "--data", str(tmp_path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["ok"]
    assert [one["name"] for one in printed["checks"]] == ["python", "disk"]


def test_an_unknown_check_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["doctor", "--only", "camrea", "--data", str(tmp_path)]) == 2
    assert "Did you mean camera?" in capsys.readouterr().err


def test_a_version_is_checked_without_camera_and_screen() -> None:
    chosen = names(["program"])
    assert {"python", "packages", "model", "records"} <= set(chosen)
    assert not {"camera", "display", "speaker", "sync", "services"} & set(chosen)
    assert names(None) == tuple(CHECKS)


# The support file.

PRIVATE = (
    "Annegret",
    "Katzenhaus",
    "hunter2-secret",
    "webhook-key-0123456789",
    "nas-of-annegret.example",
    "192.168.77.13",
    "aa:bb:cc:dd:ee:0f",
    "fe80::1ff:fe23:4567:890a",
    "katze@example.org",
    "/home/annegret",
    "iPhone-of-Bertha",
    "geheimes-ziel",
    "0.123456789",
)
SYNC = """
[geheimes-ziel]
kind = "webdav"
url = "https://nas-of-annegret.example/dav/Katzenhaus"
user = "annegret"
people = ["Annegret"]

[hook]
kind = "webhook"
url = "http://192.168.77.13/told"
"""
SECRETS = """
[geheimes-ziel]
password = "hunter2-secret"
[hook]
key = "webhook-key-0123456789"
"""
JOURNAL = """\
mirror[1]: Annegret Katzenhaus began; could not say "Hello, ANNEGRET"
mirror[1]: PUT https://nas-of-annegret.example/dav/Katzenhaus failed: password=hunter2-secret
mirror[1]: wlan0 aa:bb:cc:dd:ee:0f got 192.168.77.13, fe80::1ff:fe23:4567:890a
mirror[1]: signed with webhook-key-0123456789 for katze@example.org from iPhone-of-Bertha
mirror[1]: /home/annegret/clips/a.mp4 cannot be read; geheimes-ziel waits
mirror[1]: Poses against heat: 8 a second at most (80.0 °C)
"""


def private_house(folder: Path) -> World:
    """A mirror full of what must not leave it."""
    keep(folder, person("p-1", "Annegret Katzenhaus"), *session_of("p-1", 1))
    with closing(open_web(folder)) as web:
        add(web, now(), name="iPhone-of-Bertha", random_bytes=lambda count: b"x" * count)
    (folder / "sync.toml").write_text(SYNC)
    (folder / secret.NAME).write_text(SECRETS)
    (folder / secret.NAME).chmod(0o600)
    (folder / "plumbline.toml").write_text('[camera]\nsource = "/home/annegret/clip.mp4"\n')
    (folder / "rep.jsonl").write_text('{"xy": [[0.123456789, 1]]}')
    return replace(world(folder, said=JOURNAL), config=folder / "plumbline.toml")


def contents(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def findings_of(house: World) -> list[Result]:
    return [
        kept.config(replace(house, sync_config=house.folder / "none.toml")),
        kept.records(house),
        machine.packages(house),
        Result(
            "sync", "attend", "geheimes-ziel: 192.168.77.13 said no to annegret", "Ask Annegret"
        ),
        Result(
            "camera", "broken", "No such file: /home/annegret/clip.mp4", "Ask katze@example.org"
        ),
    ]


def test_nothing_private_is_in_the_support_file(tmp_path: Path) -> None:
    house = private_house(tmp_path)
    # The seeds are where they would be found.
    seeded = JOURNAL + SYNC + SECRETS + (tmp_path / "rep.jsonl").read_text()
    assert not [one for one in PRIVATE if one.lower() not in seeded.lower()]
    file = tmp_path / "help.zip"
    listed = pack(file, report(findings_of(house)), house)
    packed = contents(file)
    whole = "\n".join([*packed, *packed.values()]).lower()
    assert [one for one in PRIVATE if one.lower() in whole] == []
    assert not [one for one in ("katze", "bertha", "hunter2") if one in whole]
    # What helps is still there.
    assert "Poses against heat: 8 a second" in packed["journal.txt"]
    assert json.loads(packed["records.json"])["plumbline.db"]["profile"] == 1
    assert json.loads(packed["sync.json"]) == ["webdav", "webhook"]
    assert 'source = "a file"' in packed["settings.toml"]
    assert [line.split(":")[0] for line in listed] == list(packed)
    assert file.stat().st_mode & 0o077 == 0


def test_without_the_names_no_log_is_packed(tmp_path: Path) -> None:
    house = private_house(tmp_path)
    (tmp_path / "plumbline.db").write_bytes(b"damaged" * 1000)
    pack(tmp_path / "help.zip", report([]), house)
    assert "journal.txt" not in contents(tmp_path / "help.zip")


def test_secrets_in_a_file_with_mistakes_keep_the_log_out(tmp_path: Path) -> None:
    house = private_house(tmp_path)
    (tmp_path / secret.NAME).write_text("[hook\nkey = 'hunter2-secret'")
    pack(tmp_path / "help.zip", report([]), house)
    assert "journal.txt" not in contents(tmp_path / "help.zip")


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "help.zip"
    file.write_text("mine")
    with pytest.raises(UserError, match="there already"):
        told(DoctorOptions(tmp_path, only=("python",), bundle=file, here=True))
    with pytest.raises(UserError):
        pack(file, report([]), world(tmp_path))
    assert file.read_text() == "mine"


def test_what_is_packed_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "help.zip"
    _, text = told(DoctorOptions(tmp_path, only=("python",), bundle=file, here=True))
    for name in contents(file):
        assert name in text
    assert "Not in it: pictures" in text


def test_a_scrubber_leaves_times_versions_and_words() -> None:
    scrub = Scrubber(["Ann"])
    for text in ("2026-11-24T07:42:11 took 3.5 ms", "numpy 2.4.6", "Annual 12:30:05", "x86_64"):
        assert scrub(text) == text
    assert scrub.data({"a": ["ann", 3, None]}) == {"a": ["[private]", 3, None]}
