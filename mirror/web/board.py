"""The running session, as the mirror shows it to a phone: figure and numbers, never a picture.

One small file in memory, replaced whole: a reader sees the newest state or none, and neither waits
for the other. Nothing of it stays after the session.
"""

import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from mirror.session.view import Figure, Tone

INTERVAL_S: Final = 0.2
FRESH_S: Final = 3.0
"""Older than this the session is taken to be over."""
_NAME: Final = "live.json"
_LARGEST: Final = 16_384

Points = tuple[tuple[float, float] | None, ...]


@dataclass(frozen=True, slots=True)
class Live:
    """What the glass shows now.

    Attributes:
        exercise: its name in the catalogue; empty between sets.
        side: the working side; None: any.
        count: reps, or seconds held.
        target: what is to be reached; 0: nothing is.
        unit: what is counted.
        cue: the words of the last cue while it is fresh; may be empty.
        tone: what the cue means.
        points: the 33 landmarks in a unit square, as on the mirror; empty: nobody is followed.
        marked: landmarks the cue is about.
        person: id of who trains; empty for a guest.
        mono_s: when, monotonic seconds; set by the board.
    """

    exercise: str = ""
    side: Literal["left", "right", "both"] | None = None
    count: int = 0
    target: int = 0
    unit: Literal["reps", "seconds"] = "reps"
    cue: str = ""
    tone: Tone = "plain"
    points: Points = ()
    marked: tuple[int, ...] = ()
    person: str = ""
    mono_s: float = 0.0


def board_path(folder: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the board of a data folder lies: in memory where systemd or the desktop gives a place.

    On an installed mirror that is the mirror's `RuntimeDirectory=plumbline`; the pages' service is
    told of it.
    """
    systemd = environment.get("RUNTIME_DIRECTORY", "").split(":")[0]
    if systemd:
        return Path(systemd) / _NAME
    desktop = environment.get("XDG_RUNTIME_DIR")
    if desktop and Path(desktop).is_dir():
        mark = f"{zlib.crc32(str(folder.absolute()).encode()):08x}"
        return Path(desktop) / "plumbline" / mark / _NAME
    return folder / _NAME


class LiveBoard:
    """Shows the running session; for the mirror.

    Args:
        path: as from `board_path`.
    """

    def __init__(self, path: Path) -> None:
        """Show nothing yet."""
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._latest_s: float | None = None
        self._ready = False

    def put(self, live: Live, t_s: float) -> bool:
        """Show a state, at most five a second; says whether it was taken. Never raises.

        Args:
            live: what the glass shows.
            t_s: monotonic seconds, as of the loop.
        """
        if self._latest_s is not None and 0.0 <= t_s - self._latest_s < INTERVAL_S:
            return False
        self._latest_s = t_s
        with suppress(OSError):
            if not self._ready:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._ready = True
            self._part.write_bytes(_encoded(live, t_s))
            self._part.replace(self._path)
            return True
        self._ready = False
        return False

    def clear(self) -> None:
        """Show nothing any more."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def points_of(figure: Figure | None) -> Points:
    """The points of the mirror's small figure, without those the model does not believe in."""
    if figure is None:
        return ()
    return tuple(
        None if point is None or not sure else (round(point[0], 3), round(point[1], 3))
        for point, sure in zip(figure.points, figure.sure, strict=True)
    )


def read_board(path: Path, mono_s: float) -> Live | None:
    """What the board shows; None when nothing fresh."""
    try:
        with path.open("rb") as file:
            live = msgspec.json.decode(file.read(_LARGEST), type=Live)
    except (OSError, msgspec.MsgspecError):
        return None
    return live if 0.0 <= mono_s - live.mono_s <= FRESH_S else None


def _encoded(live: Live, t_s: float) -> bytes:
    shown: dict[str, object] = msgspec.to_builtins(live)
    return msgspec.json.encode({**shown, "mono_s": t_s})
