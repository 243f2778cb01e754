"""Questions with boxes: health questions, bands, goals, and the first set-up of a person."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from mirror.programme.flags import FLAGS, most_urgent, to_ask
from mirror.programme.person import GOALS, Person
from mirror.programme.phases import BANDS
from mirror.programme.reason import Reason
from mirror.session.kept import Stopped
from mirror.session.notices import Notice, stop_notice
from mirror.session.scenes import MenuItem
from mirror.session.stage import Stage
from mirror.session.states.menu import Entry, List, Menu, entry, page, tick_box
from mirror.session.states.state import Outcome

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_LETTERS = 12
LEVELS = ("new", "used")


class Ticked:
    """Names with boxes, and which are ticked.

    Attributes:
        on: the ticked ones.
    """

    def __init__(self, on: tuple[str, ...]) -> None:
        """Start with these ticked."""
        self.on = set(on)

    def box(self, text: str, name: str) -> Entry:
        """Its line."""
        return tick_box(text, mark=name in self.on, turn=lambda: self._turn(name))

    def _turn(self, name: str) -> None:
        self.on ^= {name}


def flags_of(stage: Stage, person: Person, *, first: bool) -> Menu:
    """The red flags: what is true is ticked; "go on" stands at the end, so that all are seen.

    Args:
        stage: what the scenes share.
        person: who answers.
        first: ask what is asked in the first set-up too.
    """
    asked = [flag.name for flag in to_ask(first_set_up=first)]
    ticked = Ticked(person.flags)

    def done() -> Outcome:
        names = tuple(flag.name for flag in FLAGS if flag.name in ticked.on)
        stage.keep(replace(person, flags=names, asked=True))
        return "on"

    def made() -> List:
        texts = stage.texts
        lines = [ticked.box(texts[f"flag.{name}"], name) for name in asked]
        word = "set_up.some_apply" if ticked.on & set(asked) else "set_up.none_apply"
        return List(texts["set_up.flags"], [*lines, entry(texts[word], done)], texts["set_up.tick"])

    # Back is no answer: what hurts is asked again.
    return Menu(stage, "flags", made, back=lambda: None)


def flag_notices(stage: Stage, person: Person) -> tuple[Notice, ...]:
    """What a yes means; told as a stop too. Empty without one."""
    flag = most_urgent(person.flags)
    if flag is None:
        return ()
    reason = Reason(f"flag.{flag.name}", {"route": flag.route})
    stage.tell(Stopped(stage.now_s, person.id, "programme", reason, flag.route))
    return (stop_notice(reason, flag.route, stage.texts),)


def bands_of(stage: Stage, person: Person, kept: Callable[[Person], None]) -> Menu:
    """The bands a person owns."""

    def done(on: set[str]) -> None:
        kept(replace(person, bands=tuple(one for one in BANDS if one in on)))

    return _boxes(stage, "bands", BANDS, person.bands, key=lambda one: f"band.{one}", done=done)


def goals_of(stage: Stage, person: Person, kept: Callable[[Person], None]) -> Menu:
    """What a person trains for."""

    def done(on: set[str]) -> None:
        kept(replace(person, goals=tuple(one for one in GOALS if one in on)))

    return _boxes(stage, "goals", GOALS, person.goals, key=lambda one: f"goal.{one}", done=done)


def without_of(stage: Stage, person: Person, kept: Callable[[Person], None]) -> Menu:
    """What a person does; an exercise without a tick is left out."""
    names = stage.setup.exercises

    def done(on: set[str]) -> None:
        kept(replace(person, without=tuple(one for one in names if one not in on)))

    does = tuple(one for one in names if one not in person.without)
    return _boxes(stage, "without", names, does, key=lambda one: f"exercise.{one}", done=done)


def level_of(stage: Stage, person: Person, kept: Callable[[Person], None]) -> Menu:
    """New to strength training, or used to it."""

    def take(level: str) -> Outcome:
        kept(replace(person, level="used" if level == "used" else "new"))
        return "on"

    def made() -> List:
        texts = stage.texts
        lines = [entry(texts[f"level.{one}"], lambda one=one: take(one)) for one in LEVELS]  # type: ignore[misc] # a default
        return List(texts["set_up.level"], lines)

    return Menu(stage, "level", made, first=LEVELS.index(person.level))


def name_of(stage: Stage, person: Person, kept: Callable[[Person], None]) -> Menu:
    """A name, letter by letter. Back takes the last one away; without any it leaves."""
    letters = list(person.name)

    def add(letter: str) -> None:
        if len(letters) < MOST_LETTERS:
            letters.append(letter if not letters else letter.lower())

    def back() -> Outcome | None:
        if not letters:
            return "back"
        letters.pop()
        return None

    def done() -> Outcome:
        kept(replace(person, name="".join(letters)))
        return "on"

    def made() -> List:
        texts = stage.texts
        title = texts["set_up.name_so_far"].format(name="".join(letters)) if letters else ""
        lines = [_letter(one, add) for one in LETTERS]
        ready = MenuItem(texts["set_up.name_done"], enabled=bool(letters), primary=True)
        lines.insert(0, Entry(ready, done))
        return List(title or texts["set_up.name"], lines, texts["set_up.name_lead"])

    return Menu(stage, "name", made, back=back, first=1)


def profile(stage: Stage) -> Menu:
    """What the mirror knows of a person, to be changed."""

    def made() -> List:
        member, texts = stage.member, stage.texts
        if member is None:
            return List(texts["menu.profile"], [page(texts["button.back"], "back")])
        person = member.person

        def turn() -> None:
            stage.keep(replace(person, reminder=not person.reminder))

        on = texts["settings.on" if person.reminder else "settings.off"]
        lines = [
            page(texts[f"profile.{name}"], name)
            for name in ("name", "level", "bands", "goals", "without", "flags")
        ]
        lines.append(Entry(MenuItem(texts["profile.reminder"], on), turn))
        lines.append(page(texts["profile.forget"], "forget"))
        return List(person.name, lines)

    return Menu(stage, "profile", made)


def _letter(letter: str, add: Callable[[str], None]) -> Entry:
    return Entry(MenuItem(letter), lambda: add(letter))


def _boxes(  # noqa: PLR0913 - the parts of a list, all named
    stage: Stage,
    name: str,
    choices: Sequence[str],
    on: tuple[str, ...],
    *,
    key: Callable[[str], str],
    done: Callable[[set[str]], None],
) -> Menu:
    """Boxes and a line to go on; `key` gives the text of a choice, `done` takes the ticked ones."""
    ticked = Ticked(on)

    def take() -> Outcome:
        done(ticked.on)
        return "on"

    def made() -> List:
        texts = stage.texts
        words = ((texts[key(one)], one) for one in choices)
        lines = [ticked.box(word[:1].upper() + word[1:], one) for word, one in words]
        return List(texts[f"set_up.{name}"], [*lines, entry(texts["set_up.go_on"], take)])

    return Menu(stage, name, made)
