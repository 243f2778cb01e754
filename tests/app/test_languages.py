"""Every language says everything, nothing twice, and nothing that is never asked for."""

import ast
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import mirror
from exercises.registry import names
from mirror.text.catalog import GENERIC, _flat, load

SOURCES = Path(mirror.__file__).parent.parent
# The example is an exercise somebody adds: the words for it are there.
PLACES = ("mirror", "exercises", "docs/example")
TEXTS = SOURCES / "mirror" / "text"
PAGES = SOURCES / "mirror" / "web" / "templates"
IN_PAGE = re.compile(r"\w+\['([a-z_0-9.]+)'\]")
LANGUAGES = sorted(path.name for path in TEXTS.iterdir() if any(path.glob("*.toml")))
BASE = load("en").sentences
WORD = re.compile(r"[a-z0-9_]+")
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")

REASONS = ("why.", "because.")
"""Below these stand the keys of `mirror.programme.reason`, written in the code without them."""

Pattern = tuple[str | None, ...]
"""Pieces of a composed key: literal text, or None for a word put in at run time."""


def others() -> list[str]:
    return [language for language in LANGUAGES if language != "en"]


def code() -> Iterator[ast.AST]:
    for place in PLACES:
        for path in sorted((SOURCES / place).rglob("*.py")):
            if path.name != "catalog.py":  # its docstring explains with made-up keys
                yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@cache
def asked_for() -> tuple[frozenset[str], frozenset[Pattern], frozenset[str]]:
    """What the code writes: whole keys, composed keys, and words that can be put into them."""
    keys, patterns = set(), set()
    words = {GENERIC, *names()}
    for page in PAGES.glob("*.html"):
        keys.update(IN_PAGE.findall(page.read_text(encoding="utf-8")))
    for node in code():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if KEY.fullmatch(node.value):
                keys.add(node.value)
            if WORD.fullmatch(node.value):
                words.add(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            words.add(node.target.id)  # a setting's name is a field's
        elif isinstance(node, ast.JoinedStr):
            pattern = tuple(
                str(part.value) if isinstance(part, ast.Constant) else None for part in node.values
            )
            literal = "".join(part for part in pattern if part is not None)
            # "{key}.{exercise}" would be everything; what it stands for is known from `key`.
            if "." in literal and re.search("[a-z]", literal):
                patterns.add(pattern)
    return frozenset(keys), frozenset(patterns), frozenset(words)


def fits(key: str, pattern: Pattern, words: frozenset[str]) -> bool:
    """Whether a composed key can become this one."""
    if not pattern:
        return not key
    first, rest = pattern[0], pattern[1:]
    if first is not None:
        return key.startswith(first) and fits(key[len(first) :], rest, words)
    ends = range(1, len(key) + 1)
    return any(key[:end] in words and fits(key[end:], rest, words) for end in ends)


def used(key: str) -> bool:
    for prefix in REASONS:
        if key.startswith(prefix):
            return used(key.removeprefix(prefix))
    keys, patterns, words = asked_for()
    if key in keys or any(fits(key, pattern, words) for pattern in patterns):
        return True
    table, _, last = key.rpartition(".")
    # A sentence of one exercise, or for all others, is found when its table is asked for.
    return last in {GENERIC, *names()} and bool(table) and ("." not in table or used(table))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_there_are_three_languages() -> None:
    assert LANGUAGES == ["de", "en", "es"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language: str) -> None:
    files = sorted((TEXTS / language).glob("*.toml"))
    keys = [key for file in files for key, _ in _flat("", tomllib.loads(file.read_text()))]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("language", others())
def test_no_sentence_is_missing(language: str) -> None:
    assert sorted(BASE.keys() - load(language).sentences.keys()) == []


@pytest.mark.parametrize("language", others())
def test_no_sentence_is_of_that_language_only(language: str) -> None:
    assert sorted(load(language).sentences.keys() - BASE.keys()) == []


def test_no_sentence_is_never_asked_for() -> None:
    assert [key for key in BASE if not used(key)] == []


@pytest.mark.parametrize(
    "key", ["cue.ears_wiggle", "say.hurrah", "state.plank.rest", "why.pain.fun"]
)
def test_a_key_nobody_asks_for_is_found(key: str) -> None:
    assert not used(key)


@pytest.mark.parametrize("key", ["cue.knees_cave.side_step", "say.side.left", "state.squat.out"])
def test_a_composed_key_counts_as_used(key: str) -> None:
    assert used(key)


@pytest.mark.parametrize("language", others())
def test_placeholders_are_the_same(language: str) -> None:
    sentences = load(language).sentences
    differing = [
        key
        for key, sentence in sentences.items()
        if placeholders(sentence) != placeholders(BASE.get(key, ""))
    ]
    assert differing == []


@pytest.mark.parametrize("language", others())
def test_nothing_is_left_in_english(language: str) -> None:
    # Single words may be the same, such as "Pause"; sentences are not.
    left = [
        key
        for key, sentence in load(language).sentences.items()
        if sentence == BASE.get(key)
        and len(re.findall(r"\w{2,}", sentence)) > 1
        and not placeholders(sentence)
    ]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_badly_spaced(language: str) -> None:
    sentences = load(language).sentences
    assert [key for key, text in sentences.items() if not text and key != "side.both"] == []
    assert [key for key, text in sentences.items() if text != " ".join(text.split())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_only_spoken_is_short(language: str) -> None:
    # 150 words a minute: ten words are 4 s, longer than a cue lives.
    spoken = [text for key, text in load(language).sentences.items() if key.startswith("say.")]
    assert [text for text in spoken if len(text.split()) > 9] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_diagnosed(language: str) -> None:
    # spec section 6: the mirror measures movement; what somebody has, a person must say.
    judging = re.compile(r"valgus|you have|injur|verletz|lesi[oó]n|arthr|artros|x-bein|patholog")
    sentences = load(language).sentences
    assert [key for key, text in sentences.items() if judging.search(text.lower())] == []


def test_every_word_of_a_page_is_there() -> None:
    found = [key for page in PAGES.glob("*.html") for key in IN_PAGE.findall(page.read_text())]
    assert len(found) > 50
    assert [key for key in found if "." in key and key not in BASE] == []
