"""Which cue to show: one at a time, the most important first, none too often.

The rules follow the cue policy of spec/angle-core.md section 2: one cue a rep and one in 6 s;
the gravest and most reliable fault first; a fault of reliability B only when it was in two of
the last three reps or is red; one of reliability C at most once a set; no cue more than three
times a set; praise when a cued fault is gone.
"""

from collections import Counter, deque
from dataclasses import dataclass
from typing import Final

from exercises.events import Event, Fault, Rep, RepCompleted, RepPartial, RepVoided
from mirror.session.figure import marks_of
from mirror.session.view import Line, Tone

EVERY_S: Final = 6.0
SHOWN_S: Final = 5.5
EASE_S: Final = 0.2  # DESIGN.md: movement is calm, ease in 200 ms
MOST_A_SET: Final = 3
_WINDOW: Final = 3
_SEEN_OFTEN: Final = 2
_GRAVITY: Final = {"red": 0, "amber": 1}


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue and when it began.

    Attributes:
        key: key of its words, without the exercise.
        tone: as in View.
        since_s: when it came up.
        marked: the landmarks it is about.
    """

    key: str
    tone: Tone
    since_s: float
    marked: frozenset[int] = frozenset()


class CueBoard:
    """Chooses the cue of one set."""

    def __init__(self) -> None:
        """Start a set without a cue."""
        self._cue: Cue | None = None
        self._cued_s = -EVERY_S
        self._times: Counter[str] = Counter()
        self._recent: deque[frozenset[str]] = deque(maxlen=_WINDOW)
        self._open_fault: str | None = None

    def add(self, event: Event, *, quiet: bool = False) -> None:
        """Take one event of the tracker.

        Args:
            event: what it said.
            quiet: keep it in mind and show nothing; that a movement did not count is always shown.
        """
        match event:
            case RepCompleted(t_s=t_s, rep=rep):
                self._rep(t_s, rep, quiet=quiet)
            case RepPartial(t_s=t_s) if not quiet:
                self._show(t_s, "cue.partial", "plain")
            case RepVoided(t_s=t_s, reason=reason):
                self._show(t_s, f"void.{reason}", "muted")
            case _:
                pass

    @property
    def latest(self) -> Cue | None:
        """The cue that came up last, fresh or not."""
        return self._cue

    def at(self, t_s: float) -> Cue | None:
        """The cue to be seen at a time."""
        if self._cue is None or t_s - self._cue.since_s > SHOWN_S:
            return None
        return self._cue

    def _rep(self, t_s: float, rep: Rep, *, quiet: bool) -> None:
        self._recent.append(frozenset(fault.name for fault in rep.faults))
        if quiet:
            return
        if self._open_fault is not None and self._open_fault not in self._recent[-1]:
            self._open_fault = None
            if not rep.faults:
                self._show(t_s, "cue.praise", "good")
            return
        due = [fault for fault in rep.faults if self._may(fault)]
        if not due or t_s - self._cued_s < EVERY_S:
            return
        fault = min(due, key=lambda one: (_GRAVITY[one.severity], one.reliability))
        self._times[fault.name] += 1
        self._cued_s, self._open_fault = t_s, fault.name
        same = (marks_of(one) for one in rep.faults if one.name == fault.name)
        self._show(t_s, f"cue.{fault.name}", "attend", frozenset().union(*same))

    def _may(self, fault: Fault) -> bool:
        often = sum(fault.name in names for names in self._recent) >= _SEEN_OFTEN
        match fault.reliability:
            case "A":
                return self._times[fault.name] < MOST_A_SET
            case "B":
                return self._times[fault.name] < MOST_A_SET and (often or fault.severity == "red")
            case "C":
                return self._times[fault.name] == 0 and often

    def _show(self, t_s: float, key: str, tone: Tone, marked: frozenset[int] = frozenset()) -> None:
        self._cue = Cue(key=key, tone=tone, since_s=t_s, marked=marked)


def line_of(cue: Cue, text: str, t_s: float) -> Line:
    """The cue as a line of words, easing in and out."""
    age_s = t_s - cue.since_s
    strength = min(1.0, age_s / EASE_S, (SHOWN_S - age_s) / EASE_S)
    return Line(text=text, tone=cue.tone, strength=max(0.0, strength))
