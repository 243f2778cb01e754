"""The table of `plumbline models`."""

import hashlib
import io
from pathlib import Path

import pytest
from rich.console import Console

from device.pose.manifest import Manifest, ModelEntry, Role, write_manifest
from mirror.errors import UserError
from mirror.model_list import show

TIMES_MS = {
    "detector-float32": 12.0,
    "full-float32": 90.0,
    "full-int8": 30.0,
    "full-narrow-int8": 18.0,
}
ROLES: dict[str, Role] = {"detector-float32": "detector", "full-narrow-int8": "narrow"}


def install(directory: Path) -> None:
    (directory / "build-1").mkdir()
    entries = []
    for name in TIMES_MS:
        content = name.encode()
        (directory / "build-1" / name).write_bytes(content)
        entries.append(
            ModelEntry(
                name,
                ROLES.get(name, "landmark"),
                "int8" if name.endswith("int8") else "float32",
                name,
                len(content),
                hashlib.sha256(content).hexdigest(),
            )
        )
    missing = {"lite": "npm is not installed"}
    write_manifest(directory, Manifest("recipe", "build-1", tuple(entries), missing))


def shown(directory: Path) -> tuple[int, str]:
    out = io.StringIO()
    console = Console(file=out, width=100)
    code = show(console, directory, time_ms=lambda model: TIMES_MS[model.name])
    return code, out.getvalue()


def row(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if f" {name} " in line)


def test_shows_each_model_and_which_one_auto_takes(tmp_path: Path) -> None:
    install(tmp_path)
    code, text = shown(tmp_path)
    assert code == 0
    assert "30.0 ms" in row(text, "full-int8")
    assert "✓" in row(text, "full-int8")
    assert "✓" in row(text, "full-narrow-int8")
    assert "✓" not in row(text, "full-float32")
    assert "✓" in row(text, "detector-float32")
    assert str(tmp_path) in text.replace("\n", "")
    assert "lite could not be built: npm is not installed." in text


def test_tells_a_damaged_model(tmp_path: Path) -> None:
    install(tmp_path)
    (tmp_path / "build-1" / "full-int8").write_bytes(b"FULL-INT8")
    code, text = shown(tmp_path)
    assert code == 2
    assert "Damaged: full-int8." in text
    assert " ms" not in row(text, "full-int8")
    assert "✓" not in text


def test_without_models_it_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"Run \./scripts/start once"):
        shown(tmp_path)
