"""Answers about pain, the lights they gave, and the stops: as the person was told them."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mirror.programme.pain import Light, light_of
from mirror.programme.records import Pain
from mirror.store.answers import Answers, pain_of
from mirror.store.details import StopTold, decoded

NOT_ASKED: Final = -1
_ORDER: Final[tuple[Light, ...]] = ("green", "amber", "red")
_OF_HEALTH: Final = ("pain", "flag")
"""How the reasons of stops begin that are about pain or a red flag; tiredness is none."""

_STOPPING: Final = {"exercise", "session", "programme"}


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that did not go on, and why: the key of a reason."""

    day: date
    reason: str
    pain: int | None


@dataclass(slots=True, eq=False)
class PainLog:
    """All answers of some days; `NOT_ASKED` where there is none.

    Attributes:
        days: ordinals of dates, a session each.
        before, after, morning: 0..10; the worst of all exercises.
        lights: of each session with an answer, the worst.
        sharp: sessions in which it was called sharp.
        stops: oldest first.
    """

    days: "array[int]" = field(default_factory=lambda: array("l"))
    before: "array[int]" = field(default_factory=lambda: array("b"))
    after: "array[int]" = field(default_factory=lambda: array("b"))
    morning: "array[int]" = field(default_factory=lambda: array("b"))
    lights: list[Light] = field(default_factory=list)
    sharp: int = 0
    stops: list[Stop] = field(default_factory=list)
    _latest: dict[str, Pain] = field(default_factory=dict)

    def hear(self, day: date, kind: str, details: bytes) -> None:
        """Take an event; only stops over pain or a red flag count."""
        told = decoded(details, StopTold) if kind == "stop" else None
        if told is None or told.scope not in _STOPPING:
            return
        if told.reason.key.split(".")[0] not in _OF_HEALTH:
            return
        pain = dict(told.reason.values).get("pain")
        self.stops.append(Stop(day, told.reason.key, pain if isinstance(pain, int) else None))

    def answered(self, day: date, exercises: Iterable[str], answers: Answers) -> None:
        """Take the answers about one session; without any it leaves no trace."""
        pains = {name: pain_of(name, answers) for name in {*exercises, *answers.after} or {""}}
        known = {name: one for name, one in pains.items() if _told(one)}
        if not known:
            return
        worst = 0
        for name, one in known.items():
            earlier = self._latest.get(name)
            light = light_of(one, () if earlier is None else (earlier,)).light
            worst = max(worst, _ORDER.index(light))
            self._latest[name] = one
        self.days.append(day.toordinal())
        self.before.append(_worst(one.before for one in known.values()))
        self.after.append(_worst(one.after for one in known.values()))
        self.morning.append(_worst(one.next_morning for one in known.values()))
        self.lights.append(_ORDER[worst])
        self.sharp += any(one.sharp for one in known.values())

    def counted(self) -> Counter[Light]:
        """How often each light showed."""
        return Counter(self.lights)


def _told(one: Pain) -> bool:
    return one.sharp or any(
        value is not None for value in (one.before, one.after, one.next_morning)
    )


def _worst(values: Iterable[int | None]) -> int:
    return max((value for value in values if value is not None), default=NOT_ASKED)
