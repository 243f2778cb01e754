"""What became of the reps that were really done, when frames were missing now and then."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from exercises.registry import get
from exercises.spec import HoldRule
from scripts.endurance.trainee import RATE_HZ, Stretch, reps_of

CYCLES: Final = 12
"""Times a recording is repeated in a set, at most."""
LEAD_S: Final = 1.0
"""What stands so long before a rep is what it is measured from."""
LATE_S: Final = 0.7
"""Between the end of a rep and its count; with frames missing before, the machine sees it later."""


def judged(stretches: Sequence[Stretch]) -> Counter[str]:
    """What became of each rep that was done: "counted", "excused", "lost"; and "made up".

    Holds are left out: they are told after a while out of position, and in parts.
    """
    found: Counter[str] = Counter()
    for one in stretches:
        if isinstance(get(one.exercise).rule, HoldRule):
            continue
        left = list(one.counted_s)
        holes = [
            (before, after)
            for before, after in zip([one.start_s, *one.seen_s], one.seen_s, strict=False)
            if after - before > 1.5 / RATE_HZ
        ]
        end_s = one.seen_s[-1] if one.seen_s else one.start_s
        for rep in reps_of(one.exercise, one.side, CYCLES):
            start_s, rep_end_s = one.start_s + rep.start_s, one.start_s + rep.end_s
            fits = [t_s for t_s in left if abs(t_s - rep_end_s) <= LATE_S]
            if fits:
                left.remove(fits[0])
                found["counted"] += 1
            elif rep_end_s + LATE_S > end_s:
                # The mirror stopped watching: set over, or the camera was gone.
                found["excused"] += start_s < end_s and one.end_s is not None
                break
            else:
                hole = any(a < rep_end_s + LATE_S and b > start_s - LEAD_S for a, b in holes)
                found["excused" if hole else "lost"] += 1
        found["made up"] += len(left)
    return found
