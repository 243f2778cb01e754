"""Says what became of each target: in lines while it works, in a table when asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirror.errors import UserError
from mirror.report.words import UNKNOWN
from mirror.store.sync_status import TargetStatus
from mirror.sync.worker import Outcome


class Teller:
    """Prints lines; of a state that stays, only the first time.

    Args:
        console: where to.
    """

    def __init__(self, console: Console) -> None:
        """Nothing is told yet."""
        self._console = console
        self._last: dict[str, str] = {}

    def tell(self, outcomes: Mapping[str, Outcome], *, quietly: bool) -> None:
        """Say what a round did.

        Args:
            outcomes: by target.
            quietly: only what is news.
        """
        for name, outcome in outcomes.items():
            words = _words(outcome)
            if quietly and (self._last.get(name) == words or outcome.waiting):
                continue
            if outcome.sent or outcome.trouble is not None or not quietly or name in self._last:
                self._say(f"{name}: {words}")
            self._last[name] = words

    def failed(self, error: UserError) -> None:
        """Say that a round could not be done."""
        if self._last.get("") != error.message:
            self._say(f"{error.message}. {error.remedy}")
        self._last[""] = error.message

    def _say(self, text: str) -> None:
        self._console.print(text, soft_wrap=True, markup=False, highlight=False)


def _words(outcome: Outcome) -> str:
    if outcome.waiting:
        return "waits after a failure; name it with --target to try at once"
    sent = f"{outcome.sent} sent. " if outcome.sent else ""
    if outcome.left:
        sent = f"{sent}{outcome.left} to go. "
    if outcome.trouble is not None:
        words = outcome.trouble.words
        return f"{sent}{words.message}. {words.remedy}"
    return sent.rstrip() or "up to date"


def status_table(found: Sequence[TargetStatus]) -> Table:
    """How it goes with each target."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in ("Target", "Kind"):
        table.add_column(title, no_wrap=True)
    for title in ("There", "Waiting"):
        table.add_column(title, justify="right")
    table.add_column("Last success", no_wrap=True)
    table.add_column("Last error")
    for one in found:
        state = "shown" if one.kind == "mqtt" and one.success_s is not None else str(one.there)
        waiting = UNKNOWN if one.kind == "mqtt" else str(one.waiting)
        cells = (one.name, one.kind, state, waiting, _time(one.success_s), _error(one))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _error(one: TargetStatus) -> str:
    if one.error is None:
        return UNKNOWN
    again = "" if one.next_at_s is None else f"; again at {_time(one.next_at_s)}"
    return f"{_time(one.error_s)}: {one.error}{again if one.failing else ' (over)'}"


def _time(wall_s: float | None) -> str:
    if wall_s is None:
        return UNKNOWN
    return datetime.fromtimestamp(wall_s).astimezone().strftime("%Y-%m-%d %H:%M")
