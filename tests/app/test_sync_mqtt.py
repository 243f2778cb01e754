"""What Home Assistant is told, with a real mosquitto on loopback."""

import gc
import json
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mirror.store.deletion import delete_profile
from mirror.store.lock import in_use
from mirror.store.opening import FILE_NAME
from mirror.store.outbox import known_target, open_outbox
from mirror.store.records import SessionStarted
from mirror.sync.home import HomeState, PersonState, home_state
from mirror.sync.home_messages import Topics, discovery, state_messages
from mirror.sync.mqtt import MqttTarget
from mirror.sync.mqtt_link import Broker as Where
from mirror.sync.secret import Secret
from mirror.sync.state_worker import show_state
from mirror.sync.trouble import TroubleError
from mirror.sync.worker import Outcome, World
from tests.app.keeping_world import DAY_S, person, session_of
from tests.app.store_world import NOON_S, STAMP, moment
from tests.app.sync_broker import PASSWORD, USER, Broker, broker, certificate
from tests.app.sync_world import Mirror

TOPICS = Topics("m1", "homeassistant")
ANNA = PersonState("anna", "Anna", NOON_S, "training", 12, 83, 3, date(2026, 5, 14))
BERT = replace(ANNA, id="bert", name="Bert", last_session_s=None, next_day=None)
# paho leaves a socket to the garbage collector when a handshake fails; `gc.collect` keeps it from
# being told in a later test.
LEAVES_A_SOCKET = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
CONFIG = "homeassistant/device/plumbline_m1/config"


def target(port: int, **changes: object) -> MqttTarget:
    where = replace(Where("127.0.0.1", port), **changes)  # type: ignore[arg-type] # as the test says
    return MqttTarget(where, TOPICS, name="Mirror", version="1", timeout_s=5.0)


def trouble(show: Callable[[], object]) -> str:
    with pytest.raises(TroubleError) as caught:
        show()
    return caught.value.words.message


def test_discovery_names_each_entity_once_and_its_topics() -> None:
    state = HomeState("idle", (ANNA, BERT))
    found = json.loads(discovery(TOPICS, state, name="Mirror", version="1"))
    entities = found["cmps"]
    assert len({one["unique_id"] for one in entities.values()}) == len(entities) == 8
    topics = {one["state_topic"] for one in entities.values()}
    assert topics == {*state_messages(TOPICS, state), TOPICS.availability}
    assert found["dev"]["ids"] == ["plumbline_m1"]
    # Only what the mirror does now is unknown while it is away.
    assert [name for name, one in entities.items() if "availability_topic" in one] == ["mirror"]


def test_the_broker_holds_the_state(tmp_path: Path) -> None:
    with broker(tmp_path) as here:
        shown = target(here.port)
        assert shown.show(HomeState("idle", (ANNA, BERT)), gone=frozenset()) == 5
        found = here.retained()
        assert found["plumbline/m1/availability"] == "online"
        assert found["plumbline/m1/mirror"] == "idle"
        assert json.loads(found["plumbline/m1/person/anna"]) == {
            "last_session": "2026-05-28T20:26:40+00:00",
            "kind": "training",
            "reps": 12,
            "score": 83,
            "streak": 3,
            "next_session": "2026-05-14",
        }
        assert shown.show(HomeState("idle", (ANNA, BERT)), gone=frozenset()) == 0
        assert shown.show(HomeState("training", (ANNA,)), gone=frozenset({"bert"})) == 2
        after = here.retained()
        assert "plumbline/m1/person/bert" not in after
        assert set(json.loads(after[CONFIG])["cmps"]) == {
            "mirror", "connected", "anna_last", "anna_streak", "anna_next",
        }  # fmt: skip
        shown.close()
        assert here.retained()["plumbline/m1/availability"] == "offline"
        assert here.retained()["plumbline/m1/person/anna"]


def test_the_last_will_says_that_nobody_is_there(tmp_path: Path) -> None:
    with broker(tmp_path) as here:
        shown = target(here.port)
        shown.show(HomeState("idle"), gone=frozenset())
        gone = _watch(here, "plumbline/m1/availability", "offline")
        assert shown._link is not None
        line = shown._link._client.socket()
        assert isinstance(line, socket.socket)
        line.shutdown(socket.SHUT_RDWR)  # as a pulled plug: nobody says goodbye
        assert gone.wait(20.0)
        assert shown._link._gone.wait(20.0)
        assert shown.show(HomeState("idle"), gone=frozenset()) == 3
        assert here.retained()["plumbline/m1/availability"] == "online"
        shown.close()


def _watch(here: Broker, topic: str, payload: str) -> threading.Event:
    from paho.mqtt.client import Client, MQTTMessage  # noqa: PLC0415 - of this test only
    from paho.mqtt.enums import CallbackAPIVersion  # noqa: PLC0415 - likewise

    seen, ready = threading.Event(), threading.Event()
    client = Client(CallbackAPIVersion.VERSION2)

    def take(_client: Client, _data: object, message: MQTTMessage) -> None:
        if message.payload.decode() == payload:
            seen.set()

    client.on_message = take
    client.on_subscribe = lambda *_: ready.set()
    client.connect("127.0.0.1", here.port)
    client.subscribe(topic, 1)
    client.loop_start()
    assert ready.wait(20.0)
    return seen


def test_a_broker_that_was_killed_gets_everything_again(tmp_path: Path) -> None:
    with broker(tmp_path) as here:
        shown = target(here.port)
        shown.show(HomeState("idle", (ANNA,)), gone=frozenset())
        assert shown._link is not None
        link = shown._link
        here.kill()
        assert link._gone.wait(20.0)
        assert "refuses to talk" in trouble(
            lambda: shown.show(HomeState("idle", (ANNA,)), gone=frozenset())
        )
        here.start()  # it keeps nothing on the disk
        assert here.retained() == {}
        assert shown.show(HomeState("idle", (ANNA,)), gone=frozenset()) == 4
        assert set(here.retained()) == {*state_messages(TOPICS, HomeState("idle", (ANNA,))),
            TOPICS.availability, CONFIG,
        }  # fmt: skip
        shown.close()


@LEAVES_A_SOCKET
def test_what_is_wrong_is_told_in_words(tmp_path: Path) -> None:
    with broker(tmp_path, closed=True) as here:
        where = f"127.0.0.1:{here.port}"
        assert trouble(target(here.port).check) == f"{where} does not accept the password"
        wrong = target(here.port, user=USER, password=Secret("wrong"))
        assert trouble(wrong.check) == f"{where} does not accept the password"
        right = target(here.port, user=USER, password=Secret(PASSWORD))
        assert [one.good for one in right.check()] == [False, True]  # the first: unencrypted
        # It may write under plumbline/, not where devices are announced.
        assert trouble(lambda: right.show(HomeState("idle"), gone=frozenset())).startswith(
            f"{where} does not allow it"
        )
        assert "certificate" not in trouble(target(here.port, tls=True).check)
    assert trouble(target(here.port).check).startswith(f"{where} refuses to talk")
    nowhere = MqttTarget(Where("no-such-host.invalid", 1883), TOPICS, name="x", version="1")
    assert trouble(nowhere.check).startswith("no-such-host.invalid:1883 is not found")
    gc.collect()


@LEAVES_A_SOCKET
def test_a_certificate_of_ones_own_must_be_named(tmp_path: Path) -> None:
    cert = certificate(tmp_path)
    with broker(tmp_path, cert=cert) as here:
        message = trouble(target(here.port, tls=True).check)
        assert message.startswith(f"The certificate of 127.0.0.1:{here.port} is not trusted")
        (found,) = target(here.port, tls=True, ca_file=cert).check()
        assert found.good
    gc.collect()


def _show(mirror: Mirror, shown: MqttTarget, people: frozenset[str]) -> Outcome:
    with closing(open_outbox(mirror.folder, stamp=STAMP)) as outbox:
        known_target(outbox, "home", kind="mqtt", place="here", setup="")
        world = World(now_s=mirror.clock, chance=lambda: 0.5)
        return show_state(
            outbox,
            "home",
            shown,
            lambda: home_state(mirror.folder, people=people, now_s=mirror.clock()),
            world,
        )


def test_a_person_who_is_forgotten_vanishes_from_the_broker(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "data")
    mirror.add(person("anna", "Anna"), *session_of("anna", 0), person("bert", "Bert"))
    with broker(tmp_path) as here:
        shown = target(here.port)
        assert _show(mirror, shown, frozenset({"anna", "bert"})).sent == 5
        shown.close()
        with closing(mirror.records) as connection:
            connection.isolation_level = None
            delete_profile(connection, mirror.folder / FILE_NAME, "anna", stamp=STAMP)
        again = target(here.port)
        _show(mirror, again, frozenset({"anna", "bert"}))
        again.close()
        assert not [text for text in here.retained().items() if "nna" in str(text)]
        assert mirror.outbox("SELECT person_id FROM shown") == [("bert",)]


def test_the_state_of_a_person_comes_from_the_records(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "data")
    mirror.add(person("anna", "Anna"), *session_of("anna", 0), *session_of("anna", 1))
    (anna,) = home_state(mirror.folder, people=frozenset({"anna"}), now_s=NOON_S + 9 * DAY_S).people
    assert (anna.name, anna.last_session_s, anna.kind, anna.reps) == (
        "Anna", NOON_S + DAY_S, "training", 2,
    )  # fmt: skip
    # Nobody asked the questions that must come before any training.
    assert anna.next_day is None


def test_the_mirror_trains_is_idle_or_off(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    def state(now_s: float = NOON_S) -> str:
        return home_state(folder, people=frozenset(), now_s=now_s).mirror

    assert state() == "off"
    with in_use(folder):
        assert state() == "idle"
    mirror = Mirror(folder)
    mirror.add(person("anna", "Anna"), SessionStarted("s", "anna", moment(), {}))
    assert state() == "off"
    with in_use(folder):
        assert state(NOON_S + 60) == "training"
        assert state(NOON_S + 3600) == "idle"
