"""What `plumbline analyze` was asked for, and whether it can be done: checked before the work."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.errors import UserError

RECORDING_SUFFIX: Final = ".jsonl"
PLOT_SUFFIXES: Final = (".png", ".svg", ".pdf")


@dataclass(frozen=True, slots=True)
class AnalyzeOptions:
    """The choices of one `analyze`.

    Attributes:
        clips: video files or recordings, as typed.
        exercise: name of the exercise in all of them.
        model: as in `device.pose.models.choose`.
        json: print JSON instead of tables.
        plot, annotate, landmarks: files to write, or None.
    """

    clips: tuple[str, ...]
    exercise: str
    model: str = "auto"
    json: bool = False
    plot: Path | None = None
    annotate: Path | None = None
    landmarks: Path | None = None


def check_outputs(options: AnalyzeOptions) -> None:
    """Refuse files that cannot be written, before minutes are spent on the clip.

    Raises:
        UserError: one of them cannot; says which and what to do.
    """
    for option, path, suffixes in (
        ("--plot", options.plot, PLOT_SUFFIXES),
        ("--annotate", options.annotate, (".mp4",)),
        ("--landmarks", options.landmarks, (RECORDING_SUFFIX,)),
    ):
        if path is None:
            continue
        if len(options.clips) > 1:
            message = f"{option} takes one clip, and {len(options.clips)} were named"
            raise UserError(message, remedy="Run it once for each clip.")
        _check_output(option, path, suffixes, Path(options.clips[0]))
    if options.annotate is not None and Path(options.clips[0]).suffix == RECORDING_SUFFIX:
        message = f"{options.clips[0]} is a recording of landmarks: it has no picture to draw on"
        raise UserError(message, remedy="Use --annotate with the clip it was made from.")


def check_clip(clip: str) -> None:
    """Refuse what is no file.

    Raises:
        UserError: it is absent or a folder.
    """
    path = Path(clip)
    try:
        if path.is_dir():
            message = f"{path} is a folder"
            raise UserError(message, remedy=f"Name the clips in it, such as {path / '*.mp4'}.")
        if not path.exists():
            message = f"No such file: {clip}"
            raise UserError(message, remedy="Check the name and the folder.")
    except OSError as error:
        message = f"{clip[:80]} cannot be opened ({error.strerror})"
        raise UserError(message, remedy="Check the name and the folder.") from error


def _check_output(option: str, path: Path, suffixes: tuple[str, ...], clip: Path) -> None:
    if path.suffix.lower() not in suffixes:
        message = f"{option} cannot write {path.name}"
        remedy = f"Name a file ending in {' or '.join(suffixes)}."
        raise UserError(message, remedy=remedy)
    if not path.parent.is_dir():
        message = f"There is no folder {path.parent} to write {path.name} in"
        raise UserError(message, remedy=f"Make it with: mkdir -p {path.parent}")
    if path.is_dir():
        message = f"{path} is a folder"
        raise UserError(message, remedy="Name a file to write.")
    if path.exists() and not os.access(path, os.W_OK):
        message = f"{path} cannot be written (it is write-protected)"
        raise UserError(message, remedy="Name another file, or allow writing to this one.")
    if path.exists() and clip.exists() and path.samefile(clip):
        message = f"{option} would overwrite the clip itself, {path}"
        raise UserError(message, remedy="Name another file.")
