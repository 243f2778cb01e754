"""The pinned packages fit what pyproject.toml asks for, and a release would be complete."""

import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "scripts" / "constraints"
PYTHONS = ("py311", "py312", "py313")


def project() -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return loaded["project"]  # type: ignore[no-any-return] # TOML has no types


def requirements() -> list[Requirement]:
    wanted = list(project()["dependencies"])
    for extra in project()["optional-dependencies"].values():
        wanted += extra
    return [Requirement(text) for text in wanted]


def pins(name: str) -> dict[str, Version]:
    lines = (CONSTRAINTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(package): Version(version) for package, version in pairs}


@pytest.mark.parametrize("python", PYTHONS)
def test_every_dependency_is_pinned_inside_its_range(python: str) -> None:
    pinned = pins(python)
    for wanted in requirements():
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), wanted


@pytest.mark.parametrize("python", PYTHONS)
def test_what_builds_the_project_is_pinned_too(python: str) -> None:
    assert "setuptools" in pins(python)


def test_the_second_runtime_keeps_numpy_1() -> None:
    # tflite-runtime 2.14 imports with numpy 2, and then fails when a model runs.
    assert pins("py311-tflite")["numpy"] < Version("2")


def test_there_are_pins_for_each_python_allowed() -> None:
    allowed = Requirement(f"python{project()['requires-python']}").specifier
    assert [minor for minor in range(20) if allowed.contains(f"3.{minor}.0")] == [11, 12, 13]


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="plumbline")
    assert command.value == "mirror.cli:main"


def test_data_files_are_packaged() -> None:
    # A wheel without them would install and then fail.
    text = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    data: dict[str, list[str]] = text["tool"]["setuptools"]["package-data"]
    left_out = [
        path
        for package in ("exercises", "device", "mirror")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and not packaged(path, data)
    ]
    assert left_out == []


def packaged(path: Path, data: dict[str, list[str]]) -> bool:
    """Whether a file is named by the patterns of a package it lies in."""
    if any(path.match(pattern) for pattern in data["*"]):
        return True
    return any(
        path.is_relative_to(folder) and path.relative_to(folder).match(pattern)
        for name, patterns in data.items()
        if name != "*"
        for folder in [ROOT / name.replace(".", "/")]
        for pattern in patterns
    )
