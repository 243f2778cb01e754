"""Finds the exercises of the catalogue by name."""

from exercises.spec import ExerciseSpec


class UnknownExerciseError(LookupError):
    """No such exercise.

    Attributes:
        name: what was asked for.
        suggestion: the nearest known name, or None.
        known: every known name.
    """

    def __init__(self, name: str, suggestion: str | None, known: tuple[str, ...]) -> None:
        """Keep the parts; the caller words the sentence."""
        super().__init__(name)
        self.name = name
        self.suggestion = suggestion
        self.known = known


def names() -> tuple[str, ...]:
    """Names of all exercises, sorted."""
    raise NotImplementedError


def get(name: str) -> ExerciseSpec:
    """The specification of one exercise.

    Raises:
        UnknownExerciseError: there is none of that name.
    """
    raise NotImplementedError
