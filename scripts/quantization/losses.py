"""How far a student is from its teacher: one number to learn by, and several to look at.

Places count as the mirror reads them: by the number, and by the heat map around it
(device/pose/heatmap.py). The joints that exercises are judged by count most.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch.nn import functional

from device.pose.heatmap import PX_PER_CELL
from device.pose.narrow import LEFT_PX
from scripts.quantization.lesson import LANDMARKS, POINTS, PRESENT, Lesson
from scripts.quantization.student import Answer

_ARMS: Final = (11, 12, 13, 14, 15, 16)
_LEGS: Final = (23, 24, 25, 26, 27, 28)
_FEET: Final = (29, 30, 31, 32)
_ALIGNMENT: Final = (33, 34)  # they decide where the next frame is looked at
_JOINTS: Final = (*_ARMS, *_LEGS)
_REACH: Final = torch.arange(-4, 5)  # cells around a point, as in heatmap.py
_SURE: Final = 0.09  # square of the belief below which heatmap.py does not use a map


def _importance() -> torch.Tensor:
    """Weight of each point [39]."""
    weights = torch.ones(POINTS)
    weights[[*_ARMS, *_FEET]] = 3.0
    weights[[*_LEGS, *_ALIGNMENT]] = 5.0
    weights[_ALIGNMENT[-1] + 1 :] = 0.2  # never read
    return weights


def _world_importance() -> torch.Tensor:
    """Weight of each world point [33]: hips and shoulders tell how far a pelvis rolls."""
    weights = torch.ones(LANDMARKS)
    weights[[*_LEGS]] = 4.0
    weights[[11, 12]] = 6.0
    weights[[23, 24]] = 10.0
    return weights


_IMPORTANCE: Final = _importance()
_WORLD_IMPORTANCE: Final = _world_importance()


def inputs(lessons: Sequence[Lesson]) -> torch.Tensor:
    """What to show the student, [n, 3, 256, width]."""
    return torch.from_numpy(np.stack([one.rgb for one in lessons])).permute(0, 3, 1, 2)


def right(lessons: Sequence[Lesson]) -> Answer:
    """What it should say, but `presence` from 0 to 1."""
    return Answer(
        points=torch.from_numpy(np.stack([one.points for one in lessons])),
        presence=torch.tensor([one.presence for one in lessons]),
        world_m=torch.from_numpy(np.stack([one.world_m for one in lessons])),
        maps=torch.from_numpy(np.stack([one.maps for one in lessons])).permute(0, 3, 1, 2),
    )


def loss(said: Answer, lessons: Sequence[Lesson]) -> torch.Tensor:
    """Mean over the lessons; where nobody is, only the belief in that counts."""
    true = right(lessons)
    known = torch.from_numpy(np.stack([one.known for one in lessons]))
    belief = torch.sigmoid(true.maps)
    cross = functional.binary_cross_entropy_with_logits
    surprise = cross(said.maps, belief, reduction="none") - functional.binary_cross_entropy(
        belief.clamp(1e-6, 1 - 1e-6), belief, reduction="none"
    )
    maps = _weighted((surprise * known[:, None, None, :]).sum((2, 3)))
    places = _weighted(_map_errors_px(said, true))
    points = _weighted(_point_errors_px(said, true))
    depth = (said.points[..., 2] - true.points[..., 2]).abs().mean(1)
    seen = cross(
        said.points[:, :LANDMARKS, 3:],
        torch.sigmoid(true.points[:, :LANDMARKS, 3:]),
        reduction="none",
    ).mean((1, 2))
    world = _world_errors_m(said, true) @ _WORLD_IMPORTANCE / _WORLD_IMPORTANCE.sum()
    presence = cross(said.presence, true.presence, reduction="none")
    whole = 0.15 * maps + 0.6 * places + 0.12 * points + 0.02 * depth + seen + 60 * world
    return ((true.presence > PRESENT).float() * whole + 0.5 * presence).mean()


def errors(said: Answer, lessons: Sequence[Lesson]) -> dict[str, float]:
    """Differences to look at: of 12 joints in crop px, of the legs in the world, of beliefs."""
    true = right(lessons)
    places = _map_errors_px(said, true)[:, list(_JOINTS)].numpy()
    points = _point_errors_px(said, true)[:, list(_JOINTS)].numpy()
    seen, truly_seen = (torch.sigmoid(one.points[:, :LANDMARKS, 3:]) for one in (said, true))
    return {
        "map px": float(places.mean()),
        "map px 95 %": float(np.percentile(places, 95)),
        "point px": float(points.mean()),
        "point px 95 %": float(np.percentile(points, 95)),
        "world mm": 1000 * float(_world_errors_m(said, true)[:, list(_LEGS)].mean()),
        "visible": float((seen - truly_seen).abs().mean()),
        "present": float((torch.sigmoid(said.presence) - true.presence).abs().mean()),
    }


def _weighted(values: torch.Tensor) -> torch.Tensor:
    """Mean [n] over points [n, 39], by their importance."""
    return values @ _IMPORTANCE / _IMPORTANCE.sum()


def _map_errors_px(said: Answer, true: Answer) -> torch.Tensor:
    """[n, 39]: between the places that both maps show near the right point; 0 if it is unsure."""
    start = true.points[:, :, :2] - torch.tensor([LEFT_PX, 0])
    cell = torch.floor(start / PX_PER_CELL).long()
    place, _ = _centres(said.maps, cell)
    true_place, peak = _centres(true.maps, cell)
    # The small number keeps the root's slope finite where both agree.
    apart = torch.sqrt(((place - true_place) ** 2).sum(-1) + 1e-4) * PX_PER_CELL
    return apart * (peak > _SURE)


def _centres(maps: torch.Tensor, cell: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What heatmap.py makes of maps [n, 39, rows, columns], so that torch can follow it.

    Args:
        maps: logits.
        cell: [n, 39, 2], column and row of the window's middle.

    Returns:
        Centre of gravity from the middle [n, 39, 2], cells, and the largest weight [n, 39].
    """
    count, points, high, wide = maps.shape
    columns, rows = cell[..., 0, None] + _REACH, cell[..., 1, None] + _REACH
    within = ((columns >= 0) & (columns < wide))[:, :, None, :]
    within = within & ((rows >= 0) & (rows < high))[:, :, :, None]
    index = rows.clamp(0, high - 1)[..., None] * wide + columns.clamp(0, wide - 1)[:, :, None]
    window = torch.gather(maps.reshape(count, points, -1), 2, index.flatten(2))
    weight = torch.sigmoid(window).reshape(index.shape) ** 2 * within
    whole = weight.sum((2, 3)).clamp_min(1e-6)
    across, down = (weight.sum(2) * _REACH).sum(-1), (weight.sum(3) * _REACH).sum(-1)
    return torch.stack([across / whole, down / whole], -1), weight.amax((2, 3))


def _point_errors_px(said: Answer, true: Answer) -> torch.Tensor:
    return torch.sqrt(((said.points[..., :2] - true.points[..., :2]) ** 2).sum(-1) + 1e-2)


def _world_errors_m(said: Answer, true: Answer) -> torch.Tensor:
    apart = ((said.world_m - true.world_m) ** 2).sum(-1)
    return torch.sqrt(apart + 1e-6)[:, :LANDMARKS]
