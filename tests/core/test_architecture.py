"""What the import graph must never allow, where import-linter's contracts cannot say it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("exercises", "device", "mirror")

# Everything `exercises` may import: no clock, file, thread, random number or network among it.
PURE_STDLIB = {
    "bisect",
    "collections",
    "dataclasses",
    "difflib",
    "enum",
    "functools",
    "itertools",
    "math",
    "operator",
    "statistics",
    "types",
    "typing",
}
PURE = PURE_STDLIB | {"numpy", "exercises"}
# The registry finds the files of the catalogue, so that a new exercise is one new file.
ALSO = {"exercises/registry.py": {"importlib", "pkgutil"}}

# Names that would let a pure module reach the world without an import.
IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "__import__", "breakpoint"}

# Libraries with one home each: swapping one is then a change in one place.
HOMES = {
    "pygame": ("mirror/ui/", "device/drivers/speaker_mixer.py"),
    "cv2": ("device/",),
    "picamera2": ("device/drivers/",),
    "libcamera": ("device/drivers/",),
    "gpiozero": ("device/drivers/",),
    "ai_edge_litert": ("device/pose/",),
    "tflite_runtime": ("device/pose/",),
    "ai_edge_quantizer": ("device/pose/building/",),
    "flatbuffers": ("device/pose/building/",),
    "matplotlib": ("mirror/report/",),
    "reportlab": ("mirror/report/sheet/",),
    "fit_tool": ("mirror/report/fit.py",),
    "httpx2": ("mirror/sync/http.py",),
    "paho": ("mirror/sync/mqtt_link.py",),
}


def sources(*folders: str) -> list[Path]:
    found = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    assert found
    return found


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """Full names of all imported modules, those inside functions and type checks too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            yield node.module


def names_used(path: Path) -> set[str]:
    """Every name, attribute and imported name of a module, annotations in quotes included."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", sources("exercises"), ids=relative)
def test_exercises_import_only_what_is_pure(path: Path) -> None:
    assert {name.split(".")[0] for name in imports(path)} <= PURE | ALSO.get(relative(path), set())


@pytest.mark.parametrize("path", sources("exercises"), ids=relative)
def test_exercises_reach_nothing_through_builtins(path: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & IMPURE_CALLS


@pytest.mark.parametrize("path", sources("exercises"), ids=relative)
def test_exercises_draw_no_random_numbers(path: Path) -> None:
    # numpy is allowed; its random part and its file functions are not.
    assert not names_used(path) & {"random", "load", "save", "loadtxt", "genfromtxt", "memmap"}


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=relative)
def test_each_library_stays_in_its_home(path: Path) -> None:
    place = relative(path)
    strays = {
        name
        for name in (full.split(".")[0] for full in imports(path))
        if name in HOMES and not place.startswith(HOMES[name])
    }
    assert not strays


@pytest.mark.parametrize("path", sources("exercises", "mirror"), ids=relative)
def test_no_module_outside_device_names_a_picture_type(path: Path) -> None:
    # Code that cannot name a frame, or the camera that gives one, cannot store or send it.
    assert not names_used(path) & {"Frame", "BgrImage", "Camera", "PoseEstimator"}


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=relative)
def test_no_module_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_allow_list_names_real_modules() -> None:
    assert set(sys.stdlib_module_names) >= PURE_STDLIB


def test_no_test_folder_shadows_a_package() -> None:
    assert not {folder.name for folder in (ROOT / "tests").iterdir()} & set(PACKAGES)
