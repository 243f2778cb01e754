"""Did you mean …?"""

import difflib
from collections.abc import Iterable
from typing import Final

_LIKENESS: Final = 0.6
"""difflib's own default: one letter wrong in three is still understood."""


def nearest(word: object, known: Iterable[str], *, shown: str = '"{}"') -> str:
    """A question to append, such as ', did you mean "volume"?', or nothing."""
    if not isinstance(word, str):
        return ""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=_LIKENESS)
    return f", did you mean {shown.format(found[0])}?" if found else ""
