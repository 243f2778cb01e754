"""What is known of a person's past, as much of it as decisions and plots need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mirror.programme.feedback import Probe
from mirror.programme.records import SessionRecord
from mirror.programme.retest import Retest

RECENT: Final = 60
"""Sessions held whole: 20 weeks at three a week; older ones leave only their day."""


@dataclass(frozen=True, slots=True)
class Past:
    """The past of one person.

    Attributes:
        sessions: the latest ones, oldest first; not more than `RECENT` when read from a store.
        earlier: days with training (any exercise but the stretch) before those sessions.
        probes: silent sets by exercise, oldest first; only the latest are needed.
        retests: all of them, oldest first; the first one was practice.
        advised: keys of the advice that was given, each with the latest day it was.
    """

    sessions: tuple[SessionRecord, ...] = ()
    earlier: frozenset[date] = frozenset()
    probes: Mapping[str, tuple[Probe, ...]] = field(default_factory=dict)
    retests: tuple[Retest, ...] = ()
    advised: Mapping[str, date] = field(default_factory=dict)
