"""What a pose is: 33 landmarks of one person at one moment, as seen by one camera.

Owns the only data type that crosses from the camera code into the rest of the program.
It has no room for a picture, which is how "no picture leaves the camera code" is kept.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

FARTHEST: Final = 1e9
"""No landmark is farther, in px or m; squares of what is far beyond overflow."""
LANDMARK_COUNT: Final = 33


class Landmark(IntEnum):
    """BlazePose's 33 landmarks. *Left* and *right* are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person's landmarks in one camera frame.

    Attributes:
        t_s: capture time, monotonic seconds on the one clock of the run.
        xy_px: float64 [33, 2], image px, u right and v down, of the raw (not mirrored) frame.
            NaN where unknown; all NaN when nobody is followed.
        visibility: float64 [33], 0..1, the model's own belief that the landmark is seen.
        world_m: float64 [33, 3], metres about the mid-hip; x image right, y down, z away
            from the camera. NaN where unknown.
        width_px, height_px: size of the frame.
        focal_px: focal length of the lens in px of the frame; None: not known.
        dark: there is too little light to trust the landmarks.

    The arrays are read-only.
    """

    t_s: float
    xy_px: FloatArray
    visibility: FloatArray
    world_m: FloatArray
    width_px: int
    height_px: int
    focal_px: float | None = None
    dark: bool = False

    def __post_init__(self) -> None:
        """Check the shapes and freeze the arrays.

        Raises:
            ValueError: an array has the wrong shape.
        """
        for name, shape in (
            ("xy_px", (LANDMARK_COUNT, 2)),
            ("visibility", (LANDMARK_COUNT,)),
            ("world_m", (LANDMARK_COUNT, 3)),
        ):
            array = np.array(getattr(self, name), dtype=np.float64)
            if array.shape != shape:
                message = f"Pose.{name} must have shape {shape}, not {array.shape}"
                raise ValueError(message)
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def present(self) -> bool:
        """Whether somebody is followed in this frame."""
        return bool(np.isfinite(self.xy_px).any())

    @classmethod
    def absent(
        cls,
        t_s: float,
        width_px: int,
        height_px: int,
        *,
        focal_px: float | None = None,
        dark: bool = False,
    ) -> "Pose":
        """A frame in which nobody is followed."""
        return cls(
            t_s=t_s,
            xy_px=np.full((LANDMARK_COUNT, 2), np.nan),
            visibility=np.zeros(LANDMARK_COUNT),
            world_m=np.full((LANDMARK_COUNT, 3), np.nan),
            width_px=width_px,
            height_px=height_px,
            focal_px=focal_px,
            dark=dark,
        )
