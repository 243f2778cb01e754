"""Counts reps in clips that were changed: what a mirror, another camera or room would show.

    .venv/bin/python -m scripts.changed_clips FOLDER [--model full-int8]

A folder as for `scripts/evaluate`. A line a clip: what was counted, changed in each way, against
the truth; then in how many clips the count was right, and the reps counted under an exercise that
the clip does not show. Nothing is written, no picture is kept.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from device.build import open_estimator
from device.drivers.camera_file import FileCamera
from device.errors import DeviceError
from device.frame import GREY, Frame, Plane, Yuv, upright
from device.sources import CameraPoses
from exercises import registry
from scripts.evaluation.clips import Clip, find
from scripts.evaluation.errors import EvaluationError
from scripts.evaluation.run import run

Change = Callable[[Yuv], Yuv]
FloatPlane = npt.NDArray[np.float32]
_DIM: Final = 0.55  # of the brightness
_NOISE: Final = 12.0  # standard deviation, of 255
_WIDER: Final = 1.5  # a wall all around, so that the person is a third smaller
_WALL_LUMA: Final = 110
_BRIGHT: Final = 1.3  # of the brightness, so that what is white is lost
_BLUR: Final = 0.004  # standard deviation, of the longer side
_TILT_DEG: Final = 4.0
_BARREL: Final = 0.35  # bent outwards, as by a wide lens: share at the corners
_SHAKE: Final = 0.004  # of the picture's size, each picture, and back by a seventh
_PAN: Final = 0.06  # of the picture's width to either side, in so many pictures to and fro
_ZOOM: Final = 0.04
_CYCLE: Final = 240
_SIDES: Final = (1.35, 0.45)  # brightness left and right: a window on one side
_GLASS: Final = 0.3  # what a two-way mirror lets through, with noise and a second reflection
_GLASS_NOISE: Final = 6.0
_GHOST: Final = 0.12
_QUALITY: Final = 8  # JPEG's, of 100: as a bad stream looks
_RANDOM: Final = np.random.default_rng(0)


def main() -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="full-int8")
    options = parser.parse_args()
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    try:
        clips = find(options.folder, registry.names())
        print(
            "| clip | truth | " + " | ".join(CHANGES) + " |\n" + "|---" * (2 + len(CHANGES)) + "|"
        )
        for clip in clips:
            counted = []
            for name in CHANGES:
                own, others = _count(clip, name, options.model)
                counted.append(own)
                right[name] += own == clip.count
                wrong[name] += others
            cells = [clip.name, clip.count, *counted]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)
    except (DeviceError, EvaluationError) as error:
        print(error, file=sys.stderr)
        return 2
    for words, sums in ((f"right, of {len(clips)}", right), ("under another exercise", wrong)):
        print(f"| {words} | | " + " | ".join(str(sums[name]) for name in CHANGES) + " |")
    return 0


def _count(clip: Clip, name: str, model: str) -> tuple[int, int]:
    """Reps as `ClipRun.counted`, and those counted under exercises that the clip does not show."""
    camera = _ChangedClip(clip.path, CHANGES[name], every=2 if name == HALF_RATE else 1)
    done = run(clip, CameraPoses(camera, open_estimator(model, lying=clip.lying)))
    others = sum(result.count for name, result in done.results.items() if name != clip.exercise)
    return done.counted, others


class _ChangedClip(FileCamera):
    """A clip of which each picture is changed, or pictures are left out."""

    def __init__(self, path: Path, change: Change, *, every: int) -> None:
        super().__init__(path)
        self._change, self._every = change, every

    def read(self) -> Frame | None:
        frame = super().read()
        for _ in range(1, self._every):
            frame = super().read()
        if frame is None or not isinstance(frame.picture, Yuv):
            return frame
        return replace(frame, picture=self._change(frame.picture))


def _mirrored(yuv: Yuv) -> Yuv:
    turned = upright(yuv, 0, flipped=True)
    return turned if isinstance(turned, Yuv) else yuv


def _small(yuv: Yuv) -> Yuv:
    """Half as wide and high."""
    high, wide = (length // 4 for length in yuv.y.shape)

    def shrunk(plane: Plane, size: tuple[int, int]) -> Plane:
        return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)

    half = (wide, high)
    return Yuv(shrunk(yuv.y, (2 * wide, 2 * high)), shrunk(yuv.u, half), shrunk(yuv.v, half))


def _lit(share: float | FloatPlane) -> Change:
    """So much of the brightness."""

    def lit(yuv: Yuv) -> Yuv:
        luma = 16 + (yuv.y.astype(np.float32) - 16) * share
        return replace(yuv, y=np.clip(luma, 0, 255).astype(np.uint8))

    return lit


def _grey(yuv: Yuv) -> Yuv:
    return Yuv(yuv.y, np.full_like(yuv.u, GREY), np.full_like(yuv.v, GREY))


def _each(change: Callable[[Plane], object]) -> Change:
    """The same with each plane, whatever its size."""

    def changed(yuv: Yuv) -> Yuv:
        return Yuv(*(np.asarray(change(plane), np.uint8) for plane in (yuv.y, yuv.u, yuv.v)))

    return changed


def _blurred(plane: Plane) -> object:
    return cv2.GaussianBlur(plane, (0, 0), _BLUR * max(plane.shape))


def _squeezed(plane: Plane) -> object:
    _, packed = cv2.imencode(".jpg", plane, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)


def _tilted(angle_deg: float) -> Change:
    def tilted(plane: Plane) -> object:
        high, wide = plane.shape
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle_deg, 1.0)
        return cv2.warpAffine(plane, turn, (wide, high), borderMode=cv2.BORDER_REPLICATE)

    return _each(tilted)


def _farther(yuv: Yuv) -> Yuv:
    def framed(plane: Plane, fill: int) -> Plane:
        high, wide = plane.shape
        tall, broad = (int(length * _WIDER) // 4 * 4 for length in yuv.y.shape)
        if plane is not yuv.y:
            tall, broad = tall // 2, broad // 2
        out = np.full((tall, broad), fill, np.uint8)
        top, left = (tall - high) // 2, (broad - wide) // 2
        out[top : top + high, left : left + wide] = plane
        return out

    return Yuv(framed(yuv.y, _WALL_LUMA), framed(yuv.u, GREY), framed(yuv.v, GREY))


@cache
def _lens(high: int, wide: int) -> tuple[FloatPlane, FloatPlane]:
    """Columns and rows [high, wide] of the picture behind a wide lens."""
    half = np.hypot(high, wide) / 2
    across, down = np.meshgrid(
        (np.arange(wide) - wide / 2) / half, (np.arange(high) - high / 2) / half
    )
    grown = (1 + _BARREL * (across**2 + down**2)) / (1 + _BARREL / 3) * half
    columns, rows = across * grown + wide / 2, down * grown + high / 2
    return columns.astype(np.float32), rows.astype(np.float32)


def _bent(plane: Plane) -> object:
    """As through a wide lens, the middle larger than the rim."""
    grid = _lens(*plane.shape)
    return cv2.remap(plane, *grid, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


class _Shaken:
    """Held by a hand: each picture a little beside the last."""

    def __init__(self) -> None:
        self._at = np.zeros(2)

    def __call__(self, yuv: Yuv) -> Yuv:
        self._at = self._at * (6 / 7) + _RANDOM.normal(0.0, _SHAKE, 2)
        return _each(self._moved)(yuv)

    def _moved(self, plane: Plane) -> object:
        high, wide = plane.shape
        by = np.array([[1, 0, self._at[0] * wide], [0, 1, self._at[1] * high]])
        return cv2.warpAffine(plane, by, (wide, high), borderMode=cv2.BORDER_REPLICATE)


class _Swung:
    """A camera that pans or zooms to and fro, with more of the rim around the picture."""

    def __init__(self, *, pan: float = 0.0, zoom: float = 0.0) -> None:
        self._pan, self._zoom, self._number = pan, zoom, 0

    def __call__(self, yuv: Yuv) -> Yuv:
        self._number += 1
        return _each(self._moved)(yuv)

    def _moved(self, plane: Plane) -> object:
        high, wide = plane.shape
        swing = math.sin(math.tau * self._number / _CYCLE)
        scale = 1.0 - 2.0 * self._pan + self._zoom * swing
        left, top = wide / 2 * (1.0 - scale) + swing * self._pan * wide, high / 2 * (1.0 - scale)
        by = np.array([[scale, 0, left], [0, scale, top]])
        return cv2.warpAffine(plane, by, (wide, high), borderMode=cv2.BORDER_REPLICATE)


def _from_one_side(yuv: Yuv) -> Yuv:
    return _lit(np.linspace(*_SIDES, yuv.y.shape[1], dtype=np.float32))(yuv)


def _through_glass(yuv: Yuv) -> Yuv:
    beside = max(1, yuv.y.shape[1] // 160)
    twice = (1 - _GHOST) * yuv.y + _GHOST * np.roll(yuv.y, (beside, beside), (0, 1))
    luma = 16 + (twice - 16) * _GLASS + _RANDOM.normal(0.0, _GLASS_NOISE, twice.shape)
    u, v = (GREY + (plane.astype(np.float32) - GREY) * _GLASS for plane in (yuv.u, yuv.v))
    return Yuv(*(np.clip(plane, 0, 255).astype(np.uint8) for plane in (luma, u, v)))


def _noisy(yuv: Yuv) -> Yuv:
    noise = _RANDOM.normal(0.0, _NOISE, yuv.y.shape)
    return replace(yuv, y=np.clip(yuv.y + noise, 0, 255).astype(np.uint8))


HALF_RATE: Final = "half the pictures"
CHANGES: Final[Mapping[str, Change]] = {
    "as it is": lambda yuv: yuv,
    "mirrored": _mirrored,
    "half as large": _small,
    "dim": _lit(_DIM),
    "bright": _lit(_BRIGHT),
    "grey": _grey,
    "a third smaller": _farther,
    "noisy": _noisy,
    "blurred": _each(_blurred),
    "squeezed": _each(_squeezed),
    "tilted to the left": _tilted(_TILT_DEG),
    "tilted to the right": _tilted(-_TILT_DEG),
    "wide lens": _each(_bent),
    "shaken": _Shaken(),
    "panned": _Swung(pan=_PAN),
    "zoomed": _Swung(zoom=_ZOOM),
    "lit from one side": _from_one_side,
    "through the mirror": _through_glass,
    HALF_RATE: lambda yuv: yuv,
}

if __name__ == "__main__":
    sys.exit(main())
