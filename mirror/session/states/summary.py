"""A finished session: one row an exercise, and one sentence on the whole."""

from statistics import fmean
from typing import Final

from exercises.pose import Pose
from mirror.programme.progression import GOOD
from mirror.session.course import Course, exercises_of
from mirror.session.inputs import Button
from mirror.session.scenes import SummaryRow, SummaryView
from mirror.session.stage import Stage
from mirror.session.states.state import Outcome
from mirror.session.worth import amount, because, worth_of_exercise

SHOWN_S: Final = 60.0
"""Then home by itself; as long as the mirror waits elsewhere."""

NOT_JUDGED: Final = "-"


class Summary:
    """See the module."""

    name = "summary"

    def __init__(self, stage: Stage, course: Course) -> None:
        """Start now, with a routine that is over."""
        self._stage = stage
        self._course = course
        self._since_s = stage.t_s

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Long enough."""
        return "closed" if self._stage.t_s - self._since_s >= SHOWN_S else None

    def press(self, button: Button) -> Outcome | None:
        """Home."""
        return "closed" if button in {"select", "back"} else None

    def picture(self) -> SummaryView:
        """The exercises, and what to do next."""
        stage, texts = self._stage, self._stage.texts
        rows = tuple(self._row(name) for name in dict.fromkeys(exercises_of(self._course.routine)))
        hurts = self._course.hurts
        score = score_of(self._course)
        key = "stopped" if hurts else "good" if score is not None and score >= GOOD else "lead"
        return SummaryView(
            title=texts["summary.title_stopped" if hurts else "summary.title"],
            rows=rows,
            lead=texts[f"summary.{key}"],
            labels=(stage.label("select", "home"),),
        )

    def _row(self, exercise: str) -> SummaryRow:
        texts = self._stage.texts
        results = self._course.results_of(exercise)
        reps = [rep for result in results for rep in result.reps]
        unit = next(one.unit for one in self._course.routine if one.exercise == exercise)
        total = sum(amount(result, unit) for result in results)
        points = worth_of_exercise(results)
        return SummaryRow(
            text=texts["summary.row"].format(
                exercise=texts[f"exercise.{exercise}"],
                amount=texts[f"dose.{unit}"].format(target=total),
            ),
            score=NOT_JUDGED if points is None else str(points),
            because=because(reps, texts),
            good=points is not None and points >= GOOD,
        )


def score_of(course: Course) -> int | None:
    """What a session was worth: the mean of its exercises; None when none was judged."""
    points = [
        worth
        for name in dict.fromkeys(exercises_of(course.routine))
        if (worth := worth_of_exercise(course.results_of(name))) is not None
    ]
    return round(fmean(points)) if points else None
