"""Measures the whole mirror while it follows a clip as if from a camera.

From a frame's time to what the mirror decides about it (a tone, a cue, a count), from the start
of the program to its first pictures, what a picture costs to draw, and the most memory it ever had.

    .venv/bin/python -m scripts.measure_loop
    .venv/bin/python -m scripts.measure_loop --clip squats.mp4 --model lite-int8 --rate 15 30

The clip should begin with somebody who stands and then squats. It is shown at each rate, frames
doubled where needed, in a window of 1080 x 1920 without a screen (SDL's dummy driver). Each run
is a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
TARGETS: Final = "Targets: tone 150 ms (95 %), draw 5 ms, first scene 2.5 s, memory 260 MB."


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--clip", type=Path)
    words.add_argument("--model", default="auto")
    words.add_argument("--rate", type=float, nargs="+", default=[15.0, 30.0])
    options = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for rate_hz in options.rate:
            clip = _at_rate(options.clip, rate_hz, Path(folder))
            found = _in_a_process(clip.resolve(), options.model)
            print(f"{found['model']} at {rate_hz:.0f} frames a second, {found['poses']} poses")
            for name, value in found["figures"].items():
                print(f"  {name:<44} {value}")
    print(TARGETS)
    return 0


def _in_a_process(clip: Path, model: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.measured_run", str(clip), model]
    command.append(str(time.monotonic()))
    quiet = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    done = subprocess.run(  # noqa: S603 - this script
        command, cwd=ROOT, env=os.environ | quiet, check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _at_rate(clip: Path | None, rate_hz: float, folder: Path) -> Path:
    """The clip with its frames repeated or left out for a rate."""
    import cv2  # noqa: PLC0415 - the measured process is not to share it

    from mirror.demo.script import load_demo  # noqa: PLC0415 - likewise

    source = cv2.VideoCapture(str(clip or load_demo().clip))
    step_s = 1.0 / source.get(cv2.CAP_PROP_FPS)
    path = folder / f"{rate_hz:.0f}.mp4"
    size = (int(source.get(cv2.CAP_PROP_FRAME_WIDTH)), int(source.get(cv2.CAP_PROP_FRAME_HEIGHT)))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, size)
    taken, written = 0, 0
    while (read := source.read())[0]:
        taken += 1
        while written / rate_hz < taken * step_s - 1e-9:
            writer.write(read[1])
            written += 1
    writer.release()
    return path


if __name__ == "__main__":
    sys.exit(main())
