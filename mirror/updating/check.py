"""Is this version sound on this machine? Asked before a mirror switches to it, while another runs.

It changes nothing: the records are tried on a copy.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console

from device.errors import DeviceError
from mirror.errors import EXIT_BUG, UserError
from mirror.model_list import show
from mirror.store import opening
from mirror.store.backup import copy_to
from mirror.updating.golden import GOLDEN, differences, recordings
from mirror.web import database

TABLES: Final = ("profile", "session", "set_", "rep", "event")
OWN_MODELS: Final = Path(__file__).resolve().parents[2] / "models"
"""Of an installed release; scripts/install links it."""
_PREFIX: Final = "trying-"


def check(folder: Path, *, stamp: str, tell: Callable[[str], None], golden: Path = GOLDEN) -> int:
    """Try all; say each in one line.

    Args:
        folder: the data folder of the mirror that runs.
        stamp: the time for names of files.
        tell: told what was found.
        golden: recordings with what is expected of them.

    Returns:
        The exit code: 0, or 1 when something is not sound.
    """
    tries: Mapping[str, Callable[[], str]] = {
        "recordings": lambda: _replayed(golden),
        "pose models": _models,
        "records": lambda: _records(folder, stamp=stamp),
    }
    sound = True
    for what, attempt in tries.items():
        try:
            tell(f"{what}: {attempt()}")
        except (UserError, DeviceError, sqlite3.Error, OSError, ValueError) as error:
            sound = False
            tell(f"{what}: NOT SOUND: {error}")
    return 0 if sound else EXIT_BUG


def _replayed(golden: Path) -> str:
    found = recordings(golden)
    if not found:
        message = f"No recordings in {golden}"
        raise UserError(message, remedy="Fetch the version again.")
    for recording in found:
        wrong = differences(recording)
        if wrong:
            message = f"{recording.stem} gives another outcome ({wrong[0]})"
            raise UserError(message, remedy="Keep the version that runs.")
    return f"{len(found)} give what they must"


def _models() -> str:
    # Those of this release, not those of the one that runs.
    place = OWN_MODELS if OWN_MODELS.exists() else None
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        if show(Console(file=nowhere), place) != 0:
            message = "A pose model is damaged"
            raise UserError(message, remedy="Fetch the version again.")
    return "all run"


def _records(folder: Path, *, stamp: str) -> str:
    with _copies(folder) as (made, before):
        if opening.FILE_NAME not in made:
            return "none yet"
        room = made[opening.FILE_NAME].parent
        opened = opening.open_store(room, stamp=stamp, thorough=True)
        if opened.set_aside is not None:
            message = "The copy was found damaged"
            raise UserError(message, remedy="Look at the records first: plumbline backup")
        if database.FILE_NAME in made:
            database.open_web(room).close()
        with closing(sqlite3.connect(opened.path)) as connection:
            after = counted(connection)
    if after != before:
        message = f"Records would be lost: {before} before, {after} after"
        raise UserError(message, remedy="Keep the version that runs.")
    moved = "" if opened.migrated_from is None else " would be brought to this version,"
    return f"{after['rep']} reps,{moved} nothing is lost"


@contextmanager
def _copies(folder: Path) -> Iterator[tuple[dict[str, Path], dict[str, int]]]:
    """Copies of the databases, beside them since memory would not do, and what is in them."""
    for left_over in folder.glob(f"{_PREFIX}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    made: dict[str, Path] = {}
    rows: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as name:
        for file in (opening.FILE_NAME, database.FILE_NAME):
            path = folder.absolute() / file
            if not path.is_file():
                continue
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as one:
                copy_to(one, Path(name) / file)
            made[file] = Path(name) / file
        if opening.FILE_NAME in made:
            with closing(sqlite3.connect(made[opening.FILE_NAME])) as one:
                rows = counted(one)
        yield made, rows


def counted(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of each table a person would miss."""
    return {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our names
        for table in TABLES
    }
