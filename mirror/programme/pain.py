"""The traffic light of pain, and the stops no plan overrides (spec/angle-core.md section 6).

Green 0-2: go. Amber 3-5: less band or depth, and the knee must be as before by the next morning.
Red from 6, when sharp, or when amber rises: no more of this exercise today. Lineage: MyKneeCap
and La Trobe guidance, Thomee 1997, Silbernagel's pain monitoring (as cited there).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mirror.programme.flags import Route, most_urgent
from mirror.programme.reason import Reason
from mirror.programme.records import Pain

Light = Literal["green", "amber", "red"]
Scope = Literal["exercise", "session", "programme"]
"""What a stop ends: one exercise today, today's session, or all until the flag is cleared."""

AMBER_FROM: Final = 3
RED_FROM: Final = 6
WORSE: Final = 2
"""Points; less is no difference between two answers (0-10 scale: Farrar 2001, Childs 2005). A
knee that says 0 on one day and 1 on the next says the same."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A light and why it shows; green without an answer has the reason "pain.not_told"."""

    light: Light
    reason: Reason


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that must not go on.

    Attributes:
        scope: how much ends.
        reason: what is said.
        route: who should look at it; None when rest is all it needs.
        ask_flags: ask the red flags now.
    """

    scope: Scope
    reason: Reason
    route: Route | None = None
    ask_flags: bool = False


def told(pain: Pain) -> bool:
    """Whether the person said how it felt after."""
    return pain.after is not None


def light_of(pain: Pain, earlier: Sequence[Pain] = ()) -> Verdict:
    """The light of one exercise.

    Args:
        pain: its latest answers.
        earlier: those of the same exercise before, oldest first.
    """
    red = _red(pain, earlier)
    if red is not None:
        return Verdict("red", red)
    amber = _amber(pain)
    if amber is not None:
        return Verdict("amber", amber)
    worst = _worst(pain)
    if worst is None:
        return Verdict("green", Reason("pain.not_told"))
    return Verdict("green", Reason("pain.low", {"pain": worst}))


def lights(pains: Sequence[Pain]) -> tuple[Verdict, ...]:
    """The light of each, oldest first, every one judged by what was known then."""
    # Only the one before matters; a slice of all would make ten years of records slow.
    return tuple(light_of(pain, pains[max(0, n - 1) : n]) for n, pain in enumerate(pains))


def latest_light(pains: Sequence[Pain]) -> Verdict:
    """The light of the latest; of none at all that of no answer."""
    return light_of(pains[-1], pains[-2:-1]) if pains else light_of(Pain())


def before_session(answer: int | None) -> Verdict:
    """The light of the answer given before today's session; from 0 to 10, None not answered."""
    return light_of(Pain(before=answer))


def stop_today(verdict: Verdict, *, scope: Literal["exercise", "session"]) -> Stop | None:
    """The stop of a red light; the red flags are asked with it. None for the other lights."""
    if verdict.light != "red":
        return None
    return Stop(scope, verdict.reason, ask_flags=True)


def stop_of_flags(yes: Collection[str]) -> Stop | None:
    """The stop of red flags that were answered with yes; None without one.

    Raises:
        ValueError: a flag nobody asks about.
    """
    flag = most_urgent(yes)
    if flag is None:
        return None
    return Stop("programme", Reason(f"flag.{flag.name}", {"route": flag.route}), flag.route)


def _red(pain: Pain, earlier: Sequence[Pain]) -> Reason | None:
    if pain.sharp:
        return Reason("pain.sharp")
    worst = _worst(pain)
    if worst is None or worst < AMBER_FROM:
        return None
    if worst >= RED_FROM:
        return Reason("pain.high", {"pain": worst})
    if _stayed(pain) and max(pain.before or 0, pain.after or 0) >= AMBER_FROM:
        # Amber is allowed only on the condition that it is gone by the next morning.
        return _morning("pain.amber_stayed", pain)
    before = _worst(earlier[-1]) if earlier else None
    if before is not None and AMBER_FROM <= before < worst:
        return Reason("pain.amber_rising", {"pain": worst, "before": before})
    return None


def _amber(pain: Pain) -> Reason | None:
    worst = _worst(pain)
    if worst is not None and worst >= AMBER_FROM:
        return Reason("pain.amber", {"pain": worst})
    if _risen_by(pain, WORSE):
        return _morning("pain.worse_next_morning", pain)
    return None


def _worst(pain: Pain) -> int | None:
    known = [one for one in (pain.before, pain.after, pain.next_morning) if one is not None]
    return max(known, default=None)


def _stayed(pain: Pain) -> bool:
    amber = pain.next_morning is not None and pain.next_morning >= AMBER_FROM
    return _risen_by(pain, 1 if amber else WORSE)


def _risen_by(pain: Pain, points: int) -> bool:
    # "Not worse next morning", "back to baseline": the baseline is the answer before.
    if pain.before is None or pain.next_morning is None:
        return False
    return pain.next_morning >= pain.before + points


def _morning(key: str, pain: Pain) -> Reason:
    return Reason(key, {"pain": pain.next_morning or 0, "before": pain.before or 0})
