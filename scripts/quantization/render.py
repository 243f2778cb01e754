"""Renders the pictures that int8 ranges are taken from: other bodies and rooms than the clips.

Every scene has its own body, clothes, room, light, camera and exercise (squat, side-step,
clamshell, half-kneeling stretch, single-leg deadlift), all drawn from its number; so the same
numbers give the same pictures. No frame of `clips/rendered` is among them. Needs the rendered
athlete and its environment (../shared/athlete/README.md), not the project's:

    python scripts/quantization/render.py ATHLETE_FOLDER OUT FIRST_SCENE LAST_SCENE

Draws OUT/scene_NNN_F.jpg. The renderer leaks memory: a few dozen scenes a process.
"""

import importlib
import sys
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

FRAMES: Final = 5
WIDTH_PX: Final = 640
HEIGHT_PX: Final = 480
SKINS: Final = ((224, 185, 160), (196, 150, 120), (150, 105, 80), (110, 75, 55), (80, 55, 40))


def main() -> None:
    """Draw the scenes asked for."""
    athlete_folder, out, first, last = sys.argv[1:]
    sys.path.insert(0, athlete_folder)
    athlete, moves = (importlib.import_module(name) for name in ("athlete", "moves"))
    Path(out).mkdir(parents=True, exist_ok=True)
    for number in range(int(first), int(last)):
        for frame, rgb in enumerate(scene(athlete, moves, np.random.default_rng(10_000 + number))):
            name = f"{out}/scene_{number:03d}_{frame}.jpg"
            cv2.imwrite(name, rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 90])


def scene(athlete: Any, moves: Any, rng: np.random.Generator) -> list[Any]:  # noqa: ANN401 - not typed
    """Frames [480, 640, 3], RGB, of one athlete in one room."""
    look = {name: tuple(rng.integers(20, 230, 3)) for name in ("shirt", "shorts", "shoe", "hair")}
    body = athlete.Body({name: rng.uniform(*ends) for name, ends in BODY.items()})
    kind = str(rng.choice(list(MOVES)))
    lying = kind in ("clamshell", "hipflexor")
    away = rng.uniform(2.3, 3.4)
    stage = athlete.Scene(
        body,
        size=(WIDTH_PX, HEIGHT_PX),
        cam_pos=[rng.uniform(-0.5, 0.5), -away, rng.uniform(0.5, 1.7)],
        look=[rng.uniform(-0.2, 0.2), 0, rng.uniform(0.3, 0.6) if lying else 0.8],
        yfov=rng.uniform(42, 58),
        cols=athlete.colors(body, skin=SKINS[rng.integers(len(SKINS))], **look),
        wall=tuple(rng.integers(60, 235, 3)),
        floor=tuple(rng.integers(50, 200, 3)),
        light=rng.uniform(0.6, 2.6),
    )
    stage.props = [prop(athlete, rng) for _ in range(rng.integers(0, 6))]
    figure = moves.Athlete(body)
    lowest = None
    frames = []
    for _ in range(FRAMES):
        pose, root = MOVES[kind](figure, rng)
        points = body.pose(pose, root)[0]
        if lying:  # these moves are posed about the hip: put them on the floor
            lowest = points[:, 2].min() if lowest is None else lowest
            points = points - [0, 0, lowest]
        noise = rng.normal(0, rng.uniform(0, 8), (HEIGHT_PX, WIDTH_PX, 3))
        lit = 255 * (stage.render(points) / 255) ** rng.uniform(0.7, 1.4)  # a camera's exposure
        frames.append(np.clip(lit + noise, 0, 255).astype(np.uint8))
    return frames


def prop(athlete: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 - not typed
    """A box that stands about."""
    size = rng.uniform(0.2, 0.9, 3)
    box = athlete.trimesh.creation.box(size)
    side = rng.choice([-1, 1])
    box.apply_translation([side * rng.uniform(0.9, 2.2), rng.uniform(0.6, 1.4), size[2] / 2])
    box.visual.vertex_colors = [*rng.integers(30, 230, 3), 255]
    return athlete.pyrender.Mesh.from_trimesh(box, smooth=False)


BODY: Final = {
    "gender": (0.0, 1.0),
    "height": (0.2, 0.9),
    "weight": (0.2, 0.9),
    "muscle": (0.2, 0.8),
    "age": (0.45, 0.85),
}


def squat(figure: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 - not typed
    """Any depth, any valgus, any turn up to the side view."""
    return figure.squat(
        rng.uniform(0, 1),
        tuple(rng.uniform(0, 25, 2)),
        stance=rng.uniform(0.13, 0.28),
        toe=rng.uniform(0, 25),
        yaw=rng.choice([0, 0, 90, -90]) + rng.normal(0, 12),
    )


def clamshell(figure: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 - not typed
    """On either side."""
    return figure.clamshell(
        rng.uniform(0, 45),
        side=str(rng.choice(["L", "R"])),
        roll=rng.uniform(0, 25),
        feet_apart=rng.choice([0, 0.15]),
        hipflex=rng.uniform(30, 60),
        yaw=rng.normal(0, 10),
    )


def sidestep(figure: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 - not typed
    """Feet close to wide."""
    middle, half = rng.uniform(-0.5, 0.5), rng.uniform(0.07, 0.33)
    return figure.sidestep(
        middle + half,
        middle - half,
        rng.choice([0, 0.05]),
        0,
        depth=rng.uniform(0.02, 0.5),
        lean=rng.normal(0, 8),
        yaw=rng.normal(0, 15),
    )


def hipflexor(figure: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 - not typed
    """Half kneeling, to either side."""
    return figure.hipflexor(
        rng.uniform(0, 1),
        front=str(rng.choice(["L", "R"])),
        lean=rng.uniform(0, 20),
        facing=rng.choice([90, -90]) + rng.normal(0, 12),
    )


def sldl(figure: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 - not typed
    """Hinged on either leg, from the side."""
    return figure.sldl(
        rng.uniform(0, 80),
        stance=str(rng.choice(["L", "R"])),
        facing=rng.choice([90, -90]) + rng.normal(0, 12),
    )


MOVES: Final = {
    "squat": squat,
    "clamshell": clamshell,
    "sidestep": sidestep,
    "hipflexor": hipflexor,
    "sldl": sldl,
}

if __name__ == "__main__":
    main()
