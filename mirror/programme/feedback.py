"""Fading feedback: how much is said about an exercise, and when less is enough.

Constant cues make people depend on them, so feedback fades: full, only outside a band, every n-th
rep, after the set, none (a probe). Silent probe sets measure what is retained; only they move the
stage (issue 5 item 4; numbers here are design choices, after spec/angle-core.md section 6).
Scores with cues say nothing about learning and are not looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mirror.programme.reason import Reason, Value

Stage = Literal["full", "bandwidth", "every_nth", "summary", "probe"]
STAGES: Final[tuple[Stage, ...]] = ("full", "bandwidth", "every_nth", "summary", "probe")
"""From most to least feedback. In the last one every set is silent."""

NTH: Final = 3
"""Two reps in a row to feel it oneself before one is talked about."""
RETAINED: Final = 80
LOST: Final = 65
"""Spec section 6: the scores from which load progresses, and below which it regresses."""
TWICE: Final = 2
"""Successive probes that agree, so that one good or bad day moves nothing."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One silent set. Kept apart from all other sets.

    Attributes:
        day: when.
        stage: of the exercise on that day.
        score: 0..100; None when not judged.
    """

    day: date
    stage: Stage
    score: int | None


@dataclass(frozen=True, slots=True)
class Fading:
    """The stage of the next session and why, as shown to the person."""

    stage: Stage
    reason: Reason


def next_stage(probes: Sequence[Probe]) -> Fading:
    """The stage of an exercise.

    Args:
        probes: silent sets of this person and exercise, oldest first.
    """
    if not probes:
        return Fading("full", Reason("feedback.first"))
    stage = probes[-1].stage
    scores = _at_this_stage(probes)
    if len(scores) < TWICE:
        return Fading(stage, Reason("feedback.probe_again", {"stage": stage}))
    values: dict[str, Value] = {"score": scores[-1]}
    if all(score >= RETAINED for score in scores):
        return _moved(stage, +1, "feedback.less", "feedback.on_your_own", values)
    if all(score < LOST for score in scores):
        return _moved(stage, -1, "feedback.more", "feedback.most_already", values)
    return Fading(stage, Reason("feedback.stays", values))


def probe_set(sets: int) -> int | None:
    """Which set of an exercise, from 0, is silent: the first, before any cue of the day.

    That is retention over days, not the echo of a cue a minute ago. None with fewer than two
    sets: then all of them are for practice.
    """
    return 0 if sets >= TWICE else None


def speaks(stage: Stage, *, rep: int, outside: bool, silent: bool) -> bool:
    """Whether a rep gets a word. Safety is not feedback and is said in every stage.

    Args:
        stage: of the exercise.
        rep: its number in the set, from 1.
        outside: it left the band of good movement: a fault, or a score below `RETAINED`.
        silent: the set is a probe.
    """
    if silent:
        return False
    match stage:
        case "full":
            return True
        case "bandwidth":
            return outside
        case "every_nth":
            return outside and rep % NTH == 0
        case "summary" | "probe":
            return False


def sums_up(stage: Stage, *, silent: bool) -> bool:
    """Whether a set is talked about after it; a probe is not, its result is shown later."""
    return not silent and stage != "probe"


def _moved(stage: Stage, step: int, moved: str, at_end: str, values: Mapping[str, Value]) -> Fading:
    place = STAGES.index(stage) + step
    if not 0 <= place < len(STAGES):
        return Fading(stage, Reason(at_end, values))
    return Fading(STAGES[place], Reason(moved, values))


def _at_this_stage(probes: Sequence[Probe]) -> list[int]:
    """The latest judged scores at the present stage without a change, at most two."""
    scores: list[int] = []
    for probe in reversed(probes):
        if probe.stage != probes[-1].stage or len(scores) == TWICE:
            break
        if probe.score is not None:
            scores.append(probe.score)
    return scores[::-1]
