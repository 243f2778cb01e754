"""Home: today's plan first, then what else can be done."""

from typing import Final

from mirror.programme.pain import RED_FROM
from mirror.programme.planner import Today
from mirror.programme.planner import plan as plan_of
from mirror.programme.retest import due
from mirror.session.asking import Asked
from mirror.session.course import exercises_of
from mirror.session.members import Member
from mirror.session.planned import retest_of, routine_of
from mirror.session.reasons import sentence
from mirror.session.routine import Routine, minutes, sets_of
from mirror.session.scenes import MenuItem
from mirror.session.stage import Stage
from mirror.session.states.menu import Entry, List, Menu, entry, page
from mirror.session.states.state import Outcome

_WORDS: Final = (("choose", "move"), ("select", "start"), ("back", "off"))


def who(stage: Stage) -> Menu:
    """Who is training."""
    first = 0 if stage.people.place is None else stage.people.place
    return Menu(stage, "who", lambda: _who(stage), first=first)


def home(stage: Stage) -> Menu:
    """A guest's lines are always the same; a person's follow from their plan."""
    if stage.member is None:
        return Menu(stage, "home", lambda: _guest(stage))
    # The plan is looked at once: nothing it depends on changes while its menu is on.
    made = _member(stage)
    return Menu(stage, "home", lambda: made)


def singles(stage: Stage) -> Menu:
    """One exercise outside the plan."""
    texts = stage.texts
    made = List(texts["menu.single"], [_single(stage, one) for one in stage.setup.exercises])
    return Menu(stage, "singles", lambda: made)


def _who(stage: Stage) -> List:
    texts = stage.texts

    def take(place: int | None) -> Outcome:
        stage.people.place = place
        return "chosen"

    entries = [
        entry(one.person.name, lambda place=place: take(place))  # type: ignore[misc] # a default
        for place, one in enumerate(stage.people.members)
    ]
    if stage.setup.keeps:
        entries.append(page(texts["menu.new_person"], "new_person"))
        entries.append(entry(texts["menu.guest"], lambda: take(None)))
    return List(texts["menu.who"], entries)


def _guest(stage: Stage) -> List:
    texts = stage.texts
    entries = _waiting(stage)
    plan = stage.setup.routine
    if plan:
        item = MenuItem(texts["menu.plan"], _length(stage, plan), primary=not entries)
        entries.append(Entry(item, lambda: stage.ask(Asked(routine=plan))))
    entries += [_single(stage, name) for name in stage.setup.exercises]
    pages: tuple[Outcome, ...] = ("progress", "cards", "settings", "network")
    entries += [page(texts[f"menu.{name}"], name) for name in pages]
    if stage.setup.keeps:
        entries.append(page(texts["menu.someone_else"], "who"))
    return List(texts["menu.home"], entries, lead=texts["menu.lead"], words=_WORDS)


def _member(stage: Stage) -> List:
    member, texts = stage.member, stage.texts
    if member is None:
        return _guest(stage)
    plan = plan_of(member.person, member.past, Today(stage.day))
    entries = _waiting(stage) if plan.kind in {"training", "rest"} else []
    retest = _retest(stage, member) if due(member.past.retests, stage.day) else []
    first = not entries
    match plan.kind:
        case "training":
            # Measured before it is trained: fresh, and without the cues of the day.
            entries += retest
            first = not entries
            routine = routine_of(plan, member.past)
            length = _length(stage, routine)
            if not first:  # beside a smaller word there is room for less
                length = texts["menu.minutes"].format(minutes=minutes(routine))
            item = MenuItem(texts["menu.plan"], length, primary=first)
            entries.append(Entry(item, lambda: stage.ask(Asked("training"))))
        case "rest":
            item = MenuItem(texts["menu.stretch"], primary=first)
            entries.append(Entry(item, lambda: stage.ask(Asked("stretch", ask="stretch"))))
            item = MenuItem(texts["menu.train_anyway"])
            entries.append(Entry(item, lambda: stage.ask(Asked("training", ask="training"))))
            entries += retest
        case _:
            entries.append(page(texts["menu.why_stopped"], "why"))
            entries.append(page(texts["menu.answers_changed"], "flags"))
    names: tuple[Outcome, ...] = ("singles", "progress", "cards", "profile", "settings", "network")
    entries += [page(texts[f"menu.{name}"], name) for name in names]
    entries.append(page(texts["menu.someone_else"], "who"))
    title = texts["menu.hello"].format(name=member.person.name)
    return List(title, entries, lead=sentence(plan.reason, texts), words=_WORDS)


def _retest(stage: Stage, member: Member) -> list[Entry]:
    """The weekly re-test."""
    routine = retest_of(member.person)
    detail = stage.texts["menu.minutes"].format(minutes=minutes(routine))
    item = MenuItem(stage.texts["menu.retest"], detail, primary=stage.parked is None)
    return [Entry(item, lambda: stage.ask(Asked("retest", routine=routine)))]


def _waiting(stage: Stage) -> list[Entry]:
    """The routine that can be continued, when it is this person's and no pain ended it."""
    parked, texts = stage.parked, stage.texts
    if parked is None or parked.person != stage.person_id or parked.over or parked.hurts:
        return []
    if parked.before is not None and parked.before >= RED_FROM:
        return []
    left = len(parked.routine) - parked.index
    detail = texts["menu.sets_left_one" if left == 1 else "menu.sets_left"]
    item = MenuItem(texts["menu.continue"], detail.format(count=left), primary=True)

    def take() -> Outcome:
        stage.resume()
        return "begin"

    return [Entry(item, take)]


def _single(stage: Stage, exercise: str) -> Entry:
    item = MenuItem(stage.texts[f"exercise.{exercise}"])
    routine = sets_of(exercise)
    return Entry(item, lambda: stage.ask(Asked("single", exercise=exercise, routine=routine)))


def _length(stage: Stage, plan: Routine) -> str:
    count = len(dict.fromkeys(exercises_of(plan)))
    key = "menu.plan_detail_one" if count == 1 else "menu.plan_detail"
    return stage.texts[key].format(count=count, minutes=minutes(plan))
