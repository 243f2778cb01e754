"""Other programs on the same frames: their environments, and runs of them.

They are what a user would otherwise take: MediaPipe with the same full model in float, with its
own detector and smoothing. They live in environments of their own, so that their pins touch
nothing of ours; docs/bench.md says what is compared.
"""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs

from mirror.errors import UserError

_PROGRAM: Final = Path(__file__).with_name("peer_mediapipe.py")
_MARK: Final = "ready"
_WITH_WEIGHTS: Final = "0.10.21"
"""The last release of MediaPipe with model files inside."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to compare with.

    Attributes:
        name: what `--compare` takes.
        title: what people read.
        version: of MediaPipe.
    """

    name: str
    title: str
    version: str


PEERS: Final[Mapping[str, Peer]] = {
    one.name: one
    for one in (
        Peer("mediapipe", f"MediaPipe Pose {_WITH_WEIGHTS}", _WITH_WEIGHTS),
        Peer("mediapipe-tasks", "MediaPipe PoseLandmarker 1.2.2", "1.2.2"),
    )
}

Install = Callable[[str], Path]
"""Makes the environment of a version of MediaPipe; returns its folder."""


def environment(version: str) -> Path:
    """Where an environment is kept."""
    return platformdirs.user_cache_path("plumbline") / f"mediapipe-{version}"


def install(version: str, folder: Path | None = None) -> Path:
    """Make an environment, once.

    Returns:
        Its folder.

    Raises:
        UserError: it cannot be installed here.
    """
    place = environment(version) if folder is None else folder
    if (place / _MARK).exists():
        return place
    try:
        venv.create(place, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"No environment for MediaPipe can be made in {place} ({error})"
        raise UserError(message, remedy="Make room there, or leave --compare out.") from error
    done = subprocess.run(  # noqa: S603 - fixed words
        [
            _python(place),
            "-m",
            "pip",
            "install",
            "-q",
            "--only-binary=:all:",
            f"mediapipe=={version}",
        ],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        shutil.rmtree(place, ignore_errors=True)
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        what = said[-1].removeprefix("ERROR: ") if said else f"pip ended with {done.returncode}"
        message = f"MediaPipe {version} cannot be installed for Python {_ours()} ({what})"
        raise UserError(message, remedy="It needs the network once; or leave --compare out.")
    (place / _MARK).touch()
    return place


def open_peer(peer: Peer, install: Install = install) -> Callable[..., dict[str, Any]]:
    """Make what a peer needs.

    Returns:
        What runs it, timed and in a process of its own: takes a clip, how many frames after the
        first (0: all) and, as `points`, a file for the landmarks it finds (px, [frames, 33, 2]);
        raises UserError where it does not run.

    Raises:
        UserError: it cannot be installed here.
    """
    place = install(peer.version)
    bundle = place / "pose_landmarker.task"
    if peer.version != _WITH_WEIGHTS and not bundle.exists():
        _say(peer, install(_WITH_WEIGHTS), ["bundle", bundle])

    def run(clip: Path, frames: int, points: Path | None = None) -> dict[str, Any]:
        kept = [] if points is None else [points]
        said = _say(peer, place, [peer.name, clip, str(frames), bundle, *kept])
        figures: dict[str, Any] = json.loads(said.splitlines()[-1])
        return figures

    return run


def _say(peer: Peer, place: Path, words: Sequence[str | Path]) -> str:
    """Run the peers' program in an environment; what it prints."""
    done = subprocess.run(  # noqa: S603 - our own program
        [_python(place), _PROGRAM, *words], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        last = next(reversed(done.stderr.splitlines()), f"exit code {done.returncode}")
        message = f"{peer.title} does not run here ({last})"
        raise UserError(message, remedy="Leave --compare out.")
    return done.stdout


def _python(place: Path) -> Path:
    return place / "bin" / "python"


def _ours() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"
