"""How an exercise goes: a moving figure, where to be, two key cues. Goes on by itself."""

from typing import Final

from exercises.pose import Pose
from mirror.session.animation import figure_at
from mirror.session.course import Course, block_of
from mirror.session.inputs import Button
from mirror.session.reasons import sentence
from mirror.session.routine import PlannedSet
from mirror.session.scenes import HowToView
from mirror.session.stage import Stage
from mirror.session.staging import staging_of
from mirror.session.states.state import Outcome
from mirror.text.catalog import Texts

SHOWN_S: Final = 8.0
"""Long enough to read four short lines and see a rep or two; hands are not needed to go on."""


class HowTo:
    """See the module."""

    name = "how_to"

    def __init__(self, stage: Stage, course: Course) -> None:
        """Start now."""
        self._stage = stage
        self._course = course
        self._since_s = stage.t_s
        self._figures = stage.setup.animation(course.planned.exercise)

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Long enough."""
        return "on" if self._stage.t_s - self._since_s >= SHOWN_S else None

    def press(self, button: Button) -> Outcome | None:
        """Select goes on, back leaves."""
        return {"select": "on", "back": "leave"}.get(button)  # type: ignore[return-value] # both are outcomes

    def picture(self) -> HowToView:
        """Figure, place, cues and dose."""
        stage, texts, planned = self._stage, self._stage.texts, self._course.planned
        exercise = planned.exercise
        cues = [texts[f"how_to.{exercise}.{key}"] for key in ("first", "second")]
        return HowToView(
            title=texts[f"exercise.{exercise}"],
            figure=figure_at(self._figures, stage.t_s - self._since_s),
            posture=staging_of(exercise).posture,
            place=texts[f"how_to.{exercise}.place"],
            cues=tuple(dict.fromkeys(cues)),
            dose=dose(self._course, texts),
            reason=reasons(planned, texts),
            labels=(stage.label("select", "ready"), stage.label("back", "leave")),
        )


def dose(course: Course, texts: Texts) -> str:
    """What is to be done of the coming exercise, such as "2 x 12 on each side, light band"."""
    planned = course.planned
    mine = [one for one in course.routine if block_of(one) == block_of(planned)]
    sides = {one.side for one in mine}
    rounds = len(mine) // len(sides)
    parts = [
        texts["dose.rounds"].format(sets=rounds, target=_target(planned, texts))
        if rounds > 1
        else _target(planned, texts),
        texts["dose.each_side"] if len(sides) > 1 else "",
        *(texts[note] for note in planned.notes),
    ]
    return " · ".join(part for part in parts if part)


def reasons(planned: PlannedSet, texts: Texts) -> tuple[str, ...]:
    """Why this much, and how much will be said of it; nothing outside the programme."""
    if planned.kind == "retest":
        return (texts["retest.why"],)
    if planned.reason is None:
        return ()
    whys = (planned.reason, planned.side_reason)
    told = [sentence(why, texts) for why in whys if why is not None and why.key != "side.unknown"]
    return *told, texts[f"feedback.{planned.stage}"]


def _target(planned: PlannedSet, texts: Texts) -> str:
    return texts[f"dose.{planned.unit}"].format(target=planned.target)
