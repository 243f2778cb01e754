"""Keeps what must survive a power cut: the interrupted session, and settings that were changed.

A thread writes: an SD card takes its time, and drawing does not wait for it. Of several states
in a short while only the newest is written.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from device.latest import Latest
from mirror.config.atomic import replace_file
from mirror.config.edit import save
from mirror.config.settings import Settings
from mirror.errors import UserError

NAME: Final = "session.json"
JOIN_S: Final = 10.0  # a slow SD card; the thread is a daemon, so this is the end

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What is to be kept.

    Attributes:
        settings: as chosen now.
        session: what `Session.saved` gave; empty: nothing is left to do.
    """

    settings: Settings
    session: Mapping[str, object] = field(default_factory=dict)


class Keeper:
    """Writes states in a thread of its own.

    Args:
        settings: what the settings file says.
        config: the settings file.
        session: the file of the interrupted session; absent while there is none.
        save_settings: writes settings.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        config: Path,
        session: Path,
        save_settings: Callable[[Settings, Path], None] = save,
    ) -> None:
        """Begin with nothing to write."""
        self._settings = settings
        self._config = config
        self._path = session
        self._save_settings = save_settings
        self._written = session.exists()
        self._failed = False
        self._latest: Latest[State] = Latest()
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)
        self._thread.start()

    def keep(self, state: State) -> None:
        """Have a state written, in the place of one not yet written; returns at once."""
        self._latest.put(state)

    def close(self) -> None:
        """Write what is left and end; may be called twice."""
        self._latest.close()
        self._thread.join(JOIN_S)

    def _work(self) -> None:
        while (state := self._latest.get(timeout_s=None)) is not None:
            try:
                self._write(state)
                self._failed = False
            except (OSError, UserError) as error:
                if not self._failed:
                    _log.warning("A power cut would lose the session: %s", error)
                self._failed = True

    def _write(self, state: State) -> None:
        # First what cannot be done again.
        if state.session:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(state.session))
            self._written = True
        elif self._written:
            self._path.unlink(missing_ok=True)
            self._written = False
        if state.settings != self._settings:
            self._save_settings(state.settings, self._config)
            self._settings = state.settings


def interrupted(path: Path) -> Mapping[str, object] | None:
    """What a session left behind that a power cut ended; None when there is nothing to read."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None
