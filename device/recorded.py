"""Reads landmark recordings (device/recording.py) back as a pose source, line by line."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from device.errors import RecordingError
from device.recording import FORMAT, VERSION
from exercises.pose import FARTHEST, LANDMARK_COUNT, FloatArray, Pose

_MAX_LINE_BYTES: Final = 100_000  # a pose line has about 3,000; more is no recording
_AGAIN: Final = "Make it again with: plumbline analyze CLIP --landmarks FILE.jsonl"


class RecordedPoses:
    """A recording as a pose source.

    Args:
        path: the recording.

    Raises:
        RecordingError: it is absent, empty, or not a recording this version can read.
    """

    def __init__(self, path: Path) -> None:
        """Open the file and check its header."""
        self._path = path
        self._number = 0
        self._last_s = -math.inf
        try:
            self._file = path.open("rb")
        except FileNotFoundError as error:
            message = f"No such file: {path}"
            raise RecordingError(message, remedy="Check the name and the folder.") from error
        except OSError as error:
            message = f"{path} cannot be opened ({error.strerror})"
            raise RecordingError(message, remedy="Name a recording you may read.") from error
        try:
            self._header = self._read_header()
        except RecordingError:
            self._file.close()
            raise

    @property
    def name(self) -> str:
        """What the poses were taken from."""
        return self._header.name

    @property
    def model_name(self) -> str:
        """Id of the model that made the poses."""
        return self._header.model

    @property
    def live(self) -> bool:
        """False: a recording waits for its reader."""
        return False

    @property
    def frame_count(self) -> int | None:
        """Poses to expect, or None when unknown."""
        return self._header.frame_count

    def read(self) -> Pose | None:
        """The next pose, or None at the end.

        Raises:
            RecordingError: a line is broken; the message says which and how.
        """
        line = None if self._file.closed else self._next_line()
        if line is None:
            return None
        pose = line.pose(self._header.width_px, self._header.height_px)
        if pose.t_s <= self._last_s:
            line.refuse("its time is not after the line before")
        self._last_s = pose.t_s
        return pose

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._file.close()

    def _read_header(self) -> "_Header":
        line = self._next_line()
        if line is None:
            message = f"{self._path} is empty"
            raise RecordingError(message, remedy=_AGAIN)
        return line.header()

    def _next_line(self) -> "_Line | None":
        """The next line; None at the end of the file."""
        raw = self._file.readline(_MAX_LINE_BYTES)
        self._number += 1
        if not raw:
            return None
        try:
            fields = json.loads(raw, parse_constant=_not_finite)
        except (ValueError, RecursionError):  # JSON broken or nested too deep, or no text
            fields = None
        if not isinstance(fields, dict):
            if self._number == 1:
                raise _not_a_recording(self._path)
            _Line(self._path, self._number, {}).refuse("it is not a complete line of JSON")
        return _Line(self._path, self._number, fields)


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    model: str
    width_px: int
    height_px: int
    frame_count: int | None


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file, and where it stands."""

    path: Path
    number: int
    fields: dict[str, Any]

    def refuse(self, problem: str) -> NoReturn:
        """Say what is wrong with this line."""
        message = f"{self.path}, line {self.number}, cannot be read: {problem}"
        raise RecordingError(message, remedy=_AGAIN)

    def header(self) -> _Header:
        """This line as the header."""
        if self.fields.get("format") != FORMAT:
            raise _not_a_recording(self.path)
        version = self.fields.get("version")
        if not isinstance(version, int):
            self.refuse('"version" must be a whole number')
        if version > VERSION:
            message = f"{self.path} was made by a newer plumbline (recording version {version})"
            raise RecordingError(message, remedy="Update plumbline to read it.")
        for key in ("name", "model"):
            if not isinstance(self.fields.get(key), str):
                self.refuse(f'"{key}" must be text')
        for key in ("width_px", "height_px"):
            if not _is_count(self.fields.get(key)) or self.fields[key] == 0:
                self.refuse(f'"{key}" must be a whole number above 0')
        frame_count = self.fields.get("frame_count")
        if frame_count is not None and not _is_count(frame_count):
            self.refuse('"frame_count" must be a whole number or null')
        return _Header(
            name=self.fields["name"],
            model=self.fields["model"],
            width_px=self.fields["width_px"],
            height_px=self.fields["height_px"],
            frame_count=frame_count,
        )

    def pose(self, width_px: int, height_px: int) -> Pose:
        """This line as a pose."""
        t_s = self.fields.get("t")
        if isinstance(t_s, bool) or not isinstance(t_s, int | float) or not math.isfinite(t_s):
            self.refuse('"t" must be a number of seconds')
        if "xy" not in self.fields:
            self.refuse('"xy" is missing')
        focal_px, dark = self._focal_px(), self.fields.get("dark") is True
        if self.fields["xy"] is None:
            return Pose.absent(float(t_s), width_px, height_px, focal_px=focal_px, dark=dark)
        return Pose(
            t_s=float(t_s),
            xy_px=self._numbers("xy", LANDMARK_COUNT, 2),
            visibility=np.nan_to_num(self._numbers("v", LANDMARK_COUNT)),
            world_m=self._numbers("w", LANDMARK_COUNT, 3),
            width_px=width_px,
            height_px=height_px,
            focal_px=focal_px,
            dark=dark,
        )

    def _focal_px(self) -> float | None:
        """The lens of this pose, if known."""
        focal_px = self.fields.get("f")
        if focal_px is None:
            return None
        known = isinstance(focal_px, int | float) and not isinstance(focal_px, bool)
        if not (known and math.isfinite(focal_px) and focal_px > 0):
            self.refuse('"f" must be a number of px above 0')
        return float(focal_px)

    def _numbers(self, key: str, *shape: int) -> FloatArray:
        """A nested list of numbers and nulls as an array; null becomes NaN."""
        try:
            array = np.array(self.fields.get(key), dtype=np.float64)  # null turns into NaN
        except (TypeError, ValueError, OverflowError):
            array = np.empty(0)
        if array.shape != shape:
            size = " x ".join(str(length) for length in shape)
            self.refuse(f'"{key}" must hold {size} numbers')
        if np.isinf(array).any():
            self.refuse(f'"{key}" holds a number that is not finite')
        if (np.abs(array) > FARTHEST).any():
            self.refuse(f'"{key}" holds a number beyond {FARTHEST:.0e}')
        return array


def _not_finite(_name: str) -> float:
    """Stands for NaN and Infinity, which Python reads though they are no JSON: never valid."""
    return math.inf


def _not_a_recording(path: Path) -> RecordingError:
    message = f"{path} is not a landmark recording"
    return RecordingError(message, remedy="Name a clip, or a .jsonl file made by plumbline.")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
