"""What one setting may be, and how a wrong one is put in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mirror.config.nearest import nearest


class Rule(Protocol):
    """What a value must be."""

    def problem(self, value: object) -> str | None:
        """What is wrong with a value of the file, such as "must be 0 to 10"; None when right."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        wanted = f"must be a whole number from {self.low} to {self.high}"
        if isinstance(value, bool) or not isinstance(value, int):
            return wanted
        return None if self.low <= value <= self.high else wanted


@dataclass(frozen=True, slots=True)
class SparePin:
    """A pin of the header, or "none" while nothing hangs on one."""

    low: int
    high: int

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        if value == "none" or Whole(self.low, self.high).problem(value) is None:
            return None
        return f'must be "none" or a whole number from {self.low} to {self.high}'


@dataclass(frozen=True, slots=True)
class Flag:
    """On or off."""

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        return None if isinstance(value, bool) else "must be true or false"


@dataclass(frozen=True, slots=True)
class Text:
    """Any words, but some."""

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        if isinstance(value, str) and value.strip():
            return None
        return "must be text in quotes"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values of one type."""

    known: Sequence[object]

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        if any(type(value) is type(one) and value == one for one in self.known):
            return None
        wanted = ", ".join(f'"{one}"' if isinstance(one, str) else str(one) for one in self.known)
        hint = nearest(value, [one for one in self.known if isinstance(one, str)])
        return f"must be one of {wanted}{hint}"
