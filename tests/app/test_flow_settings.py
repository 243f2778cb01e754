"""The settings scene: every line steps through its values, and words follow the language."""

from mirror.config.settings import ScreenSettings, Settings, SoundSettings
from mirror.session.routine import DEFAULT
from mirror.session.scenes import MenuView
from mirror.session.session import Session
from mirror.session.states.settings import LINES, changed
from mirror.text.catalog import Texts, load
from tests.app.flow_mirror import CAMERA, EXERCISES, FakeTracker, Mirror, World


def menu(mirror: Mirror) -> MenuView:
    view = mirror.session.picture()
    assert isinstance(view, MenuView)
    return view


def at_settings() -> Mirror:
    return Mirror().at_home().press("up", "up", "select")


def test_the_settings_scene_shows_every_value() -> None:
    view = menu(at_settings())
    assert [(item.text, item.detail) for item in view.items] == [
        ("Language", "English"),
        ("Voice", "On"),
        ("Volume", "7"),
        ("Brightness", "10"),
        ("Turn the picture", "0°"),
        ("Gauges", "Left"),
        ("How the mirror is", ""),
    ]


def test_select_changes_the_marked_line_at_once() -> None:
    mirror = at_settings().press("down", "select", "down", "select")
    assert mirror.session.settings == Settings(sound=SoundSettings(voice=False, volume=8))
    assert menu(mirror).items[1].detail == "Off"
    mirror.press_often("up", 4).press("select")
    assert mirror.session.settings.screen == ScreenSettings(gauge_side="right")
    assert mirror.press("back").scene == "home"


def test_every_setting_steps_round_to_where_it_began() -> None:
    for section, key in LINES:
        settings, seen = Settings(), []
        for _ in range(20):
            settings = changed(settings, section, key)
            seen.append(settings)
            if settings == Settings():
                break
        assert settings == Settings()
        assert len(seen) == len(set(map(repr, seen))) >= 2


def test_the_words_follow_the_language() -> None:
    english = load("en")
    german = Texts("de", {**english.sentences, "menu.settings": "Einstellungen"})
    session = Session(
        exercises=EXERCISES,
        first="squat",
        make_tracker=lambda name: FakeTracker(name, World()),
        texts=english,
        mirrored=True,
        languages=(english, german),
        routine=DEFAULT,
    )
    session.feed(CAMERA)
    mirror = Mirror()
    mirror.session = session
    mirror.at_home().press("up", "up", "select")
    assert menu(mirror).title == "Settings"
    assert menu(mirror.press("select")).title == "Einstellungen"
    assert menu(mirror.press("select")).title == "Settings"  # no Spanish words were given


def test_a_set_that_waited_goes_on_in_the_language_chosen_meanwhile() -> None:
    mirror = Mirror().at_work().reps(1).press("back", kind="long").press("down", "select")
    mirror.press("up", "up", "select", "select", "back", "select").until("work")
    assert mirror.session.current.texts.language == "de"
    assert mirror.session.settings.language == "de"
