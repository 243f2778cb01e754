"""`plumbline screenshots`."""

from pathlib import Path

import pygame
import pytest

from mirror.cli import main
from mirror.text.catalog import Texts, load
from mirror.ui.samples.pictures import samples
from mirror.ui.screenshots import SCREENS_PX, languages


def test_every_scene_is_written_in_both_shapes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screenshots", str(tmp_path / "new" / "pictures"), "--language", "en"]) == 0
    folder = tmp_path / "new" / "pictures" / "en"
    found = {path.name for path in folder.iterdir()}
    wanted = {f"{name}-{shape}.png" for name in samples(load("en")) for shape in SCREENS_PX}
    assert found == wanted
    for shape, size_px in SCREENS_PX.items():
        assert pygame.image.load(folder / f"home-{shape}.png").get_size() == size_px
    assert f"{len(wanted)} pictures" in capsys.readouterr().out


def test_every_language_has_pictures_of_its_own() -> None:
    homes = [samples(load(language))["home"] for language in languages()]
    assert "en" in languages()
    assert len(set(homes)) == len(homes)


class Asked:
    """Words that note what was asked for without being there."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.language = texts.language
        self.missing: set[str] = set()

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def __getitem__(self, key: str) -> str:
        exercise = key.rpartition(".")[0]
        if key not in self._texts and exercise not in self._texts:
            self.missing.add(key)
        return self._texts[key]


@pytest.mark.parametrize("language", languages())
def test_samples_show_the_words_of_the_session(language: str) -> None:
    asked = Asked(load(language))
    samples(asked)  # type: ignore[arg-type] # stands in for Texts
    assert not asked.missing


def test_a_folder_that_cannot_be_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(["screenshots", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "Cannot write pictures" in line
    assert str(file) in line


def test_an_unknown_language_is_told_with_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screenshots", str(tmp_path), "--language", "tlh"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "tlh" in line
    assert "en" in line
    assert not list(tmp_path.iterdir())
