"""Building and installing models: all or nothing, whatever goes wrong on the way."""

import errno
import hashlib
import io
import random
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from device.errors import ModelError
from device.pose.building.fetch import FetchError
from device.pose.building.install import install, up_to_date
from device.pose.building.progress import LineProgress, Progress
from device.pose.building.recipe import Package, Recipe, Weights, standard
from device.pose.building.unpack import take_weights
from device.pose.manifest import Precision, read_manifest
from device.pose.models import installed

ROOT = Path(__file__).resolve().parents[2]
FULL, LITE = b"the full weights", b"the lite weights"
WHEEL = Package("poses", "1.0", "wheel", 1000, "poses-1.0-*.whl", optional=False)
TARBALL = Package("@poses/lite", "2.0", "npm", 1000, "poses-lite-2.0.tgz", optional=True)


def weights(name: str, package: Package, content: bytes) -> Weights:
    digest = hashlib.sha256(content).hexdigest()
    member = f"package/{name}.tflite"
    return Weights(name, "landmark", package, member, digest, ("Identity",), calibration=None)


RECIPE = Recipe((weights("full", WHEEL, FULL), weights("lite", TARBALL, LITE)), (("code", "1"),))
NEXT_RECIPE = replace(RECIPE, tools=(("code", "2"),))


def wheel(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("package/full.tflite", content)
    return buffer.getvalue()


def tarball(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as package:
        entry = tarfile.TarInfo("package/lite.tflite")
        entry.size = len(content)
        package.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


@dataclass
class FakeFetcher:
    """Hands out files, or fails as told."""

    files: dict[Package, bytes | BaseException] = field(
        default_factory=lambda: {WHEEL: wheel(FULL), TARBALL: tarball(LITE)}
    )
    asked: list[str] = field(default_factory=list)

    def fetch(self, package: Package, folder: Path, progress: Progress) -> Path:
        self.asked.append(package.name)
        progress.at(10)
        answer = self.files[package]
        if isinstance(answer, BaseException):
            raise answer
        path = folder / package.file_pattern.replace("*", "any")
        path.write_bytes(answer)
        return path


@dataclass
class FakeMaker:
    """Models that show what they were made of."""

    error: BaseException | None = None

    def make(self, weights: Weights, content: bytes) -> dict[Precision, bytes]:
        if self.error is not None and weights.name == "lite":
            raise self.error
        return {"float32": b"float of " + content, "int8": b"int8 of " + content}


@dataclass
class Build:
    """A models folder and what builds into it."""

    directory: Path
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    maker: FakeMaker = field(default_factory=FakeMaker)
    makers_made: int = 0
    free_bytes: Callable[[Path], int] = lambda _: 10**10

    def run(self, recipe: Recipe = RECIPE, *, again: bool = False) -> bool:
        return install(
            self.directory,
            recipe,
            fetcher=self.fetcher,
            maker=self._make_maker,
            progress=LineProgress(),
            free_bytes=self.free_bytes,
            again=again,
        ).built

    def _make_maker(self) -> FakeMaker:
        self.makers_made += 1
        return self.maker

    def contents(self) -> dict[str, bytes]:
        return {model.name: model.path.read_bytes() for model in installed(self.directory)}

    def folders(self) -> list[str]:
        return sorted(path.name for path in self.directory.iterdir() if path.is_dir())


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path / "data" / "models")


def test_builds_both_precisions_of_all_weights(build: Build) -> None:
    assert build.run()
    assert build.contents() == {
        "full-float32": b"float of the full weights",
        "full-int8": b"int8 of the full weights",
        "lite-float32": b"float of the lite weights",
        "lite-int8": b"int8 of the lite weights",
    }
    (folder,) = build.folders()
    assert len(list((build.directory / folder).iterdir())) == 4, "no downloads are kept"


def test_a_second_run_touches_nothing(build: Build) -> None:
    build.run()
    before = build.contents()
    assert not build.run()
    assert build.fetcher.asked == ["poses", "@poses/lite"]
    assert build.makers_made == 1
    assert build.contents() == before


def test_builds_again_when_the_recipe_changes_or_on_request(build: Build) -> None:
    build.run()
    old = build.folders()
    assert build.run(NEXT_RECIPE)
    assert build.folders() != old
    assert len(build.folders()) == 1
    assert build.run(NEXT_RECIPE, again=True)


@pytest.mark.parametrize("harm", ["cut short", "changed", "gone"])
def test_builds_again_when_a_model_is_damaged(build: Build, harm: str) -> None:
    build.run()
    path = installed(build.directory)[0].path
    content = path.read_bytes()
    path.unlink()
    if harm != "gone":
        path.write_bytes(content[:-1] if harm == "cut short" else content.swapcase())
    assert up_to_date(build.directory, RECIPE) is None
    assert build.run()
    assert build.contents()["full-float32"] == content


def test_builds_again_when_the_list_of_models_is_damaged(build: Build) -> None:
    build.run()
    (build.directory / "manifest.json").write_text("{", encoding="utf-8")
    assert build.run()
    assert len(build.contents()) == 4
    assert len(build.folders()) == 1


FAILURES: dict[str, tuple[dict[Package, bytes | BaseException], Exception | None, str]] = {
    "wrong hash": ({WHEEL: wheel(b"other weights")}, None, "not the ones Plumbline knows"),
    "member missing": ({WHEEL: tarball(b"")}, None, "poses-1.0-any.whl is broken"),
    "cut short": ({WHEEL: wheel(FULL)[:40]}, None, "broken or was cut short"),
    "empty": ({WHEEL: b""}, None, "broken or was cut short"),
    "no network": ({WHEEL: FetchError("no route", temporary=True)}, None, "no route"),
    "disk full when fetching": ({WHEEL: OSError(errno.ENOSPC, "full")}, None, "disk is full"),
    "disk full when building": ({}, OSError(errno.ENOSPC, "full"), "disk is full"),
    "result not right": ({}, ModelError("It is off", remedy="Report it."), "It is off"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_says_what_to_do_and_leaves_the_old_models(build: Build, name: str) -> None:
    files, error, words = FAILURES[name]
    build.run()
    before, folders = build.contents(), build.folders()
    build.fetcher.files |= files
    build.maker.error = error
    with pytest.raises(ModelError, match=words) as caught:
        build.run(NEXT_RECIPE)
    assert caught.value.remedy.endswith(".")
    assert not caught.value.message.endswith(".")
    assert build.contents() == before
    assert build.folders() == folders


def test_a_first_build_that_fails_leaves_nothing(build: Build) -> None:
    build.fetcher.files[WHEEL] = wheel(b"other weights")
    with pytest.raises(ModelError):
        build.run()
    assert installed(build.directory) == ()
    assert build.folders() == []


def test_an_interrupted_build_leaves_the_old_models(build: Build) -> None:
    build.run()
    before, folders = build.contents(), build.folders()
    build.maker.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        build.run(NEXT_RECIPE)
    assert build.contents() == before
    assert build.folders() == folders


def test_what_a_killed_build_left_is_swept_up(build: Build) -> None:
    build.run()
    (build.directory / "build-killed").mkdir()
    (build.directory / "build-killed" / "half.tflite").write_bytes(b"half")
    (build.directory / "build-killed-too").mkdir()
    assert not build.run()
    assert len(build.folders()) == 1
    assert len(build.contents()) == 4


def test_too_little_space_is_refused_before_anything_is_fetched(build: Build) -> None:
    build.free_bytes = lambda _: 10**7
    with pytest.raises(ModelError, match=r"too full.*150 MB"):
        build.run()
    assert build.fetcher.asked == []


def test_a_folder_that_cannot_be_made_is_an_error_for_people(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelError, match="cannot be written"):
        Build(tmp_path / "file" / "models").run()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (FetchError("npm is not installed", temporary=False), "npm is not installed"),
        (tarball(b"other weights"), "not the ones Plumbline knows"),
        (tarball(LITE)[:30], "cut short"),
    ],
)
def test_goes_on_without_an_optional_package(
    build: Build,
    answer: bytes | FetchError,
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build.fetcher.files[TARBALL] = answer
    assert build.run()
    assert set(build.contents()) == {"full-float32", "full-int8"}
    manifest = read_manifest(build.directory)
    assert manifest is not None
    assert reason in manifest.missing["lite"]
    assert "Going on without @poses/lite" in capsys.readouterr().out
    assert not build.run(), "what could not be had is not tried again at every start"


@pytest.mark.parametrize(
    ("one", "good"), [(RECIPE.weights[0], wheel(FULL)), (RECIPE.weights[1], tarball(LITE))]
)
def test_damaged_bytes_are_refused_or_harmless(tmp_path: Path, one: Weights, good: bytes) -> None:
    rng = random.Random(1)  # noqa: S311 - no secret
    archive = tmp_path / "package"
    for _ in range(1000):
        damaged = bytearray(good)
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        archive.write_bytes(damaged)
        try:
            content = take_weights(one, archive)
        except ModelError:
            continue
        assert hashlib.sha256(content).hexdigest() == one.sha256


def test_the_digest_follows_all_that_decides(tmp_path: Path) -> None:
    ranges, numbers = tmp_path / "calibration.json", tmp_path / "tuned.npz"
    for file in (ranges, numbers):
        file.write_text("1", encoding="utf-8")
    full = replace(RECIPE.weights[0], calibration=ranges, tuned=numbers)
    recipe = Recipe((full,), RECIPE.tools)
    digests = {recipe.digest(), NEXT_RECIPE.digest(), RECIPE.digest()}
    digests.add(Recipe((replace(full, sha256="0" * 64),), RECIPE.tools).digest())
    ranges.write_text("2", encoding="utf-8")
    digests.add(recipe.digest())
    numbers.write_text("2", encoding="utf-8")
    digests.add(recipe.digest())
    assert len(digests) == 6
    moved = tmp_path / "elsewhere.json"
    moved.write_text("2", encoding="utf-8")
    assert Recipe((replace(full, calibration=moved),), RECIPE.tools).digest() == recipe.digest()


def test_the_standard_recipe_is_complete() -> None:
    recipe = standard()
    names = ["detector", "full", "full-narrow", "lite", "lite-narrow"]
    assert [one.name for one in recipe.weights] == names
    assert [package.optional for package in recipe.packages()] == [False, True]
    for one in recipe.weights:
        assert all(file is None or file.exists() for file in (one.calibration, one.tuned))


def test_the_script_fails_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [
            sys.executable,
            ROOT / "scripts" / "build_models.py",
            f"--from={tmp_path}",
            f"--into={tmp_path / 'models'}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("plumbline: mediapipe 0.10.21 cannot be used: there is no ")
