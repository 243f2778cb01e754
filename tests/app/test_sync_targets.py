"""Each target against a real server on loopback: what arrives, again, changed, and by faults."""

import base64
import csv
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, cycle, islice, repeat
from pathlib import Path

import pytest

from mirror.sync.folder import FolderTarget
from mirror.sync.http import Http
from mirror.sync.secret import Secret
from mirror.sync.target import Target
from mirror.sync.trouble import TroubleError
from mirror.sync.webhook import WebhookTarget
from mirror.sync.wger import EXERCISES, WgerTarget, log_uuid, session_uuid
from tests.app.keeping_world import DAY_S, person, session_of
from tests.app.store_world import rep
from tests.app.sync_servers import TOKEN, receiving
from tests.app.sync_stands import KEY, STANDS, webdav_stand
from tests.app.sync_wger import wger
from tests.app.sync_world import Mirror, morning

FAULTS = {
    "cut before": ["cut"] * 5,
    "killed in the middle": ["half"] * 5,
    "stored, answer lost": ["pass", "lost", "lost", "pass", "pass", "lost", "lost"],
    "slow": ["pass", "slow", "pass", "slow"],
    "500": ["pass", "status:500", "status:500", "status:500", "status:500"],
    "401": ["pass", "status:401"],
    "507": ["status:507", "pass", "pass", "status:507"],
    "every third": list(islice(cycle(["lost", "pass", "status:503"]), 30)),
}


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", STANDS)
def test_every_session_once_whatever_fails(
    kind: str, fault: str, tmp_path: Path, stack: ExitStack
) -> None:
    mirror = Mirror(tmp_path / "data")
    mirror.fill(8)
    stand = stack.enter_context(STANDS[kind](tmp_path))
    stand.proxy.faults(FAULTS[fault])
    assert mirror.until_done(stand.make) > 1 or fault == "killed in the middle"
    assert stand.count() == mirror.ids


@pytest.mark.parametrize("kind", STANDS)
def test_a_server_that_is_away_for_weeks(kind: str, tmp_path: Path, stack: ExitStack) -> None:
    mirror = Mirror(tmp_path / "data")
    mirror.fill(5)
    stand = stack.enter_context(STANDS[kind](tmp_path))
    stand.proxy.down()

    def back_after(number: int) -> None:
        if number == 8:
            stand.proxy.up()

    assert mirror.until_done(stand.make, before=back_after, step_s=4 * DAY_S) == 8
    assert stand.count() == mirror.ids


@pytest.mark.parametrize("kind", STANDS)
def test_a_server_full_of_duplicates(kind: str, tmp_path: Path, stack: ExitStack) -> None:
    # The outbox is lost after all was sent: everything is new, and there already.
    mirror = Mirror(tmp_path / "data")
    mirror.fill(7)
    stand = stack.enter_context(STANDS[kind](tmp_path))
    mirror.until_done(stand.make)
    for left in mirror.folder.glob("sync.db*"):
        left.unlink()
    mirror.until_done(stand.make)
    assert stand.count() == mirror.ids
    assert mirror.outbox("SELECT count(*) FROM parcel WHERE due = 0") == [(7,)]


@pytest.mark.parametrize("kind", STANDS)
def test_nothing_is_sent_twice_when_nothing_changed(
    kind: str, tmp_path: Path, stack: ExitStack
) -> None:
    mirror = Mirror(tmp_path / "data")
    mirror.fill(3)
    stand = stack.enter_context(STANDS[kind](tmp_path))
    mirror.until_done(stand.make)
    asked = stand.proxy.seen.total()
    assert mirror.run(stand.make()).sent == 0
    assert stand.proxy.seen.total() == asked


def _mirror(tmp_path: Path) -> Mirror:
    mirror = Mirror(tmp_path / "data")
    mirror.add(person("anna", "Anna"), *session_of("anna", 0))
    return mirror


def test_webdav_files_are_what_the_export_writes_and_change_in_place(
    tmp_path: Path, stack: ExitStack
) -> None:
    mirror = _mirror(tmp_path)
    stand = stack.enter_context(webdav_stand(tmp_path))
    mirror.until_done(stand.make)
    (path,) = (tmp_path / "cloud/logs/mirror").glob("*.json")
    document = json.loads(path.read_text("utf-8"))
    assert (document["format"], document["people"][0]["details"]) == ("plumbline-records", {})
    with path.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        assert [row["pain_morning"] for row in csv.DictReader(file)] == ["", ""]
    mirror.add(morning(4))
    mirror.until_done(stand.make)
    with path.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        assert [row["pain_morning"] for row in csv.DictReader(file)] == ["4", "4"]
    assert stand.count() == {"anna-session-0": 1}


def test_webdav_wins_over_what_somebody_else_wrote(tmp_path: Path, stack: ExitStack) -> None:
    mirror = _mirror(tmp_path)
    stand = stack.enter_context(webdav_stand(tmp_path))
    mirror.until_done(stand.make)
    (path,) = (tmp_path / "cloud/logs/mirror").glob("*.json")
    path.write_text("scribble", encoding="utf-8")
    path.with_suffix(".csv").unlink()
    mirror.add(morning(4))
    mirror.until_done(stand.make)
    assert '"value":4' in path.read_text("utf-8")
    assert path.with_suffix(".csv").is_file()


def test_wger_has_a_session_and_a_log_for_each_set(tmp_path: Path) -> None:
    sets = [
        ("clamshell", (rep(1), rep(2))),
        ("hip_flexor_stretch", (rep(1),)),
        ("single_leg_squat", (rep(1),)),
    ]
    mirror = Mirror(tmp_path / "data")
    mirror.add(person("anna", "Anna"), *session_of("anna", 0, sets))
    with wger() as (port, server):

        def make() -> Target:
            http = Http(headers={"Authorization": f"Token {TOKEN}"})
            return WgerTarget(http, f"http://127.0.0.1:{port}/")

        mirror.until_done(make)
        (session,) = server.rows["workoutsession"].values()
        assert session["id"] == session_uuid("anna-session-0")
        assert "clamshell: 2 of 8 reps, not judged" in session["notes"]
        assert "single leg squat: 1 of 8 reps" in session["notes"]
        logs = server.rows["workoutlog"]
        assert set(logs) == {log_uuid(f"anna-session-0-set-{n}") for n in (1, 2)}
        first, second = logs.values()
        assert first["exercise"] == server.exercises[EXERCISES["clamshell"]]
        assert (first["repetitions"], first["repetitions_unit"], first["weight"]) == (2, 1, 0)
        assert second["repetitions_unit"] == 3
        mirror.add(morning(4))
        mirror.until_done(make)
        server.rows["workoutlog"].clear()  # deleted by hand; comes back with the next change
        mirror.add(morning(5))
        mirror.until_done(make)
        assert len(server.rows["workoutlog"]) == 2


def test_a_webhook_can_be_verified_and_a_change_is_another_message(tmp_path: Path) -> None:
    mirror = _mirror(tmp_path)
    with receiving() as (port, receiver):

        def make() -> Target:
            url = f"http://127.0.0.1:{port}/hook"
            return WebhookTarget(Http(), url, Secret(KEY), lambda: 1_800_000_000.9)

        mirror.until_done(make)
        mirror.add(morning(4))
        mirror.until_done(make)
        assert len(receiver.messages) == 2
        for id_, (headers, body) in receiver.messages.items():
            assert headers["webhook-id"] == id_
            assert headers["webhook-timestamp"] == "1800000000"
            signed = f"{id_}.1800000000.".encode() + body
            raw = base64.b64decode(KEY.removeprefix("whsec_"))
            mac = hmac.new(raw, signed, hashlib.sha256).digest()
            assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
            assert json.loads(body)["people"][0]["sessions"][0]["id"] == "anna-session-0"


def test_a_folder_gets_whole_files_and_is_never_made(tmp_path: Path) -> None:
    mirror = _mirror(tmp_path)
    shared = tmp_path / "shared"
    target = FolderTarget(shared, ("json", "csv", "fit"))
    outcome = mirror.run(target)
    assert outcome.trouble is not None
    assert "no such folder" in outcome.trouble.words.message
    shared.mkdir()
    mirror.clock.now_s += 3600
    assert mirror.run(target).sent == 1
    assert sorted(path.suffix for path in shared.iterdir()) == [".csv", ".fit", ".json"]
    before = {path: path.stat().st_mtime_ns for path in shared.iterdir()}
    for left in mirror.folder.glob("sync.db*"):
        left.unlink()
    assert mirror.run(target).sent == 1
    assert {path: path.stat().st_mtime_ns for path in shared.iterdir()} == before


def test_faults_that_never_end_are_told_and_lose_nothing(tmp_path: Path, stack: ExitStack) -> None:
    mirror = Mirror(tmp_path / "data")
    mirror.fill(4)
    stand = stack.enter_context(webdav_stand(tmp_path))
    stand.proxy.faults(chain(["pass"] * 6, repeat("status:507")))
    for _ in range(5):
        target = stand.make()
        outcome = mirror.run(target)
        target.close()
        mirror.clock.now_s += 7 * 3600
        assert isinstance(outcome.trouble, TroubleError)
        assert outcome.trouble.words.message == f"127.0.0.1:{stand.proxy.port} is full (HTTP 507)"
    stand.proxy.faults([])
    mirror.until_done(stand.make)
    assert stand.count() == mirror.ids
