"""Puts the parts of the hardware side together: from what a person named to a pose source."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from device.annotate import AnnotatingPoses, Caption
from device.drivers.camera_file import FileCamera
from device.drivers.camera_pi import PiCamera
from device.drivers.camera_v4l2 import V4l2Camera
from device.drivers.health_pi import MachineHealth
from device.errors import CameraError, ClipError, DeviceError
from device.health import HealthSensors
from device.looped import LoopedPoses
from device.memory import take_large_pages
from device.meter import Meter
from device.optics import CameraSetup
from device.oriented import OrientedCamera
from device.paced import Pace, PacedCamera, PacedPoses
from device.plugged import video_devices
from device.ports import Camera, PoseSource
from device.pose.blazepose import BlazePose
from device.pose.models import choose, threads_for
from device.recorded import RecordedPoses
from device.recording import SUFFIX
from device.sources import CameraPoses
from device.staged import StagedPoses
from device.thinned import ThinnedCamera
from device.threaded import ThreadedCamera

_Poses = TypeVar("_Poses")
_V4L2: Final = "v4l2:"
_PI: Final = "pi"
_AUTO: Final = "auto"
_PLAIN: Final = CameraSetup()
RECORDED: Final = "recorded:"
"""Before the path of a landmark recording: play it in a loop, as if it were a camera. For tests of
the whole service, where there is none."""


def open_poses(  # noqa: PLR0913 - what somebody may say of a source, all named
    source: str,
    *,
    model: str,
    real_time: bool = False,
    setup: CameraSetup = _PLAIN,
    meter: Meter | None = None,
    lying: bool | None = None,
) -> PoseSource:
    """Open what a person named as a stream of poses.

    Args:
        source: "auto", "pi", "v4l2:/dev/video0", "recorded:FILE", the path of a clip, or the path
            of a landmark recording (a .jsonl file), which needs no model.
        model: "auto", "full", "lite" or the exact name of an installed model.
        real_time: play clips and recordings at their own speed; a clip skips frames when
            the model is slower.
        setup: of a camera; clips are as they are.
        meter: told of each picture of a live camera and what it took.
        lying: whether the one to follow lies down; None when that is not known.

    Raises:
        DeviceError: the source or the model is absent or broken; says what to do.
    """
    if source.startswith(RECORDED):
        file = Path(source.removeprefix(RECORDED))
        return LoopedPoses(lambda: PacedPoses(RecordedPoses(file), Pace()))
    if Path(source).suffix.lower() == SUFFIX:
        recorded = RecordedPoses(Path(source))
        return PacedPoses(recorded, Pace()) if real_time else recorded
    measured = meter or Meter()
    camera = open_camera(source, setup, measured)
    if not camera.live:
        camera = ThinnedCamera(camera)
    if real_time and not camera.live:
        camera = PacedCamera(camera, Pace(), measured.frame)
    return _closing_on_error(
        camera, lambda: CameraPoses(camera, open_estimator(model, lying=lying), meter=measured)
    )


def open_annotated(
    clip: Path,
    *,
    model: str,
    output: Path,
    caption: Callable[[], Caption],
    lying: bool | None = None,
) -> PoseSource:
    """Open a clip as a stream of poses that also writes an annotated copy.

    Args:
        clip: the clip; a recording has no pictures to draw on.
        model: as for `open_poses`.
        output: the .mp4 file to write.
        caption: what to write on the latest frame read.
        lying: as for `open_poses`.

    Raises:
        DeviceError: the clip or the model is absent or broken, or the copy cannot be written.
    """
    if clip.suffix.lower() == SUFFIX:
        message = f"{clip} is a recording without pictures"
        raise ClipError(message, remedy="Name the clip it was made from.")
    if output.exists() and clip.exists() and output.samefile(clip):
        message = f"{output} is the clip itself"
        raise ClipError(message, remedy="Name another file for the annotated copy.")
    camera = ThinnedCamera(FileCamera(clip))
    return _closing_on_error(
        camera,
        lambda: AnnotatingPoses(camera, open_estimator(model, lying=lying), output, caption),
    )


def open_staged(clip: Path, *, model: str, threads: int | None = None) -> StagedPoses:
    """Open a clip as poses with a stop-watch on each stage.

    Args:
        clip: the clip.
        model: as for `open_poses`.
        threads: CPU threads of each network; None for what the mirror takes.

    Raises:
        DeviceError: the clip or the model is absent or broken.
    """
    camera = FileCamera(clip)
    return _closing_on_error(
        camera, lambda: StagedPoses(camera, open_estimator(model, threads=threads))
    )


def open_health(folder: Path) -> HealthSensors:
    """What tells how this machine is.

    Args:
        folder: on the disk whose space matters.
    """
    return MachineHealth(folder)


def open_camera(source: str, setup: CameraSetup = _PLAIN, meter: Meter | None = None) -> Camera:
    """Open a camera or clip by name; a live one is read in its own thread.

    Raises:
        DeviceError: it is absent or broken.
    """
    came = (meter or Meter()).frame
    if source == _AUTO:
        return _upright(_first_camera(setup), setup, came)
    if source == _PI:
        return _upright(PiCamera(setup=setup), setup, came)
    if source.startswith(_V4L2):
        return _upright(_webcam(source.removeprefix(_V4L2), setup), setup, came)
    return FileCamera(Path(source))


def _upright(camera: Camera, setup: CameraSetup, came: Callable[[], None]) -> Camera:
    if setup.rotation_deg or setup.flipped:
        camera = OrientedCamera(camera, rotation_deg=setup.rotation_deg, flipped=setup.flipped)
    return ThreadedCamera(camera, came)


def _webcam(device: str, setup: CameraSetup) -> Camera:
    return V4l2Camera(device, field_of_view_deg=setup.field_of_view_deg)


def _first_camera(setup: CameraSetup) -> Camera:
    """The Pi camera, or else the first webcam that works."""
    openers: list[Callable[[], Camera]] = [partial(PiCamera, setup=setup)]
    openers += [partial(_webcam, path, setup) for path in video_devices()]
    for opener in openers:
        try:
            return opener()
        except CameraError:
            continue
    message = "No camera was found"
    raise CameraError(
        message, remedy="Plug in a webcam or check the camera's ribbon cable, then start again."
    )


def open_estimator(
    model: str, *, threads: int | None = None, lying: bool | None = None
) -> BlazePose:
    """What makes poses of pictures.

    Args:
        model: as for `open_poses`.
        threads: CPU threads of each network; None for what the mirror takes.
        lying: as for `open_poses`.

    Raises:
        ModelError: the model is absent or broken.
    """
    chosen = choose(model)
    estimator = BlazePose(
        chosen.detector.path,
        chosen.landmark.path,
        None if chosen.narrow is None else chosen.narrow.path,
        model_name=chosen.landmark.name,
        threads=threads or threads_for(chosen.landmark),
        lying=lying,
    )
    take_large_pages()
    return estimator


def _closing_on_error(camera: Camera, make: Callable[[], _Poses]) -> _Poses:
    """Make a source of a camera; free the camera when that fails."""
    try:
        return make()
    except DeviceError:
        camera.close()
        raise
