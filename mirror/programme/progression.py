"""Progress, hold or regress, one exercise at a time (spec/angle-core.md section 6).

Progress asks for the same in two successive sessions at the same load: 2-for-2 (Baechle & Earle)
with quality first. What was not judged or not answered is never taken for good.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from mirror.programme.load import Load, dose_at, lowered, raised, rises
from mirror.programme.pain import Verdict, latest_light, light_of, told
from mirror.programme.phases import Band
from mirror.programme.reason import Reason
from mirror.programme.records import ExerciseRecord

Kind = Literal["progress", "hold", "regress"]

GOOD: Final = 80
POOR: Final = 65
EASY: Final = 6
"""RPE; the target is 6-7, two to four reps in reserve."""
EXTRA: Final = 2
"""Reps over the target in the last set."""
RED_SHARE: Final = 0.30
BAR: Final = 60
"""Every bar at least here (section 5: shallow and fast reps keep a score of 82)."""
SESSIONS: Final = 2
CALM: Final = 6
"""Sessions before a step that pain took back is tried again: two weeks, or the load goes up and
down with the pain for ever (a design choice)."""
EASED: Final = 3
"""Sessions a step down gets before amber takes another one: a week of training. Pain that neither
grows nor goes would otherwise walk the load to its end in a few days (a design choice; the
specification asks for less in amber, and stops what rises)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the load.

    Attributes:
        kind: what was decided.
        load: of the next session.
        reason: why.
    """

    kind: Kind
    load: Load
    reason: Reason


def decide(
    records: Sequence[ExerciseRecord], *, phase: int, bands: Collection[Band]
) -> Decision | None:
    """The next load of an exercise.

    Args:
        records: all of this exercise, oldest first.
        phase: the furthest one the weeks of training allow.
        bands: what the person owns.

    Returns:
        None without a record: there is nothing to decide from.
    """
    if not records:
        return None
    last = records[-1]
    light = latest_light([one.pain for one in records[-2:]])
    lower = _why_lower(records, light)
    if lower is not None:
        load = lowered(last.exercise, last.load, bands=bands)
        if load == last.load:
            return Decision("hold", load, Reason("hold.easiest_already", {"because": lower.key}))
        return Decision("regress", load, lower)
    hold = Reason("hold.eased") if light.light != "green" else _why_hold(records)
    if hold is not None:
        return Decision("hold", last.load, hold)
    load = raised(last.exercise, last.load, phase=phase, bands=bands)
    if load == last.load:
        return Decision("hold", load, Reason("hold.top_of_phase", {"phase": load.phase}))
    return Decision("progress", load, _what_rose(last.load, load))


def eased(records: Sequence[ExerciseRecord]) -> bool:
    """Whether the load was lowered so few sessions ago that the step has yet to show."""
    before, count = _before_this_load(records)
    return before is not None and count < EASED and rises(records[-1].load, before.load)


def score_of(record: ExerciseRecord) -> int | None:
    """The mean of the judged sets; None when none was."""
    known = [one.score for one in record.sets if one.score is not None]
    return round(fmean(known)) if known else None


def red_share(record: ExerciseRecord) -> float:
    """Share of the judged reps with a red fault, 0..1; 0 with none judged."""
    judged = sum(one.judged for one in record.sets)
    return sum(one.red * one.judged for one in record.sets) / judged if judged else 0.0


def _why_lower(records: Sequence[ExerciseRecord], light: Verdict) -> Reason | None:
    if light.light == "red" or (light.light == "amber" and not eased(records)):
        return light.reason
    share = red_share(records[-1])
    if share > RED_SHARE:
        return Reason("regress.many_red", {"percent": round(100 * share)})
    recent = _at_this_load(records)
    scores = [score_of(one) for one in recent]
    if len(recent) == SESSIONS and all(one is not None and one < POOR for one in scores):
        return Reason("regress.low_twice", {"score": scores[-1] or 0, "below": POOR})
    return None


def _why_hold(records: Sequence[ExerciseRecord]) -> Reason | None:
    """The first thing that is not yet good enough, the latest session first."""
    recent = _at_this_load(records)
    for record in reversed(recent):
        reason = _not_ready(record)
        if reason is not None:
            return reason
    before, count = _before_this_load(records)
    needed = _needed(before, records[-1].load)
    if count >= needed:
        return None
    if count == needed - 1:
        return Reason("hold.once_more")
    return Reason("hold.calm", {"sessions": needed - count})


def _not_ready(record: ExerciseRecord) -> Reason | None:
    if dose_at(record.exercise, record.load).unit == "seconds":
        # A stretch has too few holds for a score of its set, and no reps to add.
        return _comfort(record) or _done(record)
    return _quality(record) or _comfort(record) or _done(record) or _reserve(record)


def _quality(record: ExerciseRecord) -> Reason | None:
    score = score_of(record)
    if score is None:
        return Reason("hold.not_judged")
    if score < GOOD:
        return Reason("hold.score", {"score": score, "needed": GOOD})
    if any(one.red_alignment for one in record.sets):
        return Reason("hold.alignment")
    for one in record.sets:
        for bar, value in one.bars.items():
            if value is not None and value < BAR:
                return Reason("hold.bar", {"bar": bar, "value": value, "needed": BAR})
    return None


def _comfort(record: ExerciseRecord) -> Reason | None:
    # The lights of earlier sessions were looked at then; here amber two sessions ago holds.
    if light_of(record.pain).light != "green":
        return Reason("hold.pain")
    if not told(record.pain):
        return Reason("hold.pain_not_told")
    return None


def _done(record: ExerciseRecord) -> Reason | None:
    return None if record.completed else Reason("hold.not_completed")


def _reserve(record: ExerciseRecord) -> Reason | None:
    """Two extra reps in the last set of each side; they stand for an effort not answered."""
    if record.effort is not None and record.effort > EASY:
        return Reason("hold.effort", {"effort": record.effort, "most": EASY})
    last_of_side = {one.side: one for one in record.sets}
    if any(one.done < one.target + EXTRA for one in last_of_side.values()):
        return Reason("hold.extra_reps", {"extra": EXTRA})
    return None


def _at_this_load(records: Sequence[ExerciseRecord]) -> list[ExerciseRecord]:
    """The latest sessions without a change of load, at most two, oldest first."""
    _, count = _before_this_load(records)
    return list(records[-min(count, SESSIONS) :])


def _before_this_load(records: Sequence[ExerciseRecord]) -> tuple[ExerciseRecord | None, int]:
    """The last session at another load, and how many there were since."""
    for count, record in enumerate(reversed(records)):
        if record.load != records[-1].load:
            return record, count
    return None, len(records)


def _needed(before: ExerciseRecord | None, load: Load) -> int:
    """Good sessions a step takes: more of them where pain took the last one back."""
    if before is None or not rises(load, before.load) or light_of(before.pain).light == "green":
        return SESSIONS
    return CALM


def _what_rose(before: Load, after: Load) -> Reason:
    if after.phase > before.phase:
        return Reason("progress.phase", {"phase": after.phase})
    if after.band != before.band and after.band is not None:
        return Reason("progress.band", {"band": after.band})
    if after.shallower < before.shallower:
        return Reason("progress.deeper")
    return Reason("progress.set", {"sets": after.sets})
