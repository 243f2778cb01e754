"""Kills a running mirror at random moments, again and again, and looks for what is lost.

    .venv/bin/python -m scripts.power_cuts [--cuts 200] [--seed 1]

A child process runs the real session, records, traces and the file of the interrupted session; a
person does rep after rep, answers, rests, and goes on after each cut where they stopped. It says a
rep's id as soon as the rep is on the disk. The parent ends it with SIGKILL, then looks: every rep
that was said must be there, the database sound, and the session able to go on. Exit code 1 when
something is lost.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from exercises.events import Event, Rep, RepCompleted
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.live.clocks import Clocks
from mirror.live.engine import Engine
from mirror.live.keeper import NAME, Keeper, State, interrupted
from mirror.live.listener import Everyone
from mirror.live.records import Records
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.record.start import Start
from mirror.session.happenings import Happening
from mirror.session.inputs import DayBegan, Press, SourceOpened, Tick
from mirror.session.kept import PersonKept, RepKept
from mirror.session.members import Member
from mirror.session.scenes import MenuView
from mirror.store.opening import FILE_NAME

CAMERA: Final = SourceOpened(name="camera", model="none", live=True)
STEP_S: Final = 0.1
LATEST_S: Final = 1.6
"""A cut comes at most so long after the first rep of a run."""
ADA: Final = Person(id="0190c0de-0000-7000-8000-000000000001", name="Ada", asked=True)
_XY: Final = np.random.default_rng(7).uniform(100.0, 300.0, (33, 2))
_SAVE_S: Final = 10.0


class Quick:
    """A tracker that completes a rep every 5 poses."""

    def __init__(self) -> None:
        """Start at rest."""
        self._fed = 0
        self._now = Snapshot(0.0, "rest", 0.0, None, "x_deg", "both", 0, 0.0, None)

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        """Count."""
        self._fed += 1
        if self._fed % 5:
            return ()
        t_s = pose.t_s
        rep = Rep(1, "both", t_s - 0.4, t_s - 0.2, t_s, 90, None, {}, (), {"alignment": 90}, {})
        return (RepCompleted(t_s, rep),)

    def finish(self) -> tuple[Event, ...]:
        """Nothing is open."""
        return ()

    @property
    def snapshot(self) -> Snapshot:
        """Always ready."""
        return self._now


class Acknowledge:
    """Says each rep once it is on the disk."""

    def __init__(self, records: Records) -> None:
        """Start."""
        self._records = records

    def hear(self, happening: Happening) -> None:
        """A rep: wait for the disk, then say it."""
        if isinstance(happening, RepKept):
            rep_id = self._records.recorder.rep_id(happening.index, happening.rep.index)
            if self._records.wait(timeout_s=_SAVE_S):
                print(rep_id, flush=True)

    def tick(self, t_s: float) -> None:
        """Nothing."""


def child(folder: Path) -> None:
    """Train until killed."""
    records = Records(folder, tell=lambda _news: None, clocks=Clocks())
    if not records.people:
        records.hear(PersonKept(time.monotonic(), ADA))
    pasts = records.pasts
    members = tuple(Member(one, pasts.get(one.id, Past())) for one in records.people or (ADA,))
    start = Start(
        exercises=("squat",),
        first="squat",
        members=members,
        keeps=True,
        resume=records.mended(interrupted(folder / NAME)),
    )
    session = start.session(lambda _name: Quick())
    engine = Engine(session, listener=Everyone((records, Acknowledge(records))))
    keeper = Keeper(
        settings=session.settings, config=folder / "plumbline.toml", session=folder / NAME
    )
    engine.begin(start)
    now_s = time.monotonic()
    today = datetime.now(UTC)
    engine.feed(DayBegan(now_s, today.date(), today.timestamp()))
    engine.feed(CAMERA)
    buttons = _buttons(engine)
    while True:
        now_s += STEP_S
        pose = Pose(now_s, _XY, np.ones(33), np.zeros((33, 3)), 640, 480)
        happened = engine.feed(pose) + engine.feed(Tick(now_s))
        button = next(buttons)
        if button:
            happened += engine.feed(Press(now_s, button))  # type: ignore[arg-type] # one of four
        if happened:
            keeper.keep(State(session.settings, session.saved()))


def _buttons(engine: Engine) -> Iterator[str]:
    """What a person presses: into the single exercise, through every question."""
    while True:
        picture = engine.picture()
        if not isinstance(picture, MenuView):
            name = type(picture).__name__
            hurry = {"HowToView", "RestView", "PainView", "SummaryView", "NoticeView", "TimerView"}
            yield "select" if name in hurry else ""
            continue
        words = [item.text for item in picture.items]
        wanted = next((one for one in _WANTED if one in words), words[-1])
        if words.index(wanted) == picture.chosen:
            yield "select"
        else:
            yield "down"


_WANTED: Final = (
    *("Continue where you stopped", "None of it is true: go on", "One exercise", "Squat", "No"),
)


def cut(folder: Path, chance: random.Random) -> tuple[list[str], float]:
    """One run until its cut: the reps it said, and how long it took to the first one."""
    command = [sys.executable, "-m", "scripts.power_cuts", "--child", str(folder)]
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, stdout=subprocess.PIPE, text=True
    ) as process:
        out = process.stdout
        first = "" if out is None else out.readline().strip()
        started_s = time.monotonic() - began
        time.sleep(chance.uniform(0.0, LATEST_S))
        process.kill()
        rest = [] if out is None else [line.strip() for line in out]
    return [one for one in (first, *rest) if len(one) == len(first)], started_s


def verdict(folder: Path, said: set[str]) -> tuple[int, int, str]:
    """Reps kept, reps lost, and what SQLite says of the file."""
    # A copy of the state as it is: opening it to write would mend the journal.
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM rep")}
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
    return len(kept), len(said - kept), str(sound)


def main() -> int:
    """Cut, look, say."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--cuts", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--child", type=Path)
    options = words.parse_args()
    if options.child is not None:
        child(options.child)
        return 0
    chance = random.Random(options.seed)  # noqa: S311 - not for secrets
    said: set[str] = set()
    lost_ever, starts = 0, list[float]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(1, options.cuts + 1):
            told, started_s = cut(folder, chance)
            said |= set(told)
            starts.append(started_s)
            kept, lost, sound = verdict(folder, said)
            lost_ever = max(lost_ever, lost)
            aside = list(folder.glob("*.damaged-*"))
            if lost or sound != "ok" or aside or not told:
                print(f"cut {number}: {lost} lost, {sound}, set aside: {aside}, said {len(told)}")
                return 1
        with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
            (sessions,) = connection.execute("SELECT count(*) FROM session").fetchone()
            (people,) = connection.execute("SELECT count(*) FROM profile").fetchone()
            twice = connection.execute(
                "SELECT set_id, index_, count(*) FROM rep GROUP BY 1, 2 HAVING count(*) > 1"
            ).fetchall()
    print(
        f"{options.cuts} cuts: {len(said)} reps said, {kept} kept, {lost_ever} lost, file sound;"
        f" {sessions} sessions of {people} person, {len(twice)} reps with a number taken twice;"
        f" start to first rep {sorted(starts)[len(starts) // 2]:.2f} s median"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
