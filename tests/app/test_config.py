"""The settings file: defaults, every kind of mistake, and changes written back."""

import dataclasses
import tomllib
from pathlib import Path

import pytest

from mirror.cli import main
from mirror.config.atomic import replace_file
from mirror.config.edit import edited, plain, save
from mirror.config.read import default_path, load, parse
from mirror.config.settings import (
    ButtonSettings,
    ScreenSettings,
    Settings,
    SoundSettings,
    values,
)
from mirror.errors import UserError

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "plumbline.toml"


def mistakes(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse(text, name="a.toml")
    return caught.value.message


def test_the_example_names_every_setting_with_its_default() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert parse(text, name="the example") == Settings()
    tables = tomllib.loads(text)
    named = {("", key) for key, value in tables.items() if not isinstance(value, dict)}
    named |= {(t, key) for t, table in tables.items() if isinstance(table, dict) for key in table}
    assert named == set(values(Settings()))


def test_every_line_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("#") for line in lines) > len(values(Settings())) / 2


def test_an_empty_file_is_all_defaults() -> None:
    assert parse("", name="a.toml") == Settings()


def test_a_setting_changes_itself_and_nothing_else() -> None:
    read = parse('language = "de"\n[screen]\nrotation_deg = 90\n', name="a.toml")
    assert read == Settings(language="de", screen=ScreenSettings(rotation_deg=90))


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    text = (
        'langauge = "de"\n'
        "[buttons]\n"
        "up = 40\n"
        "[screen]\n"
        'gauge_side = "lef"\n'
        "rotation_deg = 45\n"
        "[sound]\n"
        "volume = true\n"
        "voice = 1\n"
        "[sounds]\n"
    )
    assert mistakes(text) == (
        "a.toml has 7 mistakes: "
        'line 1: there is no "langauge" before the first table, did you mean "language"?; '
        "line 3: buttons.up = 40 must be a whole number from 2 to 27; "
        'line 5: screen.gauge_side = "lef" must be one of "left", "right", did you mean "left"?; '
        "line 6: screen.rotation_deg = 45 must be one of 0, 90, 180, 270; "
        "line 8: sound.volume = true must be a whole number from 0 to 10; "
        "line 9: sound.voice = 1 must be true or false; "
        "line 10: there is no table [sounds], did you mean [sound]?"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("volume = 3\n", 'line 1: "volume" belongs to [sound], it stands before the first table'),
        ('[sound]\nlanguage = "de"', '"language" belongs to the top of the file'),
        ("sound = 3\n", 'line 1: "sound" must be a table: [sound]'),
        ("[screen]\nbrightness = 0\n", "line 2: screen.brightness = 0 must be"),
        ("[screen]\nbrightness = 5.0\n", "brightness = 5.0 must be a whole number from 1 to 10"),
        ("[screen]\nrotation_deg = 90.0\n", "rotation_deg = 90.0 must be one of 0, 90"),
        ("[screen]\nrotation_deg = false\n", "rotation_deg = false must be one of 0, 90"),
        ("screen.brightness = 11\n", "line 1: screen.brightness = 11 must be"),
        ('"screen".brightness = 11\n', "line 1: screen.brightness = 11 must be"),
        ("screen = { brightness = 11 }\n", "a mistake: screen.brightness = 11 must be"),
        ('[camera]\nsource = ""\n', 'camera.source = "" must be text in quotes'),
        ('language = "fr"\n', 'language = "fr" must be one of "en", "de", "es"'),
        ("[buttons]\nup = 6\n", "line 2: buttons.up and buttons.down are both on pin 6"),
        ("[buttons]\nup = 9\nback = 9\n", "line 3: buttons.up and buttons.back are both on pin 9"),
        ("[presence]\npin = 5\n", "line 2: buttons.up and presence.pin are both on pin 5"),
        (
            "[buttons]\nback = 24\n[led]\npin = 24\n",
            "line 4: buttons.back and led.pin are both on pin 24",
        ),
        (
            "[presence]\npin = 23\n[led]\npin = 23\n",
            "line 4: presence.pin and led.pin are both on pin 23",
        ),
        ("[led]\npin = 1\n", 'led.pin = 1 must be "none" or a whole number from 2 to 27'),
        ("[led]\npin = true\n", 'led.pin = true must be "none" or'),
        ("[presence]\nsleep_min = 0\n", "presence.sleep_min = 0 must be a whole number"),
        ("[buttons]\nup = \n", "not valid TOML: "),
        ("[screen]\nbrightness = 1\nbrightness = 2\n", "not valid TOML: "),
    ],
)
def test_each_kind_of_mistake(text: str, said: str) -> None:
    assert said in mistakes(text)


def test_a_long_wrong_value_is_shortened() -> None:
    assert len(mistakes(f'language = "{"x" * 500}"')) < 150


def test_a_missing_file_is_all_defaults_only_where_nobody_named_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"No such file: .*nothing\.toml"):
        load(tmp_path / "nothing.toml")


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xfe\x00", "not a text file"), (None, "cannot be read")]
)
def test_a_file_that_is_no_text(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "a.toml"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(UserError, match=said):
        load(path)


def test_the_data_folder_holds_the_settings_when_it_is_named(tmp_path: Path) -> None:
    named = default_path({"PLUMBLINE_DATA": str(tmp_path)})
    assert named == tmp_path / "plumbline.toml"
    assert default_path({}).name == "plumbline.toml"
    assert default_path({"PLUMBLINE_DATA": ""}) == default_path({})
    both = {"PLUMBLINE_DATA": str(tmp_path), "PLUMBLINE_CONFIG": "/etc/plumbline/plumbline.toml"}
    assert default_path(both) == Path("/etc/plumbline/plumbline.toml")


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    wanted = Settings(language="es", sound=SoundSettings(voice=False, volume=0))
    path = tmp_path / "new folder" / "plumbline.toml"
    save(wanted, path)
    assert load(path) == wanted
    save(Settings(), path)
    assert load(path) == Settings()
    assert [one.name for one in path.parent.iterdir()] == ["plumbline.toml"]


def test_saving_keeps_comments_and_changes_one_line(tmp_path: Path) -> None:
    path = tmp_path / "plumbline.toml"
    before = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    save(Settings(screen=ScreenSettings(gauge_side="right")), path)
    changed = set(path.read_text(encoding="utf-8").splitlines()) - set(before.splitlines())
    assert changed == {'gauge_side = "right"'}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[sound]\nvolume = 2\n"),
        ("# mine\n", "# mine\n\n[sound]\nvolume = 2\n"),
        ("[sound]\n# loud\nvolume = 9 # now\n", "[sound]\n# loud\nvolume = 2 # now\n"),
        ("[sound]\nvoice=true\n\n[screen]\n", "[sound]\nvoice=true\nvolume = 2\n\n[screen]\n"),
        ("[sound]\nvolume=7", "[sound]\nvolume=2\n"),
        ("sound.volume = 3\n", "sound.volume = 2\n"),
    ],
)
def test_a_change_goes_where_a_person_would_write_it(before: str, after: str) -> None:
    wanted = Settings(sound=SoundSettings(volume=2))
    assert edited(before, wanted, name="a.toml") == after


@pytest.mark.parametrize("before", ["nonsense", "volume = 3\n", "sound = { volume = 3 }\n"])
def test_a_file_that_cannot_be_edited_is_replaced(before: str) -> None:
    wanted = Settings(sound=SoundSettings(volume=2))
    assert edited(before, wanted, name="a.toml") == plain(wanted)
    assert parse(plain(wanted), name="a.toml") == wanted


def test_words_with_quotes_survive() -> None:
    camera = dataclasses.replace(Settings().camera, source='a "b" \\ # c.mp4')
    wanted = dataclasses.replace(Settings(), camera=camera)
    before = EXAMPLE.read_text(encoding="utf-8")
    assert parse(edited(before, wanted, name="a"), name="a") == wanted
    assert parse(edited(edited(before, wanted, name="a"), Settings(), name="a"), name="a") == (
        Settings()
    )


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "plumbline.toml"
    save(Settings(), path)
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match="cannot be kept"):
        save(Settings(language="de"), tmp_path / "file" / "plumbline.toml")


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    replace_file(path, "old")
    path.with_name("a.part").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_file(path, "new")
    assert path.read_text() == "old"


def test_defaults_share_no_pin() -> None:
    assert len(set(dataclasses.astuple(ButtonSettings()))) == 4


def test_the_command_tells_mistakes_in_one_line_and_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plumbline.toml"
    path.write_text("[screen]\nrotation = 90\n[sound]\nvolume = 11\n")
    assert main(["run", "--config", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f'plumbline: {path} has 2 mistakes: line 2: there is no "rotation" in [screen], did you '
        'mean "rotation_deg"?; line 4: sound.volume = 11 must be a whole number from 0 to 10. '
        "docs/plumbline.toml shows every setting.\n"
    )
    assert main(["run", "--config", str(tmp_path / "none.toml")]) == 2


def test_the_usual_file_is_read_when_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path))
    (tmp_path / "plumbline.toml").write_text("volume = 3")
    assert main(["run"]) == 2
    assert "belongs to [sound]" in capsys.readouterr().err
