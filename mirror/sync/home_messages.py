"""The messages that make a mirror a device in Home Assistant: discovery and retained states.

Home Assistant's "device discovery": one message names the device and its entities; each entity
reads a topic of ours. An entity named with its platform only is removed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from mirror.sync.home import STATES, HomeState, PersonState

ONLINE: Final = "online"
OFFLINE: Final = "offline"
_PARTS: Final = ("last", "streak", "next")


@dataclass(frozen=True, slots=True)
class Topics:
    """Where what is said.

    Attributes:
        device: id of the mirror; the same as long as the machine is.
        prefix: where Home Assistant looks for devices.
    """

    device: str
    prefix: str

    @property
    def discovery(self) -> str:
        """What the device is."""
        return f"{self.prefix}/device/plumbline_{self.device}/config"

    @property
    def availability(self) -> str:
        """Whether sync is connected; also the last will."""
        return f"plumbline/{self.device}/availability"

    @property
    def mirror(self) -> str:
        """What the mirror does."""
        return f"plumbline/{self.device}/mirror"

    @property
    def check(self) -> str:
        """Nothing; for trying."""
        return f"plumbline/{self.device}/check"

    def person(self, person_id: str) -> str:
        """A person's state."""
        return f"plumbline/{self.device}/person/{_word(person_id)}"


def state_messages(topics: Topics, state: HomeState) -> dict[str, str]:
    """States by topic; all retained."""
    people = {topics.person(one.id): _person_json(one) for one in state.people}
    return {topics.mirror: state.mirror, **people}


def discovery(
    topics: Topics, state: HomeState, *, name: str, version: str, gone: Iterable[str] = ()
) -> str:
    """The device and its entities.

    Args:
        topics: of this mirror.
        state: whose people have entities.
        name: what the device is called.
        version: of this program.
        gone: ids of people whose entities are removed.
    """
    entities: dict[str, Any] = {
        "mirror": {
            "p": "sensor",
            "unique_id": f"plumbline_{topics.device}_mirror",
            "name": None,
            "device_class": "enum",
            "options": list(STATES),
            "state_topic": topics.mirror,
            # What was trained stays true while the mirror is off; what it does now does not.
            "availability_topic": topics.availability,
        },
        "connected": {
            "p": "binary_sensor",
            "unique_id": f"plumbline_{topics.device}_connected",
            "name": "Connected",
            "device_class": "connectivity",
            "entity_category": "diagnostic",
            "state_topic": topics.availability,
            "payload_on": ONLINE,
            "payload_off": OFFLINE,
        },
    }
    for one in state.people:
        entities |= _person_entities(topics, one)
    for person_id in gone:
        entities |= {f"{_word(person_id)}_{part}": {"p": "sensor"} for part in _PARTS}
    document = {
        "dev": {
            "ids": [f"plumbline_{topics.device}"],
            "name": name,
            "mf": "Plumbline",
            "sw": version,
        },
        "o": {"name": "plumbline", "sw": version},
        "cmps": entities,
        "qos": 1,
    }
    return json.dumps(document, ensure_ascii=False)


def _person_entities(topics: Topics, one: PersonState) -> dict[str, Mapping[str, Any]]:
    topic = topics.person(one.id)
    shared = {"p": "sensor", "state_topic": topic}
    word = _word(one.id)
    unique = f"plumbline_{topics.device}_{word}"
    return {
        f"{word}_last": {
            **shared,
            "unique_id": f"{unique}_last",
            "name": f"{one.name}: last session",
            "device_class": "timestamp",
            "value_template": "{{ value_json.last_session }}",
            "json_attributes_topic": topic,
        },
        f"{word}_streak": {
            **shared,
            "unique_id": f"{unique}_streak",
            "name": f"{one.name}: streak",
            "unit_of_measurement": "weeks",
            "value_template": "{{ value_json.streak }}",
        },
        f"{word}_next": {
            **shared,
            "unique_id": f"{unique}_next",
            "name": f"{one.name}: next session",
            "device_class": "date",
            "value_template": "{{ value_json.next_session }}",
        },
    }


def _person_json(one: PersonState) -> str:
    return json.dumps(
        {
            "last_session": None if one.last_session_s is None else _time(one.last_session_s),
            "kind": one.kind,
            "reps": one.reps,
            "score": one.score,
            "streak": one.streak,
            "next_session": None if one.next_day is None else one.next_day.isoformat(),
        }
    )


def _time(wall_s: float) -> str:
    return datetime.fromtimestamp(wall_s, UTC).isoformat(timespec="seconds")


def _word(text: str) -> str:
    """What a topic and an entity's name may hold."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", text)
