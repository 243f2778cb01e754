"""Earlier sessions, as the progress scene shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastSession:
    """One finished session.

    Attributes:
        name: a short word under its column, such as "12 May".
        score: 0..100; None when it was not judged.
    """

    name: str
    score: int | None
