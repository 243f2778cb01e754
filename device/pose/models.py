"""Which pose models are installed, how fast they are here, and which one to use."""

import difflib
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from device.errors import ModelError
from device.pose.manifest import BUILD_REMEDY, ModelEntry, Precision, Role, read_manifest
from device.pose.timing import Timings, measure, most_threads

DATA_VARIABLE: Final = "PLUMBLINE_DATA"
"""Environment variable that names another data folder."""
AUTO: Final = "auto"
TARGET_RATE_HZ: Final = 15.0
"""Poses a second that `auto` asks for (issue 2)."""
LANDMARK_SHARE: Final = 0.6
"""Part of the time between two poses that the landmark network may take. The rest is for the
frame, the crop, the tracker and the window: 3-4 ms beside 5-9 ms on a PC (models/README.md)."""

ACCURACY: Final[Mapping[str, float]] = {
    "full-float32": 4.27,
    "full-int8": 4.28,
    "lite-float32": 4.32,
    "lite-int8": 4.32,
}
"""Landmark models, most accurate first: mean error of 12 joints, % of torso length, with their
narrow models, over 13 rendered clips with exact truth and 20 of scripts/draw_unseen.py. Both kinds
are alike there; on real people `lite` is 6 % of torso from what `full` sees (docs/models.md)."""
NARROW: Final = "-narrow"
"""Ends the kind of a narrow model."""
SAME_ACCURACY: Final = 0.25
"""Models of one kind this near count as equally accurate: the clips differ by more from one body
to the next. The int8 one is then taken: it is faster. A PC and an emulated Pi 5 judge
the demo alike with it, to 3 points of 100 (docs/install.md)."""

REBUILD_REMEDY: Final = "Run .venv/bin/python scripts/build_models.py --again to build anew."


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model file that is there.

    Attributes:
        name: id, such as "full-int8".
        sha256: what the file's hash must be; see `is_intact`.
    """

    name: str
    role: Role
    precision: Precision
    path: Path
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The models a pose estimator needs.

    Attributes:
        narrow: of the landmark model's kind and precision; None where there is none.
    """

    landmark: InstalledModel
    detector: InstalledModel
    narrow: InstalledModel | None


def models_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder the pose models are kept in; it need not exist."""
    data = environment.get(DATA_VARIABLE)
    return (Path(data) if data else platformdirs.user_data_path("plumbline")) / "models"


def installed(directory: Path | None = None) -> tuple[InstalledModel, ...]:
    """The models that are installed, in the order they were built.

    Args:
        directory: models folder; None for `models_dir()`.

    Raises:
        ModelError: the list of models is damaged.
    """
    place = models_dir() if directory is None else directory
    manifest = read_manifest(place)
    if manifest is None:
        return ()
    return tuple(_model(place / manifest.folder, entry) for entry in manifest.models)


def not_installed(directory: Path) -> dict[str, str]:
    """Kinds of model the last build had to leave out, and why.

    Raises:
        ModelError: the list of models is damaged.
    """
    manifest = read_manifest(directory)
    return {} if manifest is None else manifest.missing


def choose(
    choice: str,
    directory: Path | None = None,
    *,
    time_ms: Callable[[InstalledModel], float] | None = None,
) -> Chosen:
    """The models to use.

    Args:
        choice: a model's name; "full" or "lite" for the better precision of that kind that is
            fast enough here; "auto" for the most accurate of all that is fast enough here.
            Where none is fast enough, the fastest.
        directory: models folder; None for `models_dir()`.
        time_ms: ms of one inference; None for `timings` of the folder.

    Raises:
        ModelError: unknown, not installed, or damaged.
    """
    place = models_dir() if directory is None else directory
    models = installed(place)
    detectors = [model for model in models if model.role == "detector"]
    landmarks = sorted((model for model in models if model.role == "landmark"), key=_rank)
    if not detectors or not landmarks:
        message = "The pose models are not built yet"
        raise ModelError(message, remedy=BUILD_REMEDY)
    fitting = [model for model in landmarks if choice in (AUTO, model.name, _kind(model.name))]
    if not fitting:
        raise _unknown(choice, landmarks)
    narrow = {model.name: model for model in models if model.role == "narrow"}
    for model in (*fitting, *detectors, *narrow.values()):
        _check_size(model)
    measured = timings(place) if time_ms is None else time_ms
    # Nearly all the time a person is seen by the narrow one; without it, poses come at 0.6 of the
    # rate, for as long as they kneel or stretch out their arms.
    landmark = _fast_enough(fitting, lambda one: measured(narrow.get(narrow_name(one), one)))
    # A machine that needs int8 for the one needs it for the other, too.
    detectors.sort(key=lambda one: one.precision != landmark.precision)
    return Chosen(landmark, detectors[0], narrow.get(narrow_name(landmark)))


def narrow_name(landmark: InstalledModel) -> str:
    """Id of a landmark model's narrow version: "full-narrow-int8" for "full-int8"."""
    return f"{_kind(landmark.name)}{NARROW}-{landmark.precision}"


def measure_ms(model: InstalledModel) -> float:
    """Median ms of one inference on this machine, measured now.

    Raises:
        ModelError: the model cannot be run.
    """
    return measure(model.path, most_threads())


def timings(directory: Path) -> Callable[[InstalledModel], float]:
    """Ms of one inference on this machine, measured once and remembered in `directory`."""
    cache = Timings(directory)
    return lambda model: cache.ms(model.path, model.sha256)


def threads_for(model: InstalledModel, directory: Path | None = None) -> int:
    """CPU threads that a model of that models folder is worth here; measured the first time.

    Raises:
        ModelError: the model cannot be run.
    """
    place = models_dir() if directory is None else directory
    return Timings(place).threads(model.path, model.sha256)


def is_intact(model: InstalledModel) -> bool:
    """Whether the file is what was built, by its hash (10 ms for 12 MB on a PC)."""
    import hashlib  # noqa: PLC0415 - brings OpenSSL, 3.5 MB that following a person does not need

    try:
        with model.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == model.sha256
    except OSError:
        return False


def reaches_target(landmark_ms: float) -> bool:
    """Whether a landmark model of that speed gives 15 poses a second, the rest included."""
    return landmark_ms <= LANDMARK_SHARE * 1000 / TARGET_RATE_HZ


def _fast_enough(
    models: list[InstalledModel], time_ms: Callable[[InstalledModel], float]
) -> InstalledModel:
    """The first that reaches the target, or the fastest; one alone is not measured."""
    if len(models) == 1:
        return models[0]
    took_ms: dict[str, float] = {}
    for model in models:
        took_ms[model.name] = time_ms(model)
        if reaches_target(took_ms[model.name]):
            return model
    return min(models, key=lambda one: took_ms[one.name])


def _model(folder: Path, entry: ModelEntry) -> InstalledModel:
    return InstalledModel(
        name=entry.name,
        role=entry.role,
        precision=entry.precision,
        path=folder / entry.file,
        size_bytes=entry.size_bytes,
        sha256=entry.sha256,
    )


def _rank(model: InstalledModel) -> tuple[float, bool]:
    """Measured error, and float after an int8 as good; a model without figures comes last."""
    error = ACCURACY.get(model.name, math.inf)
    best = min(
        (other for name, other in ACCURACY.items() if _kind(name) == _kind(model.name)),
        default=error,
    )
    same = error - best <= SAME_ACCURACY
    return (best if same else error), model.precision != "int8"


def _kind(name: str) -> str:
    """The name of a model without its precision: "full" for "full-int8"."""
    return name.rpartition("-")[0]


def _unknown(choice: str, landmarks: list[InstalledModel]) -> ModelError:
    """The error for a choice that fits no installed model."""
    if choice in ACCURACY or choice in {_kind(name) for name in ACCURACY}:
        message = f'The pose model "{choice}" is not installed'
        return ModelError(message, remedy=REBUILD_REMEDY)
    known = [AUTO, *dict.fromkeys(_kind(model.name) for model in landmarks)]
    known += [model.name for model in landmarks]
    close = difflib.get_close_matches(choice, known, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"Choose one of: {', '.join(known)}."
    return ModelError(f'There is no pose model "{choice}"', remedy=hint)


def _check_size(model: InstalledModel) -> None:
    """Refuse a file that is gone or cut short, before the runtime meets it.

    The hash takes longer; `plumbline models` checks it.
    """
    try:
        size = model.path.stat().st_size
    except OSError as error:
        message = f"The pose model {model.name} is gone ({model.path})"
        raise ModelError(message, remedy=BUILD_REMEDY) from error
    if size != model.size_bytes:
        message = f"The pose model {model.name} is damaged ({model.path})"
        raise ModelError(message, remedy=BUILD_REMEDY)
