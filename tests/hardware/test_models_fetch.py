"""Getting packages: with stand-ins for pip and npm that run as real processes."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from device.pose.building.fetch import (
    FetchError,
    FolderFetcher,
    RegistryFetcher,
    RetryingFetcher,
)
from device.pose.building.progress import LineProgress, Progress
from device.pose.building.recipe import Package

WHEEL = Package("poses", "1.0", "wheel", 1000, "poses-1.0-*.whl", optional=False)
TARBALL = Package("@poses/lite", "2.0", "npm", 1000, "poses-lite-2.0.tgz", optional=True)

PIP = """
import pathlib, sys
target = next(word for word in sys.argv if word.startswith("--dest=")).removeprefix("--dest=")
assert sys.argv[1:3] == ["download", "poses==1.0"], sys.argv
assert "--no-deps" in sys.argv and "--python-version=3.11" in sys.argv
pathlib.Path(target, "poses-1.0-py3-none-any.whl").write_bytes(b"wheel")
"""
NPM = """
import os, pathlib, sys
assert sys.argv[1:3] == ["pack", "@poses/lite@2.0"], sys.argv
pathlib.Path("poses-lite-2.0.tgz").write_bytes(b"tarball")
"""
PIP_OFFLINE = """
import sys
print("WARNING: Retrying")
sys.exit("ERROR: No matching distribution found for poses==1.0.")
"""
NPM_DISK_FULL = """
import sys
print("npm ERR! code ENOSPC")
sys.exit("npm ERR! A complete log of this run can be found in: somewhere")
"""


def python(tmp_path: Path, source: str) -> tuple[str, str]:
    script = tmp_path / "tool.py"
    script.write_text(source, encoding="utf-8")
    return sys.executable, str(script)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def test_gets_a_wheel_with_pip(tmp_path: Path, place: Path) -> None:
    fetcher = RegistryFetcher(pip=python(tmp_path, PIP), npm=None)
    assert fetcher.fetch(WHEEL, place, LineProgress()).read_bytes() == b"wheel"
    assert len(list(place.iterdir())) == 1, "scratch files are gone"


def test_gets_a_tarball_with_npm(tmp_path: Path, place: Path) -> None:
    fetcher = RegistryFetcher(pip=("no-such-pip",), npm=python(tmp_path, NPM))
    assert fetcher.fetch(TARBALL, place, LineProgress()).read_bytes() == b"tarball"


def test_says_when_there_is_no_npm(place: Path) -> None:
    with pytest.raises(FetchError, match="npm is not installed") as caught:
        RegistryFetcher(pip=("pip",), npm=None).fetch(TARBALL, place, LineProgress())
    assert not caught.value.temporary


@pytest.mark.parametrize(
    ("source", "words", "temporary"),
    [
        (PIP_OFFLINE, r"^ERROR: No matching distribution found for poses==1\.0$", True),
        (NPM_DISK_FULL, "disk is full", False),
        ("import sys; sys.exit(1)", "no reason given", True),
        ("", r"there is no poses-1\.0-\*\.whl", False),
    ],
)
def test_a_failed_download_gives_its_reason(
    tmp_path: Path, place: Path, source: str, words: str, *, temporary: bool
) -> None:
    fetcher = RegistryFetcher(pip=python(tmp_path, source), npm=None)
    with pytest.raises(FetchError, match=words) as caught:
        fetcher.fetch(WHEEL, place, LineProgress())
    assert caught.value.temporary is temporary


def test_a_full_disk_is_seen_in_what_npm_prints(tmp_path: Path, place: Path) -> None:
    fetcher = RegistryFetcher(pip=("pip",), npm=python(tmp_path, NPM_DISK_FULL))
    with pytest.raises(FetchError, match="disk is full") as caught:
        fetcher.fetch(TARBALL, place, LineProgress())
    assert not caught.value.temporary


def test_a_command_that_is_not_there_is_a_failure(place: Path) -> None:
    with pytest.raises(FetchError, match="does not start"):
        RegistryFetcher(pip=("no-such-pip",), npm=None).fetch(WHEEL, place, LineProgress())


def test_takes_packages_from_a_folder(tmp_path: Path, place: Path) -> None:
    (tmp_path / "poses-1.0-any.whl").write_bytes(b"brought along")
    fetcher = FolderFetcher(tmp_path)
    assert fetcher.fetch(WHEEL, place, LineProgress()).read_bytes() == b"brought along"
    with pytest.raises(FetchError, match=r"there is no poses-lite-2\.0\.tgz"):
        fetcher.fetch(TARBALL, place, LineProgress())


@dataclass
class Flaky:
    """Fails so often, then works."""

    failures: int
    temporary: bool = True
    asked: int = 0

    def fetch(self, package: Package, folder: Path, progress: Progress) -> Path:
        progress.step(package.name)
        self.asked += 1
        if self.asked <= self.failures:
            reason = "line broke"
            raise FetchError(reason, temporary=self.temporary)
        return folder


@dataclass
class Pauses:
    """Waits for nothing and remembers."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def test_tries_three_times_with_growing_pauses(place: Path) -> None:
    pauses = Pauses()
    inner = Flaky(failures=2)
    RetryingFetcher(inner, sleep=pauses).fetch(WHEEL, place, LineProgress())
    assert inner.asked == 3
    first, second = pauses.seconds
    assert first < second


def test_gives_up_after_three_tries(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inner = Flaky(failures=9)
    with pytest.raises(FetchError, match="line broke"):
        RetryingFetcher(inner, sleep=Pauses()).fetch(WHEEL, place, LineProgress())
    assert inner.asked == 3
    assert "trying again" in capsys.readouterr().out


def test_does_not_try_again_what_cannot_pass(place: Path) -> None:
    inner, pauses = Flaky(failures=9, temporary=False), Pauses()
    with pytest.raises(FetchError):
        RetryingFetcher(inner, sleep=pauses).fetch(WHEEL, place, LineProgress())
    assert inner.asked == 1
    assert pauses.seconds == []
