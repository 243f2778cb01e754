"""What `plumbline run` was asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The choices of one run.

    Attributes:
        source: "auto", "pi", "v4l2:/dev/video0", "demo", or the path of a clip or recording.
        exercise: name of the exercise to begin with; None: squat, or what the demo shows.
        model: as in `device.pose.models.choose`.
        window: a window instead of the full screen.
        screenshots: folder for the screenshots of a run without a display; None: the
            data folder.
    """

    source: str = "auto"
    exercise: str | None = None
    model: str = "auto"
    window: bool = False
    screenshots: Path | None = None
