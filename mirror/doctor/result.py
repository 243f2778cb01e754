"""What a check found, and what it finds it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mirror.config.settings import Settings
from mirror.health.vitals import Vitals
from mirror.text.catalog import Texts

State = Literal["ok", "attend", "broken", "absent"]
Fact = str | int | float | bool | None

Command = Callable[[tuple[str, ...]], str | None]
"""Runs a program for some seconds at most; gives what it printed, None when there is none."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found.

    Attributes:
        name: of the check.
        state: broken: the mirror does not work like this; attend: it does, and could be better;
            absent: there is no such thing here, which may be right.
        text: what was found, in one sentence without a full stop.
        remedy: what to do; empty when there is nothing to do.
        facts: the same as numbers and words for programs.
        took_s: how long the check took, seconds.
    """

    name: str
    state: State
    text: str
    remedy: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    took_s: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What the checks look at.

    Attributes:
        folder: the data folder.
        config: the file of settings; None: the usual one.
        sync_config: the file of sync targets; None: the usual one.
        settings: as the file has them; defaults where it has mistakes.
        texts: the words.
        running: how the mirror is that runs now; None: none does.
        machine: how the machine is, with the speed of a running mirror.
        command: runs a program.
        on_pi: whether this is a Raspberry Pi.
        root: where the files of the system begin.
        now_s: the wall clock.
    """

    folder: Path
    config: Path | None
    sync_config: Path | None
    settings: Settings
    texts: Texts
    running: Vitals | None
    machine: Vitals
    command: Command
    on_pi: bool
    now_s: Callable[[], float]
    root: Path = Path("/")

    def found(  # noqa: PLR0913 - a result, all named
        self,
        name: str,
        state: State,
        key: str,
        *,
        fix: str = "",
        words: Mapping[str, object] | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> Result:
        """A result in words of `mirror/text`.

        Args:
            name: of the check.
            state: how it is.
            key: of the sentence, below "doctor" and the check's name.
            fix: key of the remedy, below "doctor.fix"; empty: none.
            words: what the sentence and the remedy name.
            facts: for programs.
        """
        values = words or {}
        return Result(
            name=name,
            state=state,
            text=self.texts[f"doctor.{name}.{key}"].format(**values),
            remedy=self.texts[f"doctor.fix.{fix}"].format(**values) if fix else "",
            facts=facts or {},
        )
