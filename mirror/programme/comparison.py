"""Re-tests against the first one that counts: a change is one only beyond the measurement error.

Spec/angle-core.md section 3, "Change rule". Published norms are not compared with: their landmarks
are others. The first re-test of all was practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Final, Literal

from mirror.programme.plateau import BASELINE, KMD_MDC, Change, mdc_fppa_deg
from mirror.programme.reason import Reason, Value
from mirror.programme.retest import Retest

WOBBLE_DEG: Final = 4.0
"""Below: "within normal wobble"; from here to the error: "trend, keep going" (section 3)."""

Verdict = Literal["too_early", "same", "trend", "better", "worse"]
"""A trend is no change: it stays inside the error."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a day."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time with the band in which it says nothing.

    Attributes:
        points: oldest first; days without a value are left out.
        baseline: what later ones are compared with; None until there is one.
        mdc: the smallest change beyond the error, in the measure's unit.
    """

    points: tuple[Point, ...]
    baseline: float | None
    mdc: float

    @property
    def band(self) -> tuple[float, float] | None:
        """Lower and upper edge; None without a baseline."""
        if self.baseline is None:
            return None
        return self.baseline - self.mdc, self.baseline + self.mdc

    @property
    def change(self) -> float | None:
        """The last against the baseline; None with fewer than two."""
        if self.baseline is None or len(self.points) <= 1:
            return None
        return self.points[-1].value - self.baseline

    @property
    def direction(self) -> int:
        """-1 when it fell by the error or more, 1 when it rose so far, else 0."""
        change = self.change
        if change is None or abs(change) < self.mdc:
            return 0
        return 1 if change > 0 else -1


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the re-tests say so far; of both measures less is better.

    Attributes:
        fppa: mean FPPA of both legs, degrees.
        kmd: KMD_toe of the worse knee, in standing shanks.
        verdict: see `Verdict`.
        reason: the sentence.
    """

    fppa: Series
    kmd: Series
    verdict: Verdict
    reason: Reason

    @property
    def change(self) -> Change:
        """As `mirror.programme.plateau` takes it."""
        return Change(self.fppa.change, self.kmd.change)


def change(retests: Sequence[Retest]) -> Comparison:
    """The last re-test against the first that counts.

    Args:
        retests: all of them, oldest first.
    """
    counting = retests[1:]
    fppa = _series(
        [Point(one.day, one.fppa_deg) for one in counting if one.fppa_deg is not None], own=True
    )
    kmd = _series(
        [Point(one.day, kmd) for one in counting if (kmd := worse_kmd(one)) is not None], own=False
    )
    verdict, reason = _said(retests, fppa, kmd)
    return Comparison(fppa, kmd, verdict, reason)


def worse_kmd(retest: Retest) -> float | None:
    """KMD_toe of the knee further inside; None unless both were measured."""
    if retest.kmd_left is None or retest.kmd_right is None:
        return None
    return max(retest.kmd_left, retest.kmd_right)


def _series(points: Sequence[Point], *, own: bool) -> Series:
    first = [one.value for one in points[:BASELINE]]
    return Series(
        points=tuple(points),
        baseline=first[0] if first else None,
        mdc=mdc_fppa_deg(first) if own else KMD_MDC,
    )


def _said(retests: Sequence[Retest], fppa: Series, kmd: Series) -> tuple[Verdict, Reason]:
    if fppa.change is None and kmd.change is None:
        return "too_early", _too_early(retests, fppa, kmd)
    directions = {fppa.direction, kmd.direction}
    if directions == {-1, 1}:
        return "same", Reason("retest.mixed")
    # Rounded away from the change: "5.5, counts from 5.5" would read like a mistake.
    tenths = floor(10 * fppa.mdc) if fppa.direction else ceil(10 * fppa.mdc)
    values: dict[str, Value] = {"error_deg": tenths / 10}
    if fppa.change is not None:
        values["change_deg"] = round(abs(fppa.change), 1)
    if -1 in directions:
        return "better", _of(fppa, Reason("retest.better", values), Reason("retest.better_knee"))
    if 1 in directions:
        return "worse", _of(fppa, Reason("retest.worse", values), Reason("retest.worse_knee"))
    if fppa.change is None or abs(fppa.change) < WOBBLE_DEG:
        return "same", Reason("retest.same")
    return "trend", Reason("retest.trend" if fppa.change < 0 else "retest.trend_worse", values)


def _of(fppa: Series, said: Reason, otherwise: Reason) -> Reason:
    """The sentence with degrees only when it was them that changed."""
    return said if fppa.direction else otherwise


def _too_early(retests: Sequence[Retest], fppa: Series, kmd: Series) -> Reason:
    if not retests:
        return Reason("retest.none")
    if len(retests) == 1:
        return Reason("retest.practice")
    return Reason("retest.once_more" if fppa.points or kmd.points else "retest.not_measured")
