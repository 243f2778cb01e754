"""How the screen hangs behind the glass: a setting of the installation, the same for all scenes."""

from dataclasses import dataclass
from typing import Final, Literal

Rotation = Literal[0, 90, 180, 270]
"""Degrees clockwise by which the picture is turned on the screen."""

GaugeSide = Literal["left", "right"]

ROTATIONS: Final[tuple[Rotation, ...]] = (0, 90, 180, 270)
LEAST_BRIGHTNESS: Final = 0.1  # the lowest of ten steps: for a dark room


@dataclass(frozen=True, slots=True)
class Glass:
    """How pictures are put on the screen.

    Attributes:
        rotation: degrees clockwise. A screen hung upright with its own top at the person's left
            needs 90, with its top at the right 270. KMSDRM does not turn pictures; we do.
        gauge_side: where the count and the gauges are; the figure is on the other side.
        brightness: 0.1..1 of full light.

    Raises:
        ValueError: a value is none of these.
    """

    rotation: Rotation = 0
    gauge_side: GaugeSide = "left"
    brightness: float = 1.0

    def __post_init__(self) -> None:
        """Check the values."""
        if self.rotation not in ROTATIONS:
            message = f"rotation is one of {ROTATIONS}, not {self.rotation}"
            raise ValueError(message)
        if self.gauge_side not in {"left", "right"}:
            message = f'gauge_side is "left" or "right", not "{self.gauge_side}"'
            raise ValueError(message)
        if not LEAST_BRIGHTNESS <= self.brightness <= 1.0:
            message = f"brightness is {LEAST_BRIGHTNESS} to 1, not {self.brightness}"
            raise ValueError(message)

    @property
    def sideways(self) -> bool:
        """Whether width and height change places."""
        return self.rotation in {90, 270}
