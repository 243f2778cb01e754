"""One process at a time may hold the data folder; a killed one lets go of it."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from mirror.errors import UserError
from mirror.store.lock import in_use, syncing

_ROOT = Path(__file__).resolve().parents[2]
_HOLDING = """
import sys
from pathlib import Path
from mirror.store.lock import in_use
with in_use(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_held_off_until_this_one_ends(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", _HOLDING, str(folder)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(UserError, match="is running") as caught, in_use(folder):
            pass
        assert "Stop it first" in caught.value.remedy
        process.kill()
        process.wait()
    with in_use(folder):
        pass


@pytest.mark.parametrize("lock", [in_use, syncing])
def test_even_in_one_process_it_is_held_once_and_given_back(
    tmp_path: Path, lock: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with lock(tmp_path), pytest.raises(UserError), lock(tmp_path):
        pass
    with lock(tmp_path):
        pass


def test_sync_runs_beside_a_mirror(tmp_path: Path) -> None:
    with in_use(tmp_path), syncing(tmp_path):
        pass


@pytest.mark.parametrize("lock", [in_use, syncing])
def test_a_folder_that_is_a_file_is_said(
    tmp_path: Path, lock: Callable[[Path], AbstractContextManager[None]]
) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(UserError, match="cannot be opened"), lock(tmp_path / "data"):
        pass
