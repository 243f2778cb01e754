"""Measures what the pose thread costs while the mirror is awake and while it sleeps.

    .venv/bin/python -m scripts.measure_sleep
    .venv/bin/python -m scripts.measure_sleep --clip squats.mp4 --seconds 30

A clip passes for a camera at its own speed; frames that nobody takes are decoded and dropped, as a
webcam's are. Then from waking to the first pose.
"""

import argparse
import sys
import threading
import time
from pathlib import Path

from device.build import open_poses
from exercises.pose import Pose
from mirror.demo.script import load_demo
from mirror.live.inbox import Inbox
from mirror.live.parts import Feed
from mirror.live.pose_thread import PoseThread
from mirror.session.inputs import SourceOpened


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--clip", type=Path, default=load_demo().clip)
    words.add_argument("--model", default="auto")
    words.add_argument("--seconds", type=float, default=10.0)
    options = words.parse_args()
    inbox, begun = Inbox(capacity=10_000), threading.Event()

    def feed() -> Feed:
        poses = open_poses(str(options.clip), model=options.model, real_time=True)
        return Feed(poses, SourceOpened(poses.name, poses.model_name))

    thread = PoseThread(feed, inbox, beat=lambda lasts_s: begun.set() if lasts_s < 60 else None)  # noqa: PLR2004 - not the opening
    thread.start()
    begun.wait()
    for name, asleep in (("awake", False), ("asleep", True)):
        thread.rest(asleep)
        time.sleep(1.0)
        inbox.take()
        cpu_s, wall_s = time.process_time(), time.monotonic()
        time.sleep(options.seconds)
        wall_s = time.monotonic() - wall_s
        share = 100 * (time.process_time() - cpu_s) / wall_s
        poses = sum(isinstance(item, Pose) for item in inbox.take())
        print(f"{name:<7} {share:5.1f} % of one core, {poses / wall_s:4.1f} poses a second")
    woken_s = time.monotonic()
    thread.rest(asleep=False)
    while not inbox.take():
        time.sleep(0.001)
    print(f"from waking to the first pose {1000 * (time.monotonic() - woken_s):.0f} ms")
    thread.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
