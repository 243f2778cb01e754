"""Finds the exercises of the catalogue by name. A new file there is found by itself."""

import importlib
import pkgutil
from difflib import get_close_matches

from exercises import catalogue
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
    return tuple(sorted(module.name for module in pkgutil.iter_modules(catalogue.__path__)))


def get(name: str) -> ExerciseSpec:
    """The specification of one exercise.

    Raises:
        UnknownExerciseError: there is none of that name.
    """
    known = names()
    if name not in known:
        tidy = name.lower().replace("-", "_").replace(" ", "_")
        close = get_close_matches(tidy, known, n=1, cutoff=0.5)
        raise UnknownExerciseError(name, close[0] if close else None, known)
    spec = importlib.import_module(f"{catalogue.__name__}.{name}").SPEC
    if not isinstance(spec, ExerciseSpec):  # a mistake in a catalogue file
        message = f"exercises/catalogue/{name}.py: SPEC is not an ExerciseSpec"
        raise TypeError(message)
    return spec
