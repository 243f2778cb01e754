"""What a build tells the person who waits for it."""

from types import TracebackType
from typing import Protocol, Self


class Progress(Protocol):
    """Shows how far a build is; a context manager, so that a display can be put away."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, well or not."""

    def step(self, title: str, size_bytes: int | None = None) -> None:
        """The next thing begins; with a size, `at` will follow."""

    def at(self, done_bytes: int) -> None:
        """So much of the step's size is done."""

    def say(self, line: str) -> None:
        """Something worth a line of its own."""


class LineProgress:
    """One plain line for each step, for logs and pipes."""

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close."""

    def step(self, title: str, size_bytes: int | None = None) -> None:
        """Print the title, with the size of what is downloaded."""
        print(_sized(title, size_bytes), flush=True)  # noqa: T201 - what this class is for

    def at(self, done_bytes: int) -> None:
        """Say nothing: lines would pile up."""

    def say(self, line: str) -> None:
        """Print the line."""
        print(line, flush=True)  # noqa: T201 - what this class is for


class BarProgress:
    """A bar with elapsed time for each step, on a terminal."""

    def __init__(self) -> None:
        """Import rich only now: a start with nothing to build needs none of it."""
        from rich import progress  # noqa: PLC0415 - see above

        self._bars = progress.Progress(
            progress.SpinnerColumn(finished_text="✓"),
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.TimeElapsedColumn(),
        )
        self._current: progress.TaskID | None = None
        self._total = 1

    def __enter__(self) -> Self:
        """Show the bars."""
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the bars standing, the last one full if all went well."""
        if error is None:
            self._finish()
        self._bars.stop()

    def step(self, title: str, size_bytes: int | None = None) -> None:
        """Fill the bar before and open the next; without a size it swings to and fro."""
        self._finish()
        self._total = 1 if size_bytes is None else size_bytes
        self._current = self._bars.add_task(_sized(title, size_bytes), total=size_bytes)

    def at(self, done_bytes: int) -> None:
        """Move the bar; scratch files may make more of it than the size."""
        if self._current is not None:
            self._bars.update(self._current, completed=min(done_bytes, self._total))

    def say(self, line: str) -> None:
        """Print above the bars."""
        self._bars.console.print(line, markup=False, highlight=False)

    def _finish(self) -> None:
        if self._current is not None:
            self._bars.update(self._current, total=self._total, completed=self._total)


def _sized(title: str, size_bytes: int | None) -> str:
    return title if size_bytes is None else f"{title} ({size_bytes / 1e6:.0f} MB)"
