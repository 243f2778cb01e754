"""Finding exercises by name."""

import pytest

from exercises import registry


def test_the_five_exercises_are_there() -> None:
    # Others may be: a file in the catalogue is all it takes (docs/adding-an-exercise.md).
    assert set(registry.names()) >= {
        "clamshell",
        "hip_flexor_stretch",
        "side_step",
        "single_leg_deadlift",
        "squat",
    }
    for name in registry.names():
        assert registry.get(name).name == name


@pytest.mark.parametrize(
    ("typed", "suggestion"), [("squatt", "squat"), ("Side-Step", "side_step"), ("xyz", None)]
)
def test_an_unknown_name_suggests_the_nearest(typed: str, suggestion: str | None) -> None:
    with pytest.raises(registry.UnknownExerciseError) as caught:
        registry.get(typed)
    assert caught.value.suggestion == suggestion
