"""MediaPipe Pose on the same frames: its environment, and a run of it.

It is the program a user would otherwise take: the same full model (complexity 1) in float, with
its own detector and smoothing. It lives in an environment of its own, so that its pins touch
nothing of ours; docs/bench.md says what is compared.
"""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any, Final

import platformdirs

from mirror.errors import UserError

NAME: Final = "mediapipe"
VERSION: Final = "0.10.21"
"""The last line with model files inside."""
_PROGRAM: Final = Path(__file__).with_name("peer_mediapipe.py")
_MARK: Final = "ready"


def peer_folder() -> Path:
    """Where its environment is kept."""
    return platformdirs.user_cache_path("plumbline") / f"{NAME}-{VERSION}"


def install_peer(folder: Path | None = None) -> Path:
    """Make the environment, once.

    Returns:
        Its Python.

    Raises:
        UserError: it cannot be installed here.
    """
    place = peer_folder() if folder is None else folder
    python = place / "bin" / "python"
    if (place / _MARK).exists():
        return python
    try:
        venv.create(place, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"No environment for MediaPipe can be made in {place} ({error})"
        raise UserError(message, remedy="Make room there, or leave --compare out.") from error
    done = subprocess.run(  # noqa: S603 - fixed words
        [python, "-m", "pip", "install", "-q", "--only-binary=:all:", f"{NAME}=={VERSION}"],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        shutil.rmtree(place, ignore_errors=True)
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        what = said[-1].removeprefix("ERROR: ") if said else f"pip ended with {done.returncode}"
        message = f"MediaPipe {VERSION} cannot be installed for Python {_python()} ({what})"
        raise UserError(message, remedy="It needs the network once; or leave --compare out.")
    (place / _MARK).touch()
    return python


def run_peer(python: Path, clip: Path, frames: int) -> dict[str, Any]:
    """One timed run in a process of its own.

    Args:
        python: of the environment.
        clip: the clip.
        frames: how many after the first; 0 for all.

    Raises:
        UserError: it does not run here.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [python, _PROGRAM, clip, str(frames)], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        last = next(reversed(done.stderr.splitlines()), f"exit code {done.returncode}")
        message = f"MediaPipe {VERSION} does not run here ({last})"
        raise UserError(message, remedy="Leave --compare out.")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"
