"""What `plumbline run` was asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The choices of one run.

    Attributes:
        source: "auto", "pi", "v4l2:/dev/video0", "demo", or the path of a clip or recording;
            None: as the settings say.
        exercise: name of the exercise to begin with; None: squat, or what the demo shows.
        model: as in `device.pose.models.choose`.
        window: a window instead of the full screen.
        screenshots: folder for the screenshots of a run without a display; None: the
            data folder.
        config: the settings file; None for the usual one.
        data: folder of the records and models; None: the usual one.
        record: file to take the run down in; None: nowhere.
    """

    source: str | None = None
    exercise: str | None = None
    model: str = "auto"
    window: bool = False
    screenshots: Path | None = None
    config: Path | None = None
    data: Path | None = None
    record: Path | None = None


@dataclass(frozen=True, slots=True)
class ReplayOptions:
    """The choices of one replay.

    Attributes:
        file: the recorded run.
        speed: times as fast as it was; None: as fast as it goes, without a window.
        window: a window instead of the full screen.
        screenshots: folder for a picture of each scene; None: none.
    """

    file: Path
    speed: float | None = 1.0
    window: bool = False
    screenshots: Path | None = None
