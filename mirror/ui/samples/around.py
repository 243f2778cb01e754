"""Pictures of the scenes around a set, in the words the session uses for them."""

from typing import Final

from device.health import Health
from mirror.health.judge import judge
from mirror.health.vitals import Vitals
from mirror.health.words import rows
from mirror.session.scenes import (
    Bar,
    IdleView,
    MenuItem,
    MenuView,
    NoticeView,
    PainView,
    Picture,
    ProgressView,
    RestView,
    SummaryRow,
    SummaryView,
)
from mirror.session.view import Line, ResultRow, SoftLabel, View
from mirror.text.catalog import Texts
from mirror.ui.samples.labels import labels
from mirror.ui.samples.wifi import wifi

SCORES: Final = (61, 58, 66, None, 70, 74, 71, 79, 83, 86)
DAYS: Final = tuple(f"{day}.11." for day in range(2, 22, 2))
EXERCISES: Final = (
    "hip_flexor_stretch",
    "clamshell",
    "side_step",
    "squat",
    "single_leg_deadlift",
    "single_leg_squat",
)
PARTS: Final = ("alignment", "range", "control", "symmetry", "stability")


def around(texts: Texts) -> dict[str, Picture]:
    """Pictures by name."""
    return {
        "idle": IdleView("07:42", texts["idle.next"], labels=labels(texts, "start", "back")[:1]),
        "asleep": IdleView("07:42", texts["idle.next"], asleep=True),
        **_menus(texts),
        **_rests(texts),
        **_after(texts),
        **_notices(texts),
        "mirror-health": _health(texts),
    }


def _menus(texts: Texts) -> dict[str, Picture]:
    plan = texts["menu.plan_detail"].format(count=4, minutes=18)
    pages = ("progress", "settings", "network")
    entries = [
        MenuItem(texts["menu.plan"], plan, primary=True),
        *(MenuItem(texts[f"exercise.{name}"]) for name in EXERCISES),
        *(MenuItem(texts[f"menu.{page}"]) for page in pages),
    ]
    settings = {
        "language": texts[f"settings.language_{texts.language}"],
        "voice": texts["settings.on"],
        "volume": "70",
        "rotation_deg": "90°",
        "brightness": "80",
        "gauge_side": texts["settings.gauge_side_left"],
    }
    below = labels(texts, "move", "start", "back")
    return {
        "who": MenuView(
            title=texts["menu.who"],
            items=tuple(MenuItem(name) for name in ("Ada", "Grace", "Mary")),
            chosen=1,
            labels=below,
        ),
        "home": MenuView(
            title=texts["menu.hello"].format(name="Ada"),
            items=tuple(entries),
            chosen=0,
            lead=texts["menu.lead"],
            labels=below,
        ),
        "home-scrolled": MenuView(
            title=texts["menu.hello"].format(name="Ada"),
            items=tuple(entries),
            chosen=len(entries) - 2,
            lead=texts["menu.lead"],
            labels=below,
        ),
        "settings": MenuView(
            title=texts["menu.settings"],
            items=tuple(MenuItem(texts[f"settings.{key}"], word) for key, word in settings.items()),
            chosen=2,
            labels=labels(texts, "move", "change", "back"),
        ),
        "shut-down": MenuView(
            title=texts["shut_down.title"],
            items=(MenuItem(texts["shut_down.no"]), MenuItem(texts["shut_down.yes"])),
            chosen=0,
            lead=texts["shut_down.lead"],
            labels=labels(texts, "move", "ok", "back"),
        ),
    }


def _because(texts: Texts) -> str:
    return texts["worth.because"].format(part=texts["part.range"], points=8)


def _rests(texts: Texts) -> dict[str, Picture]:
    def bars(*values: int | None) -> tuple[Bar, ...]:
        return tuple(
            Bar(texts[f"part.{name}"], value) for name, value in zip(PARTS, values, strict=True)
        )

    squat, clamshell = texts["exercise.squat"], texts["exercise.clamshell"]
    done = texts["rest.done_reps"].format(exercise=squat, count=12, target=12)
    coming = texts["rest.coming_side"].format(
        exercise=clamshell,
        side=texts["side.left"],
        target=texts["dose.reps"].format(target=12),
    )
    pain = texts["pain.question"].format(exercise=squat)
    below, four = labels(texts, "go_on", "leave"), labels(texts, "more", "less", "ok", "skip")
    return {
        "rest": RestView(
            title=texts["rest.title"],
            left="42",
            fill=0.3,
            done=done,
            score=Line("86", "good"),
            because=_because(texts),
            bars=bars(92, 71, 88, 95, None),
            coming=coming,
            labels=below,
        ),
        "rest-unscored": RestView(
            title=texts["rest.title"],
            left="9",
            fill=0.85,
            done=done,
            score=Line(texts["screen.not_judged"], "muted"),
            because="",
            bars=(),
            coming=coming,
            labels=below,
        ),
        "pain": PainView(pain, 1, Line(texts["pain.go"], "good"), four),
        "pain-high": PainView(pain, 7, Line(texts["pain.stop"], "attend"), four),
    }


def _after(texts: Texts) -> dict[str, Picture]:
    scores = (("", "91", True), (_because(texts), "78", False), ("", "-", False), ("", "86", True))
    rows = tuple(
        SummaryRow(
            texts["summary.row"].format(
                exercise=texts[f"exercise.{name}"], amount=texts["dose.reps"].format(target=24)
            ),
            *(score, why, good),
        )
        for name, (why, score, good) in zip(EXERCISES, scores, strict=False)
    )
    title = texts["menu.progress"]
    lead = texts["progress.many"].format(count=len(SCORES))
    back = labels(texts, "back")
    cue = texts["cue.knees_cave"]
    return {
        "summary": SummaryView(
            title=texts["summary.title"],
            rows=rows,
            lead=texts["summary.good"],
            labels=labels(texts, "home", "back")[:1],
        ),
        "progress": ProgressView(title, SCORES, DAYS, lead, back),
        "progress-none": ProgressView(title, (), (), texts["progress.none"], back),
        "result": View(
            scene="result",
            title=texts["screen.finished"],
            rows=(
                ResultRow(texts["exercise.squat"], "3", cue, "attend"),
                ResultRow(texts["exercise.clamshell"], "3", texts["screen.all_good"], "good"),
            ),
            labels=labels(texts, "again", "close"),
        ),
    }


def _health(texts: Texts) -> SummaryView:
    """The page of the mirror's health with as much to say as fits one."""
    machine = Health(
        temperature_c=76.0,
        strains=frozenset({"under_voltage"}),
        disk_free_mb=21300,
        memory_free_mb=812,
        wifi_dbm=-80.0,
    )
    found = rows(judge(Vitals(machine)), texts)[:4]
    return SummaryView(
        title=texts["health.title"],
        rows=tuple(SummaryRow(one.name, one.value, one.fix, good=not one.fix) for one in found),
        lead=texts["health.attend"],
        labels=(SoftLabel("choose", texts["button.turn"]), *labels(texts, "back")),
    )


def _notices(texts: Texts) -> dict[str, Picture]:
    return {
        "starting": View(
            scene="starting",
            title=texts["exercise.squat"],
            state=Line(texts["screen.starting"], "muted"),
            labels=labels(texts, "close"),
        ),
        "error": NoticeView(
            title=texts["screen.error"],
            message=Line(texts["error.ended"], "attend"),
            remedy=texts["error.ended_remedy"],
        ),
        "pause": NoticeView(
            title=texts["pause.title"],
            message=Line(texts["pause.message"]),
            labels=labels(texts, "go_on", "leave"),
        ),
        "network": NoticeView(
            title=texts["menu.network"],
            message=Line(texts["network.joined"].format(name="Home"), "good"),
            remedy=texts["network.open"].format(address="plumbline.local"),
            code="482 501",
            labels=labels(texts, "back"),
        ),
        **wifi(texts),
        "shutting-down": NoticeView(
            title=texts["shut_down.going"],
            message=Line(texts["shut_down.kept"], "muted"),
            remedy=texts["shut_down.unplug"],
        ),
    }
