"""An exercise as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExerciseSpec:
    """What the tracker needs to know of one exercise. Grows with the core."""

    name: str
