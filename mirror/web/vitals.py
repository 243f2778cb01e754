"""How the mirror is, as it shows it to the phone pages and the doctor: a small file in memory.

It lies beside the board of the running session (`mirror.web.board`) and is replaced whole.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from mirror.health.vitals import Vitals

FRESH_S: Final = 30.0
"""Older than this the mirror does not run; it writes every 5 s."""
_NAME: Final = "health.json"
_LARGEST: Final = 4096


class _Shown(msgspec.Struct):
    """What the file holds.

    Attributes:
        mono_s: when, monotonic seconds.
    """

    vitals: Vitals
    mono_s: float


def show_vitals(board: Path, vitals: Vitals, mono_s: float) -> None:
    """Replace what is shown; never raises.

    Args:
        board: as from `mirror.web.board.board_path`.
        vitals: what to show.
        mono_s: now, monotonic seconds.
    """
    path = board.with_name(_NAME)
    part = path.with_name(f"{_NAME}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.write_bytes(msgspec.json.encode(_Shown(vitals, mono_s)))
        part.replace(path)


def clear_vitals(board: Path) -> None:
    """Show nothing any more."""
    with suppress(OSError):
        board.with_name(_NAME).unlink(missing_ok=True)


def read_vitals(board: Path, mono_s: float) -> Vitals | None:
    """What the running mirror shows; None: it does not run."""
    try:
        with board.with_name(_NAME).open("rb") as file:
            shown = msgspec.json.decode(file.read(_LARGEST), type=_Shown)
    except (OSError, msgspec.MsgspecError):
        return None
    return shown.vitals if 0.0 <= mono_s - shown.mono_s <= FRESH_S else None
