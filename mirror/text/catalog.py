"""The words on the mirror's screen, by key.

One folder per language, TOML files in it, tables nested as deep as helps: the key of
`[cue] knees_cave` is "cue.knees_cave", whichever file it stands in. Words come out of the tracker's
vocabulary too, which can grow without this file; a missing key therefore falls back to the
"generic" word of its table or, where any word of another thing would mislead, to its own name read
aloud ("hips_low": "Hips low"), never to an error.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

GENERIC: Final = "generic"


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """All sentences of one language.

    Attributes:
        language: such as "en".
        sentences: full key, such as "cue.knees_cave", to sentence.
    """

    language: str
    sentences: Mapping[str, str]

    def __contains__(self, key: object) -> bool:
        """Whether there is a sentence made for this key, or for this table of keys."""
        return key in self.sentences or f"{key}.{GENERIC}" in self.sentences

    def __getitem__(self, key: str) -> str:
        """The sentence of a key; for an unknown one the nearest generic sentence.

        "state.plank.rest" tries itself, then "state.generic.rest", "state.plank.generic",
        "state.plank", "state.generic"; when all fail, the name that follows the table's stands
        in, readable: "cue.hips_low.plank" gives "Hips low".
        """
        parts = key.split(".")
        candidates = [key, ".".join([parts[0], GENERIC, *parts[2:]])]
        for depth in range(len(parts), 0, -1):
            head = ".".join(parts[:depth])
            candidates += [f"{head}.{GENERIC}", head]
        candidates.append(f"{parts[0]}.{GENERIC}.{GENERIC}")
        for candidate in candidates:
            if candidate in self.sentences:
                return self.sentences[candidate]
        return parts[min(1, len(parts) - 1)].replace("_", " ").capitalize()


def load(language: str) -> Texts:
    """The sentences of a language.

    Raises:
        FileNotFoundError: there is no folder of that language.
    """
    sentences: dict[str, str] = {}
    for file in resources.files("mirror.text").joinpath(language).iterdir():
        if file.name.endswith(".toml"):
            sentences.update(_flat("", tomllib.loads(file.read_text(encoding="utf-8"))))
    return Texts(language=language, sentences=sentences)


def _flat(prefix: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, Mapping):
            pairs += _flat(f"{prefix}{name}.", value)
        else:
            pairs.append((f"{prefix}{name}", str(value)))
    return pairs
