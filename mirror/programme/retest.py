"""The weekly re-test: 5 squats and 3 single-leg squats a side at a fixed mark (spec section 6)."""

from dataclasses import dataclass
from datetime import date

from mirror.programme.person import NOT_MEASURED, Body


@dataclass(frozen=True, slots=True)
class Retest:
    """One re-test; None where it was not measured.

    Attributes:
        day: when.
        fppa_deg: mean FPPA of both legs, mean of the middle 3 of 5 squats, degrees, + = inward.
        kmd_left, kmd_right: knee over toe, + = inside, in standing shanks, likewise.
        nki: knee separation index (spec §1.3), likewise.
        depth_deg: knee flexion, likewise.
        single_left_deg, single_right_deg: corrected FPPA of the standing leg, mean of 3
            single-leg squats, degrees.
        standing: standing alignment measured with it.
    """

    day: date
    fppa_deg: float | None = None
    kmd_left: float | None = None
    kmd_right: float | None = None
    nki: float | None = None
    depth_deg: float | None = None
    single_left_deg: float | None = None
    single_right_deg: float | None = None
    standing: Body = NOT_MEASURED
