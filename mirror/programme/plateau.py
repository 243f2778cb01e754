"""No noticeable improvement after weeks of steady training: somebody should look at why.

Spec/angle-core.md section 6, trigger (v), and section 3 for the change that counts as one. The
message says what was measured, never what the person has; training may go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final

from mirror.programme.flags import Route
from mirror.programme.reason import Reason

WEEKS: Final = 6
SESSIONS: Final = 12

MDC_FACTOR: Final = 2.77
"""1.96 times the root of 2 (section 3)."""
LEAST_SD_DEG: Final = 2.0
"""Section 3: MDC_user = 2.77 max(SD between sessions, 2 degrees)."""
BASELINE: Final = 3
"""Sessions before the own change is known (section 3)."""
FPPA_MDC_DEG: Final = 8.0
"""Until then: "changed more than measurement error" from 8 degrees (section 3)."""
KMD_MDC: Final = 0.07
"""Provisional, in shank lengths (section 3)."""


@dataclass(frozen=True, slots=True)
class Change:
    """From the first re-test that counts to the last; below zero is better.

    The first re-test of all was practice.

    Attributes:
        fppa_deg: of the mean FPPA of both legs, None when not measured.
        kmd: of the worse knee's KMD_toe, in shank lengths; None when not measured.
    """

    fppa_deg: float | None
    kmd: float | None


@dataclass(frozen=True, slots=True)
class Advice:
    """What to say, and who could look at it."""

    reason: Reason
    route: Route


def mdc_fppa_deg(baseline: Sequence[float]) -> float:
    """The smallest change of mean FPPA beyond a person's own error, degrees.

    Args:
        baseline: one value a session, from the first sessions, in degrees.
    """
    if len(baseline) < BASELINE:
        return FPPA_MDC_DEG
    return MDC_FACTOR * max(stdev(baseline), LEAST_SD_DEG)


def slope(scores: Sequence[tuple[float, float]]) -> float | None:
    """Least-squares slope of (week, score) pairs, points a week; None without two weeks."""
    if not scores:
        return None
    week, score = (fmean(column) for column in zip(*scores, strict=True))
    spread = sum((x - week) ** 2 for x, _ in scores)
    if spread == 0.0:
        return None
    return sum((x - week) * (y - score) for x, y in scores) / spread


def advice(
    *, weeks: int, sessions: int, change: Change, mdc_deg: float, score_slope: float | None
) -> Advice | None:
    """Who can check why nothing improves, or None.

    What was not measured is no plateau: both changes and the slope must be known. A knee that
    measures worse beyond the error has not improved either, and gets words of its own.

    Args:
        weeks: since the first session.
        sessions: trained in them.
        change: of the re-test.
        mdc_deg: of this person, from `mdc_fppa_deg`.
        score_slope: of the session scores, from `slope`.
    """
    if weeks < WEEKS or sessions < SESSIONS:
        return None
    if change.fppa_deg is None or change.kmd is None or score_slope is None:
        return None
    if change.fppa_deg <= -mdc_deg or change.kmd <= -KMD_MDC or score_slope > 0.0:
        return None
    worse = change.fppa_deg >= mdc_deg or change.kmd >= KMD_MDC
    key = "flag.measures_worse" if worse else "flag.no_improvement"
    return Advice(Reason(key, {"weeks": weeks, "sessions": sessions}), "therapist")
