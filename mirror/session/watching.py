"""A clip or the demo, pure: inputs in, what is to be seen out.

Flow: *starting* until the source is open; *training*, one set at a time; *result* when a set
is ended by the person or the clip is over; *error* when the source breaks. With a plan (the
demo clip) the clip's time chooses the exercise. Buttons:

    scene     up, down               select             back
    starting  -                      -                  quit
    training  another exercise *     start the set again  end the set (nothing counted: quit)
    result    another exercise *     new set            quit        (clip over: all quit)
    error     quit                   quit               quit

    * not while a plan chooses the exercise
"""

import math
from collections import deque
from collections.abc import Sequence
from typing import Final

from exercises.pose import Pose
from mirror.model import SetResult
from mirror.session.current import CurrentSet, MakeTracker
from mirror.session.happenings import Happening
from mirror.session.inputs import Input, Press, SourceEnded, SourceFailed, SourceOpened, Tick
from mirror.session.plan import Segment, index_at
from mirror.session.result import row_of
from mirror.session.view import Line, Scene, SoftLabel, View
from mirror.text.catalog import Texts

_TOLD: Final = 256
"""Happenings kept for a taker who does not come; then the oldest are dropped."""


class Watching:
    """Training in front of a clip: knows no clock, thread, screen or file.

    Args:
        exercises: names that can be chosen, in their order.
        first: the exercise to begin with, when the source's plan does not choose.
        make_tracker: a fresh tracker for an exercise.
        texts: the words of the screen.
        mirrored: show the figure as a mirror would.
    """

    def __init__(
        self,
        *,
        exercises: Sequence[str],
        first: str,
        make_tracker: MakeTracker,
        texts: Texts,
        mirrored: bool,
    ) -> None:
        """Start before the source is open."""
        self._exercises = tuple(exercises)
        self._plan: tuple[Segment, ...] = ()
        self._make_tracker = make_tracker
        self._texts = texts
        self._mirrored = mirrored
        self._scene: Scene = "starting"
        self._segment = 0
        self._set = self._new_set(first)
        self._results: list[SetResult] = []
        self._source = SourceOpened(name="", model="")
        self._failure = ("", "")
        self._over = False
        self._quit = False
        self._now_s = -math.inf
        self._told: deque[Happening] = deque(maxlen=_TOLD)

    @property
    def quit(self) -> bool:
        """The person wants to leave."""
        return self._quit

    @property
    def results(self) -> tuple[SetResult, ...]:
        """The finished sets, in order."""
        return tuple(self._results)

    def expected(self, index: int) -> int | None:
        """The true count of a finished set, known when the plan ran through undisturbed."""
        if not 0 <= index < len(self._results) <= len(self._plan):
            return None
        if index == self._segment and not self._over:
            return None  # ended before its time
        segment = self._plan[index]
        matches = segment.exercise == self._results[index].exercise
        return segment.expected_count if matches else None

    @property
    def current(self) -> CurrentSet:
        """The set that runs, or ran last."""
        return self._set

    def happenings(self) -> tuple[Happening, ...]:
        """What happened since the last call."""
        told = tuple(self._told)
        self._told.clear()
        return told

    def feed(self, item: Input) -> None:
        """Take the next input."""
        match item:
            case Pose(t_s=t_s):
                self._now_s = max(self._now_s, t_s)
                self._pose(item)
            case Tick(t_s=t_s):
                self._now_s = max(self._now_s, t_s)
            case Press(button=button):
                self._press(button)
            case SourceOpened(plan=plan):
                self._source, self._plan = item, plan
                self._set = self._new_set(plan[0].exercise if plan else self._set.exercise)
                self._scene = "training"
            case SourceEnded():
                self._over = True
                self._end_set()
            case SourceFailed(message=message, remedy=remedy):
                self._end_set()
                self._failure = (message, remedy)
                self._scene = "error"
            case _:
                pass

    def end(self) -> None:
        """The person left: the running set is over too."""
        self._end_set()

    def view(self) -> View:
        """What is to be seen now."""
        match self._scene:
            case "starting":
                return self._starting()
            case "training":
                return self._training()
            case "result":
                return self._result()
            case "error":
                return self._error()

    def _new_set(self, exercise: str) -> CurrentSet:
        return CurrentSet(
            exercise,
            tracker=self._make_tracker(exercise),
            texts=self._texts,
            mirrored=self._mirrored,
        )

    def _pose(self, pose: Pose) -> None:
        if self._scene != "training":
            return
        if self._plan:
            segment = index_at(self._plan, pose.t_s)
            if segment != self._segment:
                self._close_set()
                self._segment = segment
                self._set = self._new_set(self._plan[segment].exercise)
        self._told.extend(self._set.feed(pose))

    def _press(self, button: str) -> None:
        if self._scene == "error" or self._over or (self._scene, button) == ("starting", "back"):
            self._quit = True
        elif self._scene == "starting":
            return
        elif button == "back":
            if self._scene == "result" or not self._counted():
                self._quit = True
            self._end_set()
        else:
            self._close_set()
            self._scene = "training"
            self._set = self._new_set(self._chosen(button))

    def _chosen(self, button: str) -> str:
        step = {"up": -1, "down": 1}.get(button, 0)
        if self._plan or not step or self._set.exercise not in self._exercises:
            return self._set.exercise
        place = self._exercises.index(self._set.exercise) + step
        return self._exercises[place % len(self._exercises)]

    def _counted(self) -> bool:
        now = self._set.snapshot
        return bool(self._results) or (now is not None and now.count > 0)

    def _end_set(self) -> None:
        self._close_set()
        self._scene = "result"

    def _close_set(self) -> None:
        """Keep the result of the running set, once, if anybody was looked at in it."""
        if self._scene == "training" and self._set.started:
            result, _ = self._set.finish(clip=self._source.name, model=self._source.model)
            self._results.append(result)

    def _starting(self) -> View:
        return View(
            scene="starting",
            title=self._title(),
            note=self._source.note,
            state=Line(self._texts["screen.starting"], "muted"),
            labels=(SoftLabel("back", self._texts["button.close"]),),
        )

    def _training(self) -> View:
        labels = (
            SoftLabel("choose", self._texts["button.choose"]),
            SoftLabel("select", self._texts["button.restart"]),
            SoftLabel("back", self._texts["button.end"]),
        )
        return View(
            scene="training",
            title=self._title(),
            side=self._set.side(),
            note=self._source.note,
            state=self._set.state(),
            cue=self._set.cue(self._now_s),
            ring=self._set.ring(self._now_s),
            figure=self._set.figure(),
            labels=labels[1:] if self._plan else labels,
            tempo=self._set.tempo(self._now_s),
            knees=self._set.knees(),
        )

    def _result(self) -> View:
        again = SoftLabel("select", self._texts["button.again"])
        close = SoftLabel("back", self._texts["button.close"])
        rows = tuple(
            row_of(result, expected=self.expected(i), texts=self._texts)
            for i, result in enumerate(self._results)
        )
        return View(
            scene="result",
            title=self._texts["screen.finished" if rows else "screen.finished_none"],
            note=self._source.note,
            labels=(close,) if self._over else (again, close),
            rows=rows,
        )

    def _error(self) -> View:
        message, remedy = self._failure
        return View(
            scene="error",
            title=self._texts["screen.error"],
            state=Line(message, "attend"),
            cue=Line(remedy, "plain"),
            labels=(SoftLabel("back", self._texts["button.close"]),),
        )

    def _title(self) -> str:
        return self._texts[f"exercise.{self._set.exercise}"]
