"""Whatever the programme decides has a sentence in every language, made from what it was given."""

import ast
import re
import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import mirror.programme
from mirror.programme.feedback import STAGES
from mirror.programme.flags import FLAGS, URGENCY, RedFlag
from mirror.programme.pain import stop_of_flags
from mirror.programme.phases import BANDS, PHASES
from mirror.programme.reason import Reason, Value
from mirror.session.reasons import sentence
from mirror.text.catalog import Texts, load

FOLDER = Path(mirror.programme.__file__).parent
LANGUAGES = ("en", "de", "es")
KEY = re.compile(r"[a-z_]+\.[a-z0-9_]+")

PASSED_ON: Mapping[str, set[str]] = {
    # Keys that reach `Reason` through a variable, with the values given there.
    "pain.amber_stayed": {"pain", "before"},
    "pain.worse_next_morning": {"pain", "before"},
    "feedback.less": {"score"},
    "feedback.more": {"score"},
    "feedback.on_your_own": {"score"},
    "feedback.most_already": {"score"},
    "feedback.stays": {"score"},
    "flag.no_improvement": {"weeks", "sessions"},
    "flag.measures_worse": {"weeks", "sessions"},
    "plan.due": {"number", "of"},
    "plan.grace_day": {"number", "of"},
    "standing.inward_too": {"standing_deg", "moving_deg"},
    "standing.mixed": {"standing_deg", "moving_deg"},
    "standing.movement": {"standing_deg", "moving_deg"},
    "retest.better": {"change_deg", "error_deg"},
    "retest.worse": {"change_deg", "error_deg"},
    "retest.trend": {"change_deg", "error_deg"},
    "retest.trend_worse": {"change_deg", "error_deg"},
}

EXAMPLES: Mapping[str, Value] = {
    "side": "left",
    "band": "medium",
    "stage": "bandwidth",
    "bar": "alignment",
    "phase": 1,
    "because": "pain.amber",
    "route": "therapist",
    "rise_deg": 5.25,
}


@cache
def texts(language: str) -> Texts:
    return load(language)


def nodes() -> Iterator[ast.AST]:
    for path in sorted(FOLDER.glob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@cache
def produced() -> Mapping[str, set[str]]:
    """Every key the programme can produce, and the names of its values."""
    found: dict[str, set[str]] = {}
    for node in nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if KEY.fullmatch(node.value):
                found.setdefault(node.value, set(PASSED_ON.get(node.value, ())))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
            key, *values = node.args
            if isinstance(key, ast.Constant) and values and isinstance(values[0], ast.Dict):
                names = {one.value for one in values[0].keys if isinstance(one, ast.Constant)}
                found.setdefault(str(key.value), set()).update(str(name) for name in names)
    for flag in FLAGS:
        found[f"flag.{flag.name}"] = {"route"}
    return found


def lowering() -> list[str]:
    """What lowers a load: lights that are not green, poor sets, and a break."""
    green = {"pain.low", "pain.not_told"}
    both = [key for key in produced() if key.startswith(("pain.", "regress."))]
    return ["load.after_break", *(key for key in both if key not in green)]


def composed() -> set[str]:
    """Keys written with a name in them."""
    calls = (node for node in nodes() if isinstance(node, ast.Call))
    reasons = (one for one in calls if getattr(one.func, "id", "") == "Reason")
    return {ast.unparse(one.args[0]) for one in reasons if isinstance(one.args[0], ast.JoinedStr)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_only_flags_have_composed_keys() -> None:
    assert composed() == {"f'flag.{flag.name}'"}


def test_the_keys_are_found() -> None:
    assert {"pain.high", "hold.bar", "plan.rest_day_asked", "retest.trend_worse"} <= set(produced())
    assert produced()["hold.bar"] == {"bar", "value", "needed"}
    assert set(PASSED_ON) <= set(produced())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence(language: str) -> None:
    assert [key for key in produced() if f"why.{key}" not in texts(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_name_only_what_they_are_given(language: str) -> None:
    wrong = {
        key: unknown
        for key, values in produced().items()
        if (unknown := placeholders(texts(language)[f"why.{key}"]) - values)
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language: str) -> None:
    for key, names in produced().items():
        said = sentence(Reason(key, {n: EXAMPLES.get(n, 3) for n in names}), texts(language))
        assert "{" not in said
        assert "_" not in said, "a name stands where its word should"
        assert said[0].isupper() or said[0].isdigit()
        assert said.endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_have_words(language: str) -> None:
    words = texts(language)
    names = [f"band.{one}" for one in BANDS]
    names += [f"stage.{one}" for one in STAGES]
    names += [f"phase.{one.name}" for one in PHASES]
    names += [f"route.{one}" for one in URGENCY]
    names += [f"flag.{one.name}" for one in FLAGS]
    names += [f"because.{one}" for one in lowering()]
    assert [one for one in names if one not in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language: str) -> None:
    # What is seen from 3 m fits two lines; advice is read up close.
    long = [
        key
        for key in produced()
        if len(texts(language)[f"why.{key}"]) > 95 and key.split(".")[0] not in {"flag", "standing"}
    ]
    assert long == []


def test_the_wordings_of_the_specification_are_kept() -> None:
    words = texts("en").sentences
    assert words["why.flag.no_improvement"] == (
        "You've trained steadily and the mirror still measures about the same. "
        "A physical therapist can check why."
    )
    fatigue = [text for key, text in words.items() if key.startswith("why.fatigue.")]
    assert all(text.startswith("Good place to stop. Quality first.") for text in fatigue)
    assert words["why.standing.movement"].startswith("Mostly a movement pattern; good training")


def test_values_become_words() -> None:
    words = texts("de")
    assert sentence(Reason("side.weaker_first", {"side": "left"}), words).endswith("bist: links.")
    assert "mittleres Band" in sentence(Reason("progress.band", {"band": "medium"}), words)
    assert "5,3°" in sentence(Reason("fatigue.caving", {"rise_deg": 5.3}), words)
    assert "Aufbau" in sentence(Reason("progress.phase", {"phase": 1}), words)
    easiest = Reason("hold.easiest_already", {"because": "pain.sharp"})
    assert "stechender Schmerz" in sentence(easiest, words)


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.name)
def test_a_stop_of_a_flag_is_said_and_sends_somewhere(flag: RedFlag) -> None:
    stop = stop_of_flags({flag.name})
    assert stop is not None
    assert stop.route is not None
    for language in LANGUAGES:
        assert sentence(stop.reason, texts(language))
        assert texts(language)[f"route.{stop.route}"]
