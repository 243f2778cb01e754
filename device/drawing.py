"""Draws a skeleton and words on a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from device.frame import BgrImage
from exercises.pose import Landmark, Pose

_Bgr = tuple[int, int, int]

# Orange and blue of the Okabe-Ito palette, which stay apart for every kind of colour vision.
_LEFT: Final[_Bgr] = (0, 159, 230)
_RIGHT: Final[_Bgr] = (233, 180, 86)
_MIDDLE: Final[_Bgr] = (255, 255, 255)
_OUTLINE: Final[_Bgr] = (20, 20, 20)
_UNSURE: Final[_Bgr] = (150, 150, 150)

_MIN_VISIBILITY: Final = 0.5  # below it the model is guessing: drawn thin and grey
_FONT: Final = cv2.FONT_HERSHEY_DUPLEX
_FONT_PX: Final = 22.0  # height of a capital letter of this font at scale 1
_PANEL_SHADE: Final = 0.35  # brightness left under the words
_SPELLED: Final = str.maketrans(
    {"\u00b0": " deg", "\u2013": "-", "\u2212": "-", "\u00b7": "-", "\u2026": "..."}
)

_SIDED_BONES: Final = (
    ("SHOULDER", "ELBOW"),
    ("ELBOW", "WRIST"),
    ("SHOULDER", "HIP"),
    ("HIP", "KNEE"),
    ("KNEE", "ANKLE"),
    ("ANKLE", "HEEL"),
    ("HEEL", "FOOT_INDEX"),
    ("ANKLE", "FOOT_INDEX"),
)
_MIDDLE_BONES: Final = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
)
_BONES: Final = tuple(
    (Landmark[f"{side}_{start}"], Landmark[f"{side}_{end}"], colour)
    for side, colour in (("LEFT", _LEFT), ("RIGHT", _RIGHT))
    for start, end in _SIDED_BONES
) + tuple((start, end, _MIDDLE) for start, end in _MIDDLE_BONES)
_JOINTS: Final = tuple(dict.fromkeys(mark for start, end, _ in _BONES for mark in (start, end)))


def draw_skeleton(bgr: BgrImage, pose: Pose) -> None:
    """Draw the body's bones and joints onto the picture; nothing when nobody is followed.

    The person's left is orange, the right blue, the middle white. What the model only
    guesses is thin and grey.
    """
    if not pose.present:
        return
    width = max(2, round(min(bgr.shape[:2]) / 160))
    for outline in (True, False):
        for start, end, colour in _BONES:
            _bone(bgr, pose, (start, end), colour=_OUTLINE if outline else colour, width=width)
    for joint in _JOINTS:
        point = _point(pose, joint)
        if point is not None and pose.visibility[joint] >= _MIN_VISIBILITY:
            cv2.circle(bgr, point, width + 2, _OUTLINE, -1, cv2.LINE_AA)
            cv2.circle(bgr, point, width, _MIDDLE, -1, cv2.LINE_AA)


def _bone(
    bgr: BgrImage, pose: Pose, ends: tuple[Landmark, Landmark], *, colour: _Bgr, width: int
) -> None:
    start, end = _point(pose, ends[0]), _point(pose, ends[1])
    if start is None or end is None:
        return
    outline = colour is _OUTLINE
    if pose.visibility[list(ends)].min() < _MIN_VISIBILITY:
        width = max(1, width // 2)
        colour = _OUTLINE if outline else _UNSURE
    cv2.line(bgr, start, end, colour, width + 2 if outline else width, cv2.LINE_AA)


def _point(pose: Pose, mark: Landmark) -> tuple[int, int] | None:
    """A landmark as whole pixels; None where unknown or so far off that OpenCV overflows."""
    x, y = pose.xy_px[mark]
    if not (abs(x) < 4 * pose.width_px and abs(y) < 4 * pose.height_px):  # False for NaN
        return None
    return round(float(x)), round(float(y))


def draw_caption(bgr: BgrImage, title: str, lines: Sequence[str]) -> None:
    """Draw words onto a darkened panel in the top left: the title large, the lines small.

    OpenCV 4's picture font knows only ASCII; a degree sign becomes " deg", anything else "?".
    """
    height, width = bgr.shape[:2]
    margin = round(height * 0.025)
    # About the type sizes of the design: 1/14 of the height, then smaller than 1/24 because
    # this is read on a screen at hand; less where the frame is narrow.
    texts = [(title, height / 14), *((line, height / 28) for line in lines)]
    rows = [_fit(_plain(text), size_px, width - 2 * margin) for text, size_px in texts if text]
    if not rows:
        return
    gap = round(margin * 0.7)
    bottom = 2 * margin - gap + sum(round(row.size_px) + gap for row in rows)
    panel = bgr[:bottom, : 2 * margin + max(row.width_px for row in rows)]
    np.multiply(panel, _PANEL_SHADE, out=panel, casting="unsafe")
    baseline = margin
    for row in rows:
        baseline += round(row.size_px)
        scale, weight = row.size_px / _FONT_PX, max(1, round(row.size_px / 16))
        cv2.putText(bgr, row.text, (margin, baseline), _FONT, scale, _MIDDLE, weight, cv2.LINE_AA)
        baseline += gap


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    size_px: float
    width_px: int


def _fit(text: str, size_px: float, width_px: int) -> _Row:
    """The text at the wanted letter height, or at the one that fits the width."""
    (needed_px, _), _ = cv2.getTextSize(
        text, _FONT, size_px / _FONT_PX, max(1, round(size_px / 16))
    )
    return _Row(text, size_px * min(1.0, width_px / max(1, needed_px)), min(needed_px, width_px))


def _plain(text: str) -> str:
    return text.translate(_SPELLED).encode("ascii", "replace").decode("ascii")
