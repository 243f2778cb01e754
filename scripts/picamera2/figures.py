"""Frames a second and latency of the Pi camera's driver on the virtual camera; prints a line.

Run by scripts/picamera2_virtual.sh, inside.
"""

import statistics
import time
from itertools import pairwise
from typing import Any, Final

from device.drivers.camera_pi import PiCamera
from device.threaded import ThreadedCamera
from tests.contracts.virtual_picamera2 import Room, VirtualLibrary

FRAMES: Final = 150

room = Room()
library: Any = VirtualLibrary(room)
camera = ThreadedCamera(PiCamera(load=lambda: library))
camera.read()
latency_ms, times = [], []
for _ in range(FRAMES):
    frame = camera.read()
    if frame is None:
        break
    latency_ms.append(1000 * (time.monotonic() - frame.t_s))
    times.append(frame.t_s)
camera.close()
apart_ms = [1000 * (later - earlier) for earlier, later in pairwise(times)]
print(
    f"{len(times)} frames, {1000 / statistics.mean(apart_ms):.1f} a second, "
    f"median {statistics.median(apart_ms):.1f} ms apart; from sensor to frame median "
    f"{statistics.median(latency_ms):.2f} ms, 95 % below "
    f"{statistics.quantiles(latency_ms, n=20)[-1]:.2f} ms; "
    f"{room.starved} of {room.ticks} pictures found no buffer"
)
