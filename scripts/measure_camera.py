"""Measures what the camera's side costs and when it is too dark. Prints tables.

python scripts/measure_camera.py speed CLIP      I420 against a whole conversion first
python scripts/measure_camera.py dark CLIP EXERCISE      a clip made darker, stop by stop
"""

import statistics
import sys
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from device.build import open_estimator
from device.drivers.camera_file import FileCamera
from device.frame import BgrImage, Frame, Picture, Yuv
from device.pose.blazepose import BlazePose
from device.pose.light import brightness
from exercises.pose import Landmark, Pose
from exercises.registry import get
from exercises.tracker import Tracker

WHITE_ELECTRONS: Final = 500.0
READ_ELECTRONS: Final = 3.0
"""Noise of a small sensor at gain 16, assumed: what a dark room looks like when the camera cannot
expose any longer."""
JOINTS: Final = [*range(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER + 1), *range(23, 33)]


def estimator() -> BlazePose:
    """The model that this machine would choose."""
    return open_estimator("auto", threads=1)


def pictures(clip: Path) -> list[tuple[float, BgrImage]]:
    """Times and pictures of a clip."""
    camera, read = FileCamera(clip), []
    while (frame := camera.read()) is not None:
        height, width = frame.bgr.shape[:2]
        read.append((frame.t_s, frame.bgr[: height // 2 * 2, : width // 2 * 2]))
    camera.close()
    return read


def yuv_of(bgr: BgrImage) -> Yuv:
    """As a camera makes it."""
    height, width = bgr.shape[:2]
    data = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420), np.uint8)
    return Yuv(data[:height], *data[height:].reshape(2, height // 2, width // 2))


def speed(clip: Path) -> None:
    """Both ways on the same frames, in turns, one process."""
    converting, direct = estimator(), estimator()
    took: dict[str, list[float]] = {"converted first": [], "crop only": []}
    cut: dict[str, list[float]] = {"converted first": [], "crop only": []}
    for t_s, bgr in pictures(clip)[:200]:
        yuv = yuv_of(bgr)
        for name, way in (("converted first", converting), ("crop only", direct)):
            start_s = time.perf_counter()
            picture: Picture = yuv.bgr() if way is converting else yuv
            cut[name].append(time.perf_counter() - start_s)
            way.estimate(Frame(t_s, picture))
            took[name].append(time.perf_counter() - start_s)
    for name, each_s in took.items():
        whole_ms, convert_ms = (1000 * statistics.median(one) for one in (each_s, cut[name]))
        print(f"{name:16} {whole_ms:6.2f} ms a frame, of which converting {convert_ms:5.3f} ms")
    ratio = statistics.median(took["crop only"]) / statistics.median(took["converted first"])
    print(f"ratio {ratio:.3f}")


def darkened(bgr: BgrImage, stops: float, random: np.random.Generator) -> BgrImage:
    """A picture with less light and the noise that comes with it."""
    light = (bgr / 255.0) ** 2.2 / 2**stops
    electrons = random.poisson(light * WHITE_ELECTRONS) + random.normal(
        0, READ_ELECTRONS, light.shape
    )
    seen = np.clip(electrons / WHITE_ELECTRONS, 0, 1) ** (1 / 2.2)
    return np.asarray(np.rint(seen * 255), np.uint8)


def dark(clip: Path, exercise: str) -> None:
    """How far the landmarks of darker clips are from those of the clip as it is."""
    bright: list[Pose] = []
    print("stops  luma  present  median px/torso  95 %   counted  not judged")
    for stops in (0.0, 2.0, 4.0, 4.3, 4.6, 5.0, 6.0):
        random, follower, tracker = np.random.default_rng(1), estimator(), Tracker(get(exercise))
        poses, luma, unjudged = [], [], 0
        for t_s, bgr in pictures(clip):
            frame = Frame(t_s, darkened(bgr, stops, random) if stops else bgr)
            luma.append(brightness(frame))
            poses.append(follower.estimate(frame))
            for event in tracker.feed(poses[-1]):
                rep = getattr(event, "rep", None)
                unjudged += rep is not None and rep.score is None
        bright = bright or poses
        apart = [
            np.linalg.norm(one.xy_px - true.xy_px, axis=1)[JOINTS] / torso_px(true)
            for one, true in zip(poses, bright, strict=True)
            if one.present and true.present
        ]
        middle, high = np.percentile(apart, [50, 95]) if apart else (np.nan, np.nan)
        present = 100 * sum(one.present for one in poses) / len(poses)
        print(
            f"{stops:5.1f} {np.mean(luma):5.1f} {present:7.1f}% {middle:15.1%} {high:6.1%}"
            f" {tracker.snapshot.count:9} {unjudged:11}",
            flush=True,
        )


def torso_px(pose: Pose) -> float:
    """Mid-hip to mid-shoulder."""
    xy = pose.xy_px
    return float(np.linalg.norm((xy[11] + xy[12] - xy[23] - xy[24]) / 2))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["speed", clip]:
            speed(Path(clip))
        case ["dark", clip, exercise]:
            dark(Path(clip), exercise)
        case _:
            sys.exit(__doc__)
