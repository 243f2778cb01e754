"""The parts `analyze` is put together from, real ones here; tests pass their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from device.annotate import Caption
from device.build import open_annotated, open_poses
from device.ports import PoseSource
from device.recording import RecordingWriter
from exercises.registry import UnknownExerciseError, get
from exercises.tracker import Tracker
from mirror.analyze.stream import Follower
from mirror.analyze.watchers import PoseSink
from mirror.errors import unknown_exercise


class Parts(Protocol):
    """Makes what the analysis of one clip needs."""

    def tracker(self, exercise: str) -> Follower:
        """A tracker for one set.

        Raises:
            UserError: there is no such exercise.
        """

    def poses(self, clip: str, *, model: str, exercise: str) -> PoseSource:
        """The poses of a clip or recording in which that exercise is done.

        Raises:
            DeviceError: clip or model cannot be read.
        """

    def annotated(
        self,
        clip: str,
        *,
        model: str,
        exercise: str,
        output: Path,
        caption: Callable[[], Caption],
    ) -> PoseSource:
        """The poses of a clip, writing an annotated copy as they are read.

        Raises:
            DeviceError: clip or model cannot be read, or the copy not written.
        """

    def recording(self, path: Path, poses: PoseSource) -> PoseSink:
        """A recording for the poses of a source.

        Raises:
            DeviceError: it cannot be written.
        """


class RealParts:
    """Pose models, files and the angle core."""

    def tracker(self, exercise: str) -> Follower:
        """See `Parts`."""
        try:
            return Tracker(get(exercise))
        except UnknownExerciseError as error:
            raise unknown_exercise(
                error.name, suggestion=error.suggestion, known=error.known
            ) from error

    def poses(self, clip: str, *, model: str, exercise: str) -> PoseSource:
        """See `Parts`."""
        return open_poses(clip, model=model, lying=get(exercise).lying)

    def annotated(
        self,
        clip: str,
        *,
        model: str,
        exercise: str,
        output: Path,
        caption: Callable[[], Caption],
    ) -> PoseSource:
        """See `Parts`."""
        return open_annotated(
            Path(clip), model=model, output=output, caption=caption, lying=get(exercise).lying
        )

    def recording(self, path: Path, poses: PoseSource) -> PoseSink:
        """See `Parts`."""
        return RecordingWriter(
            path,
            name=poses.name,
            model=poses.model_name,
            frame_count=poses.frame_count,
        )
