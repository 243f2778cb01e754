"""Pictures of the scenes in which somebody moves, in the words the session uses for them."""

from exercises.pose import Landmark
from mirror.session.scenes import CheckView, CountdownView, HowToView, Picture, Posture
from mirror.session.view import KneeGauge, Line, Ring, Tempo, View
from mirror.text.catalog import Texts
from mirror.ui.samples.figures import figure
from mirror.ui.samples.labels import labels

KNEES = frozenset({int(Landmark.LEFT_KNEE), int(Landmark.RIGHT_KNEE)})
CAVES_SHANK = 0.10
"""A limit of about the size the catalogue has."""


def training(texts: Texts) -> dict[str, Picture]:
    """Pictures by name."""
    return {
        "howto-standing": _howto(texts, "squat", "standing"),
        "howto-sideways": _howto(texts, "single_leg_deadlift", "standing_sideways"),
        "howto-lying": _howto(texts, "clamshell", "lying"),
        "howto-kneeling": _howto(texts, "hip_flexor_stretch", "kneeling"),
        "check": CheckView(
            title=texts["exercise.squat"],
            done=("in_box",),
            step="turned",
            instruction=Line(texts["view.turned"], "attend"),
            figure=figure("turned"),
            labels=labels(texts, "skip", "leave"),
        ),
        "check-nobody": CheckView(
            title=_with_side(texts, "clamshell", "left"),
            done=(),
            step="in_box",
            instruction=Line(texts["view.nobody"], "attend"),
            figure=None,
            labels=labels(texts, "skip", "leave"),
        ),
        "check-start": CheckView(
            title=_with_side(texts, "clamshell", "left"),
            done=("in_box", "turned", "joints"),
            step="start",
            instruction=Line(texts["check.start"], "good"),
            figure=figure("clamshell"),
            labels=labels(texts, "skip", "leave"),
        ),
        "countdown": CountdownView(
            title=_with_side(texts, "single_leg_squat", "left"),
            number=3,
            fraction=0.35,
            figure=figure("standing"),
            labels=labels(texts, "skip", "leave"),
        ),
        **_sets(texts),
    }


def _with_side(texts: Texts, exercise: str, side: str) -> str:
    words = texts["check.title"]
    return words.format(exercise=texts[f"exercise.{exercise}"], side=texts[f"side.{side}"])


def _howto(texts: Texts, exercise: str, posture: Posture) -> HowToView:
    words = f"how_to.{exercise}"
    target = texts["dose.reps"].format(target=10)
    return HowToView(
        title=texts[f"exercise.{exercise}"],
        figure=figure(exercise),
        posture=posture,
        place=texts[f"{words}.place"],
        cues=(texts[f"{words}.first"], texts[f"{words}.second"]),
        dose=texts["dose.rounds"].format(sets=2, target=target),
        labels=labels(texts, "ready", "leave"),
    )


def _sets(texts: Texts) -> dict[str, Picture]:
    of_twelve = texts["work.of"].format(target=12)
    below = labels(texts, "pause", "end")
    return {
        "work": View(
            scene="training",
            title=texts["exercise.squat"],
            state=Line(texts["state.squat.out"], "plain"),
            ring=Ring("7", texts["unit.many"], 0.62, reached=False, tone="plain"),
            figure=figure("squat"),
            labels=below,
            target=of_twelve,
            tempo=Tempo(wanted=0.7, going="out"),
            knees=KneeGauge(left=0.02, right=-0.01, limit=CAVES_SHANK),
        ),
        "work-cue": View(
            scene="training",
            title=texts["exercise.squat"],
            state=Line(texts["state.squat.top"], "good"),
            cue=Line(texts["cue.knees_cave"], "attend"),
            ring=Ring("8", texts["unit.many"], 1.0, reached=True, tone="good"),
            figure=figure("knees_cave", KNEES),
            labels=below,
            target=of_twelve,
            tempo=Tempo(wanted=0.86, going="back"),
            knees=KneeGauge(left=0.04, right=0.16, limit=CAVES_SHANK),
        ),
        "work-lying": View(
            scene="training",
            title=texts["exercise.clamshell"],
            side=texts["side.left"],
            state=Line(texts["state.clamshell.top"], "good"),
            cue=Line(texts["cue.praise"], "good"),
            ring=Ring("12", texts["unit.many"], 1.0, reached=True, tone="good"),
            figure=figure("clamshell"),
            labels=below,
            target=of_twelve,
            tempo=Tempo(wanted=1.0, going="hold"),
        ),
        "hold": View(
            scene="training",
            title=texts["exercise.hip_flexor_stretch"],
            side=texts["side.right"],
            state=Line(texts["state.hip_flexor_stretch.hold"], "good"),
            ring=Ring("21", texts["unit.seconds"], 0.7, reached=False, tone="good"),
            figure=figure("hip_flexor_stretch"),
            labels=below,
            target=texts["work.of"].format(target=30),
        ),
        "hold-lost": View(
            scene="training",
            title=texts["exercise.hip_flexor_stretch"],
            side=texts["side.right"],
            state=Line(texts["state.hip_flexor_stretch.pause"], "attend"),
            ring=Ring("21", texts["unit.seconds"], 0.7, reached=False, tone="muted"),
            figure=figure("hip_flexor_stretch"),
            labels=below,
            target=texts["work.of"].format(target=30),
        ),
        "work-single-leg": View(
            scene="training",
            title=texts["exercise.single_leg_squat"],
            side=texts["side.left"],
            state=Line(texts["state.single_leg_squat.out"], "plain"),
            ring=Ring("2", texts["unit.many"], 0.4, reached=False, tone="plain"),
            figure=figure("single_leg_squat"),
            labels=below,
            target=of_twelve,
            tempo=Tempo(wanted=0.3, going="out"),
            knees=KneeGauge(left=0.05, right=None, limit=CAVES_SHANK),
        ),
    }
