"""Counts the instructions a frame costs around the pose networks; no busy machine changes them.

    .venv/bin/python -m scripts.instructions [--before COMMIT]

Needs valgrind, and the models once: what they say of the demo's first frames is kept, and played
back by an interpreter that computes nothing. Every part runs twice under callgrind, over few and
over many frames; the difference is what its frames cost, without the start. `--before` counts the
same of an older commit. Networks run as on a PC without AVX-512 and AMX, which valgrind has not.
"""

import argparse
import gc
import itertools
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

import device.frame
from device.build import open_poses
from device.drivers.camera_file import FileCamera
from device.frame import Frame
from device.pose.blazepose import BlazePose
from device.pose.models import installed
from device.pose.roi import Roi
from device.pose.runtime import TensorSpec, load_network
from device.pose.tensors import CropInput
from exercises.registry import get
from exercises.tracker import Tracker

ROOT: Final = Path(__file__).resolve().parents[1]
RECORDING: Final = ROOT / "tests" / "golden" / "squat" / "squat_valgus.jsonl"
FRAMES: Final = 72
SPAN: Final = (40, FRAMES)  # what is counted: from so many frames to so many
SPANS: Final = {
    "feed": (20, 220),  # the recording has 223, of four squats
    "narrow": (1, 4),
    "whole": (1, 4),
}
RATE_HZ: Final = 15.0
SIDE_PX: Final = 256  # of a landmark network's input
PARTS: Final = {
    "read": "reading the clip",
    "crop": "crop of a blue-green-red frame to the network's input",
    "crop_yuv": "crop of a frame in YUV 4:2:0",
    "maps": "landmarks placed by heat maps",
    "estimate": "crop, outputs, heat maps, whom to follow",
    "feed": "smoothing, angles, repetitions, faults",
    "narrow": "the network full-narrow-int8",
    "whole": "the network full-int8",
}
_ABSENT: Final = 3  # exit code of a part that the commit has not
_SETTINGS: Final = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",  # numpy's idle threads count rounds of waiting
    # Valgrind counts a "rep movsb" once for each byte it copies.
    "GLIBC_TUNABLES": "glibc.cpu.x86_rep_movsb_threshold=1000000000"
    ":glibc.cpu.x86_rep_stosb_threshold=1000000000",
}

Arrays = npt.NDArray[Any]


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--before", metavar="COMMIT")
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        from scripts.playback import keep  # noqa: PLC0415 - a child of an older commit lacks it

        keep(folder)
        roots = {"now": ROOT}
        if options.before is not None:
            roots = {options.before: unpack(options.before, folder / "before")} | roots
        print(f"thousands of instructions a frame: {', '.join(roots)}")
        for part, what in PARTS.items():
            counts = [count(root, part, folder) for root in roots.values()]
            shown = "".join(f"{'-' if one is None else f'{one / 1e3:.0f}':>9}" for one in counts)
            print(f"{what:<52}{shown}", flush=True)


def demo_clip() -> Path:
    """The clip whose frames are counted."""
    from mirror.demo.script import load_demo  # noqa: PLC0415 - older commits lack it

    return load_demo().clip


def unpack(commit: str, folder: Path) -> Path:
    """The files of a commit, in a new folder."""
    folder.mkdir()
    packed = folder.with_suffix(".tar")
    subprocess.run(  # noqa: S603 - git of this repository
        ["git", "-C", str(ROOT), "archive", f"--output={packed}", commit],  # noqa: S607 - from PATH
        check=True,
    )
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder


def count(root: Path, part: str, folder: Path) -> float | None:
    """Instructions a frame of a part, with the code in `root`; None if it has no such part."""
    collected = []
    span = SPANS.get(part, SPAN)
    for frames in span:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}"]
        command += [sys.executable, "-P", __file__, "--child", part, str(folder), str(frames)]
        done = subprocess.run(  # noqa: S603 - this script
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd=root,
            env=os.environ | _SETTINGS | {"PYTHONPATH": str(root)},
        )
        if done.returncode == _ABSENT:
            return None
        found = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode or found is None:
            raise SystemExit(done.stderr)
        collected.append(int(found[1]))
    return (collected[1] - collected[0]) / (span[1] - span[0])


def work(part: str, folder: Path, frames: int) -> None:
    """Run a part over so many frames, in this process."""
    cv2.setNumThreads(1)
    gc.disable()  # a collection falls anywhere, and there are only three in 400 frames
    if part in {"narrow", "whole"}:
        _infer("full-narrow-int8" if part == "narrow" else "full-int8", frames)
        return
    pictures = np.load(folder / "frames.npy")
    if part == "feed":
        _feed(frames)
    elif part == "read":
        with closing(FileCamera(demo_clip())) as camera:
            for _ in range(frames):
                camera.read()
    elif part == "estimate":
        if hasattr(device.frame, "upright"):  # before, clips came as blue-green-red
            pictures = [_as_camera(one) for one in pictures]  # all, so that it does not count
        _estimate(folder, pictures[:frames])
    elif part == "maps":
        _place(folder, frames)
    else:
        _crop(pictures if part == "crop" else [_as_camera(one) for one in pictures], frames)


def _infer(name: str, times: int) -> None:
    if find_spec("device.pose.planes") is None:
        sys.exit(_ABSENT)  # today's models are not that commit's
    network = load_network(next(one.path for one in installed() if one.name == name), threads=1)
    for _ in range(times):
        network.infer()


def _feed(poses: int) -> None:
    tracker = Tracker(get("squat"))
    with closing(open_poses(str(RECORDING), model="auto")) as source:
        seen = list(iter(source.read, None))  # all of them, so that reading does not count
    for pose in seen[:poses]:
        tracker.feed(pose)


def _estimate(folder: Path, pictures: Any) -> None:  # noqa: ANN401 - see `_as_camera`
    sys.modules["ai_edge_litert.interpreter"] = sys.modules[__name__]  # that is, Interpreter
    kept = _played(folder)
    files = [kept / "detector.tflite", kept / "landmark.tflite"]
    if find_spec("device.pose.narrow") is not None:
        files.append(kept / "narrow.tflite")
    pose = BlazePose(*files, model_name="played back", threads=1)
    shown = [Frame(i / RATE_HZ, one) for i, one in enumerate(pictures)]
    if not all(pose.estimate(frame).present for frame in shown):
        sys.exit("somebody was lost")


def _place(folder: Path, frames: int) -> None:
    if find_spec("device.pose.narrow") is None:
        sys.exit(_ABSENT)
    from device.pose import heatmap  # noqa: PLC0415 - older commits lack it
    from device.pose.narrow import LEFT_PX  # noqa: PLC0415

    kept = _played(folder)
    points = np.load(kept / "narrow-3.npy").reshape(-1, 39, 5)
    maps = np.load(kept / "narrow-4.npy")
    points[:, :, 0] -= LEFT_PX
    read = getattr(heatmap, "MAPPED", slice(None))  # before, a map of every point
    for i in range(frames):
        which = i % len(maps)
        heatmap.refine(points[which, read, :2].astype(np.float64), maps[which][0])


def _played(folder: Path) -> Path:
    """What is played back: what the models say that this commit takes by itself."""
    return folder / ("float32" if find_spec("device.pose.planes") is None else "int8")


def _crop(pictures: Iterable[Any], frames: int) -> None:
    shape = (1, SIDE_PX, SIDE_PX, 3)
    spec = TensorSpec(0, shape, np.dtype(np.float32), scale=0.0, zero_point=0)
    crop: Any = CropInput(spec, low=0.0, high=1.0)  # its `fill` has changed
    roi = Roi(x_px=320.0, y_px=240.0, size_px=460.0, rotation_rad=0.1)
    into = [np.zeros(shape, np.float32)] if hasattr(crop, "cut") else []  # before, its own memory
    for one in itertools.islice(pictures, frames):
        crop.fill(*into, one, roi)


def _as_camera(picture: Arrays) -> Any:  # noqa: ANN401 - older commits lack it
    """A picture as cameras give it."""
    if not hasattr(device.frame, "Yuv"):
        sys.exit(_ABSENT)
    planes = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
    height, width = picture.shape[:2]
    u, v = planes[height:].reshape(2, height // 2, width // 2)
    return device.frame.Yuv(planes[:height], u, v)


class Interpreter:
    """Plays back what a network said, one run after the other; computes nothing."""

    def __init__(self, model_path: str, num_threads: int) -> None:  # noqa: ARG002 - the real one's
        """Load it from the files beside the model's."""
        model = Path(model_path)
        kept = sorted(model.parent.glob(f"{model.stem}-*.npy"))
        self._tensors = [np.load(path) for path in kept]
        self._runs = 0

    def allocate_tensors(self) -> None:
        """Nothing to do."""

    def get_input_details(self) -> list[dict[str, object]]:
        """The one picture."""
        return [_detail(0, self._tensors[0])]

    def get_output_details(self) -> list[dict[str, object]]:
        """All that was kept."""
        return [_detail(i, one[0]) for i, one in enumerate(self._tensors) if i > 0]

    def set_tensor(self, index: int, value: Arrays) -> None:
        """Copy the picture in, as the real one does."""
        self._tensors[index][:] = value

    def invoke(self) -> None:
        """Go on to the next run; each network runs once to prove itself, before the first frame."""
        self._runs += 1

    def tensor(self, index: int) -> Callable[[], Arrays]:
        """What gives the input or an output as it lies in memory."""
        kept = self._tensors[index]
        if index == 0:
            return lambda: kept
        return lambda: kept[max(0, self._runs - 2) % len(kept)]

    def get_tensor(self, index: int) -> Arrays:
        """A copy of an output, as earlier commits ask for it."""
        return np.array(self.tensor(index)())


def _detail(index: int, tensor: Arrays) -> dict[str, object]:
    return {
        "index": index,
        "shape": tensor.shape,
        "dtype": tensor.dtype.type,
        "quantization": (0.0, 0),
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        work(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
