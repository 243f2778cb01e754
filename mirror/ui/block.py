"""Words broken into lines, and how many of them are remembered."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

LEADING: Final = 1.08  # line pitch as a part of the size; tight, as signs are set

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Block:
    """Words broken into lines, not yet placed."""

    lines: tuple[str, ...]
    size_px: int
    width_px: int

    @property
    def height_px(self) -> int:
        """Height of all lines."""
        return round(len(self.lines) * self.size_px * LEADING)

    def holds(self, text: str) -> bool:
        """Whether all of a text is in it: no word broken with a hyphen of ours, nothing cut."""
        return "".join(self.lines).replace(" ", "") == "".join(text.split())


class Recent(Generic[K, V]):
    """Keeps what was used last; forgets the rest, as an appliance runs for weeks."""

    def __init__(self, capacity: int) -> None:
        """Start empty."""
        self._capacity = capacity
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """What is kept under a key."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: K, value: V) -> V:
        """Keep something; gives it back."""
        self._kept[key] = value
        if len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
        return value
