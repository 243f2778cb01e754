"""Times MediaPipe Pose on a clip; runs in the environment that mirror/bench/peer.py makes.

python peer_mediapipe.py CLIP FRAMES    (0: all; the first frame does not count)
"""

import importlib
import json
import sys
import time
from pathlib import Path


def main(clip: str, frames: int) -> dict[str, float]:
    """Read, convert and process; the figures are those of mirror/bench/worker.py."""
    cv2, mediapipe = importlib.import_module("cv2"), importlib.import_module("mediapipe")
    capture = cv2.VideoCapture(clip)
    pose = mediapipe.solutions.pose.Pose(model_complexity=1)
    pose.process(cv2.cvtColor(capture.read()[1], cv2.COLOR_BGR2RGB))
    count, wall_s, cpu_s = 0, time.perf_counter(), time.process_time()
    while not frames or count < frames:
        there, picture = capture.read()
        if not there:
            break
        pose.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        count += 1
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = (int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return {
        "frames": count,
        "wall_ms": 1e3 * wall_s / max(1, count),
        "cpu_ms": 1e3 * cpu_s / max(1, count),
        "peak_mb": peak * 1024 / 1e6,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))) + "\n")
