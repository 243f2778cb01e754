"""What `plumbline run` is put together from: real parts here; tests pass their own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from device.build import RECORDED, open_poses
from device.errors import CameraError
from device.meter import Meter
from device.optics import CameraSetup
from device.plugged import Plugged
from device.ports import PoseSource
from exercises.registry import UnknownExerciseError, get, names
from exercises.tracker import Tracker
from mirror.config.settings import CameraSettings
from mirror.demo.script import load_demo
from mirror.errors import UserError, unknown_exercise
from mirror.session.current import SetTracker
from mirror.session.inputs import SourceOpened
from mirror.session.plan import Segment
from mirror.text.catalog import Texts

AUTO: Final = "auto"
DEMO: Final = "demo"
PI: Final = "pi"
WEBCAM: Final = "v4l2:"
_USUAL: Final = CameraSettings()


def is_camera(source: str) -> bool:
    """Whether a source is a camera that must be there, or stands in for one; not a clip."""
    return source == PI or source.startswith((WEBCAM, RECORDED))


def check_clip(source: str) -> None:
    """Refuse a clip that is not there before a window opens.

    Raises:
        UserError: it is not.
    """
    if source in {AUTO, DEMO} or is_camera(source) or Path(source).exists():
        return
    message = f"No such file: {source}"
    raise UserError(message, remedy="Check the name and the folder.")


@dataclass(frozen=True, slots=True)
class Feed:
    """An open source of poses and what to say about it.

    Attributes:
        again: opens the same camera once more after it failed; None for a clip.
        better: opens what is to take this source's place, or gives None while there is nothing; to
            be asked every few seconds, after the end too. None: nothing ever will.
    """

    poses: PoseSource
    opened: SourceOpened
    again: "Callable[[], Feed] | None" = None
    better: "Callable[[], Feed | None] | None" = None


def make_tracker(exercise: str) -> SetTracker:
    """A tracker of the angle core for one set.

    Raises:
        UserError: there is no such exercise.
    """
    try:
        return Tracker(get(exercise))
    except UnknownExerciseError as error:
        raise unknown_exercise(
            error.name, suggestion=error.suggestion, known=error.known
        ) from error


def setup_of(camera: CameraSettings) -> CameraSetup:
    """The settings as the camera code takes them."""
    return CameraSetup(
        rotation_deg=camera.rotation_deg,
        flipped=camera.flipped,
        field_of_view_deg=camera.field_of_view_deg or None,
        mains_hz=camera.mains_hz,
    )


class Parts(Protocol):
    """Makes what a run needs."""

    def exercises(self) -> tuple[str, ...]:
        """Names of all exercises."""

    def tracker(self, exercise: str) -> SetTracker:
        """A tracker for one set.

        Raises:
            UserError: there is no such exercise.
        """

    def feed(self, source: str, *, real_time: bool) -> Feed:
        """Open a source.

        Raises:
            DeviceError: it cannot be opened.
        """


class RealParts:
    """Cameras, clips, pose models and the angle core.

    Args:
        model: which pose model.
        camera: how cameras are set up.
        texts: the words of the screen.
        say: tells the person at the terminal: what happened, what follows.
        meter: told how fast a camera and the model are.
        open_source: opens a camera or a clip, see `device.build.open_poses`.
        plugged: watches for a camera from now on.
    """

    def __init__(  # noqa: PLR0913 - the last two are what tests bring instead of hardware
        self,
        *,
        model: str,
        texts: Texts,
        say: Callable[[str, str], None],
        camera: CameraSettings = _USUAL,
        meter: Meter | None = None,
        open_source: Callable[..., PoseSource] = open_poses,
        plugged: Callable[[], Plugged] = Plugged,
    ) -> None:
        """Open nothing yet."""
        self._open_source = open_source
        self._plugged = plugged
        self._setup = setup_of(camera)
        self._meter = meter
        self._model = model
        self._texts = texts
        self._say = say

    def exercises(self) -> tuple[str, ...]:
        """See `Parts`."""
        return names()

    def tracker(self, exercise: str) -> SetTracker:
        """See `Parts`."""
        return make_tracker(exercise)

    def feed(self, source: str, *, real_time: bool) -> Feed:
        """See `Parts`. "auto" without a camera is the demo, until a camera is plugged in."""
        if source == DEMO:
            return self._demo(self._texts["screen.source_demo"], real_time=real_time)
        if source == AUTO:
            plugged = self._plugged()  # first: what comes while we look is news
            try:
                return self._camera(source)
            except CameraError as error:
                self._say(error.message, "Showing the demo clip instead.")
                note = self._texts["screen.camera_fallback"]
                demo = self._demo(note, real_time=real_time)
                return replace(demo, better=partial(self._appeared, plugged))
        if is_camera(source):
            return self._camera(source)
        return self._open(source, note=Path(source).name, real_time=real_time)

    def _camera(self, source: str) -> Feed:
        """A camera; after "auto" found one, the demo does not take its place any more."""
        poses = self._open_source(
            source, model=self._model, real_time=True, setup=self._setup, meter=self._meter
        )
        opened = SourceOpened(name=poses.name, model=poses.model_name, live=True)
        return Feed(poses=poses, opened=opened, again=partial(self._camera, source))

    def _appeared(self, plugged: Plugged) -> Feed | None:
        """A camera that was plugged in, when it works."""
        if not plugged.news():
            return None
        try:
            return self._camera(AUTO)
        except CameraError:
            return None

    def _demo(self, note: str, *, real_time: bool) -> Feed:
        demo = load_demo()
        return self._open(str(demo.clip), note=note, plan=demo.plan, real_time=real_time)

    def _open(
        self, source: str, *, real_time: bool, note: str, plan: tuple[Segment, ...] = ()
    ) -> Feed:
        poses = self._open_source(source, model=self._model, real_time=real_time, meter=self._meter)
        opened = SourceOpened(name=poses.name, model=poses.model_name, note=note, plan=plan)
        return Feed(poses=poses, opened=opened)
