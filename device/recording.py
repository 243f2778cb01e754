"""Writes landmark recordings: a set of poses as lines of JSON, without any picture.

The first line is a header, then follows one line per pose. Missing values are null; `xy`
is null where nobody was followed. Focal length (`f`) and darkness stand only where there are any.
`device/recorded.py` reads them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from device.errors import RecordingError
from exercises.pose import FloatArray, Pose

FORMAT: Final = "plumbline-landmarks"
VERSION: Final = 1
SUFFIX: Final = ".jsonl"


class RecordingWriter:
    """Writes poses to a file, replacing what was there.

    Args:
        path: the file to write.
        name: what the poses were taken from.
        model: id of the model that made them.
        frame_count: poses to expect, or None.

    Raises:
        RecordingError: the file cannot be written.
    """

    def __init__(self, path: Path, *, name: str, model: str, frame_count: int | None) -> None:
        """Open the file, so that a wrong folder is noticed before the work is done."""
        self._path = path
        self._head: dict[str, object] | None = {
            "format": FORMAT,
            "version": VERSION,
            "name": name,
            "model": model,
            "frame_count": frame_count,
        }
        try:
            self._file = path.open("w", encoding="utf-8")
        except OSError as error:
            raise self._failure(error) from error

    def write(self, pose: Pose) -> None:
        """Append a pose; the first one gives the header its frame size.

        Raises:
            RecordingError: the disk is full or the file is gone.
        """
        if self._head is not None:
            self._put(self._head | {"width_px": pose.width_px, "height_px": pose.height_px})
            self._head = None
        self._put(
            {
                "t": round(pose.t_s, 6),
                "xy": _rounded(pose.xy_px, 2) if pose.present else None,
                "v": _rounded(pose.visibility, 3),
                "w": _rounded(pose.world_m, 4),
                **({} if pose.focal_px is None else {"f": round(pose.focal_px, 2)}),
                **({"dark": True} if pose.dark else {}),
            }
        )

    def close(self) -> None:
        """Finish the file; may be called twice.

        Raises:
            RecordingError: the last lines could not be written.
        """
        try:
            self._file.close()
        except OSError as error:
            raise self._failure(error) from error

    def _put(self, line: Mapping[str, object]) -> None:
        text = json.dumps(line, separators=(",", ":"), allow_nan=False)
        try:
            self._file.write(text + "\n")
        except OSError as error:
            raise self._failure(error) from error

    def _failure(self, error: OSError) -> RecordingError:
        message = f"{self._path} cannot be written ({error.strerror})"
        return RecordingError(message, remedy="Name a file in a folder you may write to.")


def _rounded(array: FloatArray, digits: int) -> object:
    """Nested lists, with None for what is not a finite number."""
    rounded = np.round(array, digits)
    listed = rounded.astype(object)
    listed[~np.isfinite(rounded)] = None
    return listed.tolist()
