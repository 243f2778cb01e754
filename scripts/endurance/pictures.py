"""The demo clip through the real pose model, again and again, as fast as it goes."""

import gc
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, TextIO

import cv2
import numpy as np

from device.build import open_estimator, open_poses
from device.frame import Frame
from device.opencv import settle
from device.sources import CameraPoses
from mirror.demo.script import load_demo
from scripts.endurance.sampling import Sample, handles, heap_mb, memory_mb, threads

EVERY_S: Final = 5.0
"""Between two samples at least; one is taken at the end of a round, while all is open."""
RATE_HZ: Final = 15.0
"""Of the demo clip."""


class EndlessClip:
    """A clip as a `device.ports.Camera` that begins again at its end, and is not opened anew.

    Args:
        path: the clip.
    """

    name, live, frame_rate_hz, frame_count = "endless clip", False, RATE_HZ, None

    def __init__(self, path: Path) -> None:
        """Open it."""
        settle()
        self.rounds = self._frames = 0
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)

    def read(self) -> Frame | None:
        """The next picture; None only when the clip is empty."""
        there, picture = self._capture.read()
        if not there:
            self.rounds += 1
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            there, picture = self._capture.read()
        self._frames += 1
        return Frame(self._frames / RATE_HZ, np.asarray(picture, np.uint8)) if there else None

    def close(self) -> None:
        """Close the file."""
        self._capture.release()


def through_model(model: str, *, minutes: float, once: bool, out: TextIO) -> list[Sample]:
    """Run for real minutes.

    Args:
        model: its name.
        minutes: real ones.
        once: open clip and model once, not anew for each round.
        out: takes the samples as CSV.

    Returns:
        Samples, with the number of rounds in the place of sessions.
    """
    samples = list[Sample]()
    frames = rounds = 0
    began_s = next_s = time.monotonic()
    for read in _opened_once(model) if once else _opened_anew(model):
        frames += read
        rounds += 1
        now_s = time.monotonic()
        if now_s >= next_s:
            next_s = now_s + EVERY_S
            gc.collect()
            minute = round((now_s - began_s) / 60.0, 2)
            held = (*memory_mb(), heap_mb(), threads(), handles())
            samples.append(Sample(minute, *held, 0, 0, 0, rounds))
            print(samples[-1].line(), file=out, flush=True)
        if now_s >= began_s + 60.0 * minutes:
            break
    print(f"{frames} frames in {rounds} rounds through {model}")
    return samples


def _opened_anew(model: str) -> Iterator[int]:
    """Frames of each round, told before it is closed."""
    clip = str(load_demo().clip)
    while True:
        with closing(open_poses(clip, model=model)) as poses:
            frames = 0
            while poses.read() is not None:
                frames += 1
            yield frames


def _opened_once(model: str) -> Iterator[int]:
    """Likewise, but nothing is closed."""
    camera = EndlessClip(load_demo().clip)
    estimator = open_estimator(model)
    with closing(CameraPoses(camera, estimator)) as poses:
        while True:
            begun, frames = camera.rounds, 0
            while camera.rounds == begun and poses.read() is not None:
                frames += 1
            yield frames
