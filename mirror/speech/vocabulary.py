"""All that may be said, in the order in which it is likely to be needed."""

from itertools import chain
from typing import Final

from mirror.text.catalog import Texts

NUMBERS: Final = range(1, 31)
"""More than any set has reps (spec section 6: 16 at most) and as long as a hold lasts (30 s)."""
_TABLES: Final = ("say.", "prompt.", "exercise.", "cue.", "view.", "void.", "side_change.")


def vocabulary(texts: Texts) -> tuple[str, ...]:
    """Every sentence once; a new exercise's fallback words are rendered when they are needed."""
    tables = (
        [text for key, text in texts.sentences.items() if key.startswith(table)]
        for table in _TABLES
    )
    said = chain((str(number) for number in NUMBERS), chain.from_iterable(tables))
    return tuple(dict.fromkeys(said))
