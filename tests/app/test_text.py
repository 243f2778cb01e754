"""The words of the screen: all there, short enough, and never a crash."""

import re
from pathlib import Path

import pygame
import pytest

import mirror
from exercises.registry import get, names
from exercises.spec import HoldRule
from mirror.text.catalog import Texts, load
from mirror.ui.layout import layout
from mirror.ui.theme import Fonts
from mirror.ui.words import fit

SOURCES = Path(mirror.__file__).parent
CATALOGUE = SOURCES.parent / "exercises" / "catalogue"
TEXTS = load("en")


def test_every_key_written_in_the_code_has_a_sentence() -> None:
    pattern = re.compile(
        r"""["']((?:screen|button|result|cue|void|unit|view|state)\.[a-z_.]+)["']"""
    )
    found = {
        key
        for path in SOURCES.rglob("*.py")
        if path.name != "catalog.py"  # its docstring explains with made-up keys
        for key in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert "screen.starting" in found
    assert not [key for key in sorted(found) if key not in TEXTS]


@pytest.mark.parametrize("exercise", names())
def test_every_exercise_has_a_name_and_words_for_its_phases(exercise: str) -> None:
    hold = isinstance(get(exercise).rule, HoldRule)
    phases = ("wait", "rest", "hold", "pause") if hold else ("wait", "rest", "out", "top")
    keys = [f"exercise.{exercise}", *(f"state.{exercise}.{phase}" for phase in phases)]
    assert not [key for key in keys if key not in TEXTS]


@pytest.mark.parametrize("exercise", names())
def test_every_fault_of_the_catalogue_has_a_cue(exercise: str) -> None:
    keys = {f"cue.{fault.name}" for fault in get(exercise).faults}
    assert not [key for key in sorted(keys) if key not in TEXTS]


def test_every_view_problem_of_the_core_has_words() -> None:
    core = "\n".join(path.read_text(encoding="utf-8") for path in CATALOGUE.parent.rglob("*.py"))
    problems = set(re.findall(r'problem = "([a-z_]+)"', core)) | {"nobody", "waiting"}
    gate = (CATALOGUE.parent / "view.py").read_text(encoding="utf-8")
    problems |= set(re.findall(r'return "([a-z_]+)"', gate))
    assert "turned" in problems
    assert not [name for name in sorted(problems) if f"view.{name}" not in TEXTS]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("cue.ears_wiggle", "Ears wiggle"),
        ("cue.too_shallow.squat", "Sit back to the box behind you"),
        ("cue.too_shallow.plank", "A little further next time"),
        ("cue.knees_cave.squat", "Aim your knees at your second toes"),
        ("state.plank.rest", "Ready"),
        ("state.squat.never_heard_of", "Go on"),
        ("cue.ears_wiggle.plank", "Ears wiggle"),
        ("view.lie_on_back.plank", "Lie on back"),
        ("view.lie_down.plank", "Lie down on your mat"),
        ("view.wrong_posture.plank", "Get into position"),
        ("unit.one.hip_flexor_stretch", "hold"),
        ("unit.many.squat", "reps"),
        ("exercise.wall_sit", "Wall sit"),
        ("nothing.like_it", "Like it"),
    ],
)
def test_an_unknown_key_gets_the_nearest_words(key: str, sentence: str) -> None:
    assert TEXTS[key] == sentence


def test_missing_generic_words_are_no_crash() -> None:
    assert Texts(language="xx", sentences={})["cue.knees_cave"] == "Knees cave"


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_every_cue_and_state_fits_an_upright_screen(language: str) -> None:
    pygame.font.init()
    places, fonts = layout(1080, 1920), Fonts()
    too_long = []
    for key, sentence in load(language).sentences.items():
        if key.startswith(("cue.", "view.", "void.", "state.")):
            block = fit(
                sentence,
                fonts=fonts,
                sizes=(places.sizes.large, places.sizes.medium),
                width_px=places.words.width - places.sizes.large,
                most_lines=2,
            )
            if len(block.lines) > 2 or block.width_px > places.words.width:
                too_long.append(sentence)
    assert not too_long
