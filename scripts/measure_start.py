"""From the start of the process to the first picture, with ten years of records and with none.

    .venv/bin/python -m scripts.measure_start FOLDER [--runs 11]

FOLDER is one that `scripts.measure_history --folder` left behind. Runs take turns; SDL draws into
memory. A camera and the pose model open beside it, in a thread, and are not measured here.
"""

import argparse
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

_CHILD: Final = "--child"


def child(folder: Path) -> None:
    """Everything of `plumbline run` up to its first picture."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    from mirror.live.engine import Engine  # noqa: PLC0415 - importing is a part of it
    from mirror.live.logbook import Logbook  # noqa: PLC0415 - likewise
    from mirror.live.parts import RealParts  # noqa: PLC0415 - likewise
    from mirror.record.start import Start, words  # noqa: PLC0415 - likewise
    from mirror.ui.window import open_window  # noqa: PLC0415 - likewise

    parts = RealParts(model="auto", texts=words("en"), say=lambda _what, _then: None)
    with (
        closing(open_window(fullscreen=True)) as screen,
        closing(Logbook(folder, lambda _news: None)) as book,
    ):
        start = Start(exercises=parts.exercises(), first="squat", members=book.members, keeps=True)
        engine = Engine(start.session(parts.tracker), listener=book.listener)
        screen.show(engine.begin(start))
        print(time.clock_gettime(time.CLOCK_BOOTTIME), flush=True)


def once(folder: Path) -> float:
    """Seconds of one start."""
    began = time.clock_gettime(time.CLOCK_BOOTTIME)
    command = [sys.executable, "-m", "scripts.measure_start", str(folder), _CHILD]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    return float(done.stdout.strip().splitlines()[-1]) - began


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--runs", type=int, default=11)
    words.add_argument(_CHILD, action="store_true")
    options = words.parse_args()
    if options.child:
        child(options.folder)
        return 0
    full, empty = list[float](), list[float]()
    with TemporaryDirectory() as name:
        for _ in range(options.runs):
            full.append(once(options.folder))
            empty.append(once(Path(name)))
    ratio = median(full) / median(empty)
    print(
        f"first picture: {median(full):.3f} s with the records, {median(empty):.3f} s with none,"
        f" ratio {ratio:.3f}; fastest {min(full):.3f} and {min(empty):.3f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
