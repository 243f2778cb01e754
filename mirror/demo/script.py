"""Reads demo.toml: where the clip lies, and which exercise is to be seen when."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.session.plan import Segment

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo clip.

    Attributes:
        clip: the video file.
        plan: its segments in order.
    """

    clip: Path
    plan: tuple[Segment, ...]


def load_demo() -> Demo:
    """The demo that comes with the program."""
    script = tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))
    plan = tuple(
        Segment(
            exercise=str(segment["exercise"]),
            start_s=float(segment["start_s"]),
            end_s=float(segment["end_s"]),
            expected_count=int(segment["expected_count"]),
        )
        for segment in script["segment"]
    )
    return Demo(clip=FOLDER / "demo.mp4", plan=plan)
