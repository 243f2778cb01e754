"""A camera frame. Only code inside `device` may hold one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BgrImage = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        t_s: capture time, monotonic seconds; for a file, seconds since its first frame.
        bgr: uint8 [height, width, 3], blue-green-red, not mirrored. Nobody writes
            to it again, so threads may pass it on.
    """

    t_s: float
    bgr: BgrImage
