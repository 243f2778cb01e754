"""Standing against moving alignment: what training can change, said gently.

Spec/angle-core.md section 6, "Structural vs dynamic". A camera cannot tell bone shape from
posture, so nothing here names a cause, and no label "structural" exists to be stored.
"""

from typing import Final

from mirror.programme.flags import Route
from mirror.programme.plateau import Advice
from mirror.programme.reason import Reason

STRAIGHT_DEG: Final = 5.0
INWARD_DEG: Final = 8.0
MOVED_DEG: Final = 5.0
"""Standing up to 5, above 8, and 5 more in movement (spec section 6)."""

CHECK: Final[Route] = "orthopaedic"
"""The spec says "an orthopaedic or PT check is sensible", and only if noticeable or fixed."""


def compare(
    together_deg: float | None, apart_deg: float | None, moving_deg: float | None
) -> Reason | Advice | None:
    """What the two say of one knee; None when one was not measured or nothing stands out.

    Args:
        together_deg: FPPA standing with the feet together, positive = inward.
        apart_deg: FPPA standing hip-wide.
        moving_deg: FPPA at the bottom of a squat or single-leg squat.
    """
    if together_deg is None or apart_deg is None or moving_deg is None:
        return None
    most, least = max(together_deg, apart_deg), min(together_deg, apart_deg)
    # A squat is done hip-wide: that standing is the one it is compared with.
    more_deg = moving_deg - apart_deg
    values = {"standing_deg": round(apart_deg), "moving_deg": round(moving_deg)}
    if most <= STRAIGHT_DEG:
        return Reason("standing.movement", values) if more_deg >= MOVED_DEG else None
    if least > INWARD_DEG and abs(more_deg) < MOVED_DEG:
        return Advice(Reason("standing.inward_too", values), CHECK)
    return Reason("standing.mixed", values)
