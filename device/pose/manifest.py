"""The list of built models, kept beside them as `manifest.json`.

The models themselves lie in a sub-folder which the manifest names. A build writes a new
sub-folder and then replaces the manifest, one rename, so a reader sees all of the old models
or all of the new ones.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from device.errors import ModelError

Role = Literal["landmark", "narrow", "detector"]
"""A narrow model is a landmark model that sees fewer columns (device/pose/narrow.py)."""
Precision = Literal["int8", "float32"]

MANIFEST_NAME: Final = "manifest.json"
BUILD_REMEDY: Final = "Run ./scripts/start once to build the pose models."
_FORMAT: Final = "plumbline-models"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One built model.

    Attributes:
        name: id, such as "full-int8".
        file: name inside the manifest's folder.
        sha256: of the file.
    """

    name: str
    role: Role
    precision: Precision
    file: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build left behind.

    Attributes:
        recipe: digest of the recipe it followed.
        folder: the sub-folder the models lie in.
        missing: weights that could not be had → why.
    """

    recipe: str
    folder: str
    models: tuple[ModelEntry, ...]
    missing: dict[str, str]


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest in `directory`, or None when nothing was built there yet.

    Raises:
        ModelError: there is one, but it cannot be understood.
    """
    path = directory / MANIFEST_NAME
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return _parse(fields)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"The list of pose models {path} is damaged"
        raise ModelError(message, remedy=BUILD_REMEDY) from error


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Replace the manifest in `directory` in one step, safe against a loss of power.

    Raises:
        OSError: the disk is full or read-only; the old manifest is still there.
    """
    fields = {"format": _FORMAT, "version": _VERSION} | asdict(manifest)
    draft = directory / f".{MANIFEST_NAME}.{os.getpid()}"
    try:
        with draft.open("w", encoding="utf-8") as file:
            json.dump(fields, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(directory / MANIFEST_NAME)
    finally:
        draft.unlink(missing_ok=True)


def _parse(fields: Any) -> Manifest:  # noqa: ANN401 - JSON may hold anything
    """Check the format and take the known fields."""
    if (fields["format"], fields["version"]) != (_FORMAT, _VERSION):
        message = "not a list of models of this version"
        raise ValueError(message)
    models = tuple(ModelEntry(**entry) for entry in fields["models"])
    folder = str(fields["folder"])
    for name in (folder, *(entry.file for entry in models)):
        if Path(name).name != name:
            message = f"{name!r} is not a plain file name"
            raise ValueError(message)
    return Manifest(str(fields["recipe"]), folder, models, dict(fields["missing"]))
