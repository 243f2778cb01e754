"""Camera, loudspeaker and Wi-Fi fail again and again in one run: does the session survive?

    nice -n 10 .venv/bin/python -m scripts.losses [--count 200] [--seed 7]

Sessions run one after the other through the real loop on a simulated clock (as scripts.soak), with
the real driver of the Pi's camera over a fake picamera2, its thread and the thread of the poses,
the real mixer driver over a fake pygame, and sync to a webhook's receiver through a proxy. Faults
come at random in three lanes, which overlap. Exit code 1 when a session ends early, a rep is lost
for which every frame came, the records differ from what was said, the server lacks a session or
has one twice, or threads or open files are left over.

A rep is excused when frames were missing between 1 s before it and its end: what stands before a
rep is what it is measured from. Any other must count, within 0.7 s of when an undisturbed tracker
counts it in the same movement.
"""

import argparse
import logging
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from device.drivers.speaker_mixer import MixerSpeaker
from device.returning import ReturningSpeaker
from mirror.live.heartbeat import Pulse
from mirror.live.pose_thread import PoseThread
from mirror.record.start import words
from mirror.session.happenings import Counted, Happening, SceneChanged
from mirror.session.kept import RepKept, SessionBegan, SessionEnded, SetEnded
from mirror.session.scenes import MenuView
from mirror.speech.voice import Voice
from mirror.store.opening import FILE_NAME
from mirror.store.outbox import open_outbox
from mirror.store.outbox_due import waiting
from mirror.sync.rounds import Rounds, SetUp
from mirror.sync.settings import WebhookSettings
from mirror.sync.worker import Limits, World
from scripts.endurance.clock import SimClock
from scripts.endurance.faults import FROM, KINDS, Breaker, Lane, lanes
from scripts.endurance.house import House, people
from scripts.endurance.judging import judged
from scripts.endurance.loudspeaker import Amplifier
from scripts.endurance.sampling import handles, threads
from scripts.endurance.unplugged import Cable, Eyes
from tests.app.speech_fakes import FakeWords
from tests.app.sync_stands import webhook_stand

if TYPE_CHECKING:
    from scripts.endurance.trainee import Stretch

EXERCISES: Final = ("Squat", "Clamshell", "Side step", "Single-leg squat", "Single-leg deadlift")
"""Those with reps; a stretch is held, not counted."""
ROUND_S: Final = 10.0
LONGEST_S: Final = 24 * 3600.0
"""Simulated: a run that takes longer does not recover."""


class Losses:
    """One run.

    Args:
        folder: of everything.
        count: of faults.
        seed: of chance.

    Attributes:
        kept: reps for the records: start, peak and end in s, score, side.
        kept_s, counted: when one was told to the records, and shown.
        ended: why sessions ended.
        stretches: of moving.
        samples: threads and open files, each simulated second while nothing is broken.
        lanes: of faults.
        clock: simulated.
        sent: how often the server has each session.
    """

    def __init__(self, folder: Path, *, count: int, seed: int) -> None:
        """Open nothing yet."""
        self.data = folder / "data"
        self.kept: list[tuple[object, ...]] = []
        self.kept_s: set[float] = set()
        self.counted: list[float] = []
        self.ended: list[str] = []
        self.begun = self.sets = self.without_pulse = 0
        self.stretches: list[Stretch] = []
        self.samples: list[tuple[int, int]] = []
        self.lanes: list[Lane] = []
        self.sent: Counter[str] = Counter()
        self.lasted_s = 0.0
        self.errors_shown = 0
        self._folder, self._count = folder, count
        self._chance = random.Random(seed)  # noqa: S311 - which faults, and when
        self.clock = SimClock()
        self._began_s = self._round_s = self._sample_s = self.clock()
        self._pulse = Pulse(self.clock)
        self._amplifier = Amplifier(self.clock)
        self._voice = Voice(
            words("en"),
            ReturningSpeaker(partial(MixerSpeaker, self._amplifier), clock=self.clock),
            FakeWords(),
        )
        self._names = [one.name for one in people(2)]
        listeners = (self, self._voice)
        self._house = House(
            self.data, self._wanted, self._act, listeners=listeners, count=2, clock=self.clock
        )
        self._cable = Cable(clock=self.clock)
        self._eyes = Eyes(self._cable, self._house.trainee)

    def run(self) -> None:
        """From the first press until every fault is over."""
        house, clock = self._house, self.clock
        house.fill()
        thread = PoseThread(
            self._eyes.feed, house.inbox, wait=self._wait, beat=self._pulse.beat, nap=clock.sleep
        )
        with ExitStack() as stack:
            stand = stack.enter_context(webhook_stand(self._folder))
            stamp = house.clocks.stamp()
            outbox = stack.enter_context(closing(open_outbox(self.data, stamp=stamp)))
            url = f"http://127.0.0.1:{stand.proxy.port}/hook"
            there = SetUp(WebhookSettings(url=url), stand.make, "losses")
            world = World(now_s=house.wall_s, chance=self._chance.random)
            self._rounds = stack.enter_context(
                closing(Rounds(outbox, self.data, {"hook": there}, world, Limits()))
            )
            self._breaker = Breaker(
                self._cable,
                self._eyes,
                self._amplifier,
                stand.proxy,
                self._chance,
                scene=lambda: house.trainee.scene,
                waiting=lambda: waiting(outbox, "hook"),
            )
            self._make_lanes()
            self._eyes.begin()
            thread.start()
            try:
                house.run()
            finally:
                clock.end()
                thread.stop()
                self._voice.close()
            self.stretches += house.trainee.stretches
            self.lasted_s = clock() - self._began_s
            self._rounds.round(hurry=True)
            self.sent = stand.count()

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        match happening:
            case RepKept(t_s=t_s, rep=rep):
                self.kept.append((rep.start_s, rep.peak_s, rep.end_s, rep.score, rep.side))
                self.kept_s.add(t_s)
            case Counted(t_s=t_s):
                self.counted.append(t_s)
            case SetEnded():
                self.sets += 1
            case SessionBegan(resumed=False):
                self.begun += 1
            case SessionEnded(reason=reason):
                self.ended.append(reason)
            case SceneChanged(scene="error"):
                self.errors_shown += 1
            case _:
                pass

    def tick(self, t_s: float) -> None:
        """See `mirror.live.listener.Listener`."""

    @property
    def over(self) -> bool:
        """Every fault was, and is over."""
        return all(one.done for one in self.lanes)

    def took_s(self, kind: str) -> list[float]:
        """Times to recover, least first."""
        return sorted(took for one in self.lanes for took in one.took_s.get(kind, ()))

    def _make_lanes(self) -> None:
        breaker, chance = self._breaker, self._chance
        camera, speaker, wifi = lanes(self._count, chance)
        self.lanes = [
            Lane(camera, (4.0, 25.0), breaker.start_camera, breaker.camera_over, chance),
            Lane(speaker, (4.0, 40.0), breaker.start_speaker, breaker.speaker_over, chance),
            Lane(wifi, (2.0, 10.0), breaker.start_wifi, breaker.wifi_over, chance),
        ]

    def _wait(self, seconds: float) -> bool:
        self.clock.sleep(seconds)
        return self._house.stop.is_set()

    def _wanted(self, menu: MenuView) -> tuple[str, ...]:
        """Person after person, exercise after exercise."""
        done = len(self.ended)
        who = self._names[done % len(self._names)]
        home = menu.title.startswith("Hello") and who not in menu.title
        exercise = EXERCISES[done % len(EXERCISES)]
        return ("Someone else" if home else who, "One exercise", exercise, "No")

    def _act(self) -> None:
        now_s = self.clock()
        trainee = self._house.trainee
        while len(trainee.stretches) > 1:
            self.stretches.append(trainee.stretches.pop(0))
        self.without_pulse += self._eyes.opened > 0 and not self._pulse.alive
        for lane in self.lanes:
            lane.turn(now_s)
        if now_s >= self._round_s:
            self._round_s = now_s + ROUND_S
            self._breaker.failed += self._rounds.round()["hook"].trouble is not None
        if now_s >= self._sample_s and not any(one.fault for one in self.lanes):
            self._sample_s = now_s + 1.0
            self.samples.append((threads(), handles()))
        # Not in the middle of a session: the last one is to be whole, too.
        late = now_s - self._began_s > LONGEST_S
        if late or (self.over and self.begun == len(self.ended) > 0):
            self._house.stop.set()


def verdict(run: Losses) -> Iterator[tuple[bool, str]]:
    """What was found: whether it is well, in words."""
    yield run.over, "every fault is over" if run.over else "a fault did not end"
    early = len(run.ended) - run.ended.count("done")
    good = early == 0 and run.begun == len(run.ended)
    yield good, f"sessions: {run.begun} begun, {len(run.ended)} ended, {early} of them early"
    found = judged(run.stretches)
    text = ", ".join(f"{found[key]} {key}" for key in ("counted", "excused", "lost", "made up"))
    yield not found["lost"] and not found["made up"], f"reps: {text}"
    with closing(sqlite3.connect(run.data / FILE_NAME)) as records:
        reps = Counter(records.execute("SELECT start_s, peak_s, end_s, score, side FROM rep"))
        sets = records.execute("SELECT count(*) FROM set_ WHERE result IS NOT NULL").fetchone()[0]
        ids = records.execute("SELECT id FROM session WHERE end_reason = 'done'")
        ended = Counter(id_ for (id_,) in ids)
    said = Counter(run.kept)
    same = reps == said and sets == run.sets and set(run.counted) <= run.kept_s
    yield same, f"records: {reps.total()} reps of {said.total()} said, {sets} sets of {run.sets}"
    most = max(run.sent.values(), default=0)
    text = f"server: {len(run.sent)} sessions of {len(ended)}, each at most {most} times"
    yield run.sent == ended and len(ended) == len(run.ended), text
    hurried = run.clock.hurried
    yield not hurried, f"times the clock went on without a busy thread: {hurried}"
    silent = run.without_pulse
    yield silent == 0, f"turns in which the watchdog would not be fed: {silent}"
    quarter = max(1, len(run.samples) // 4)
    for number, name in enumerate(("threads", "open files")):
        values = [one[number] for one in run.samples]
        # The least: now and then a request or a copy is under way.
        before, after = min(values[quarter : 2 * quarter] or values), min(values[-quarter:])
        yield after <= before, f"{name}: {before} after the warm-up, {after} at the end"


def table(run: Losses) -> Iterator[str]:
    """A line for each kind: how many, and how long until it worked again."""
    yield f"{'kind':24} {'faults':>6} {'median':>7} {'95 %':>7} {'max':>7}  simulated s from"
    for kind in KINDS:
        took = run.took_s(kind)
        if took:
            last = took[min(len(took) - 1, int(0.95 * len(took)))]
            figures = f"{statistics.median(took):7.1f} {last:7.1f} {took[-1]:7.1f}"
            yield f"{kind:24} {len(took):6} {figures}  {FROM[kind]}"


def main() -> int:
    """Run and say."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())  # each fault is logged, with a traceback
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        run = Losses(Path(name), count=chosen.count, seed=chosen.seed)
        run.run()
        well = True
        print("\n".join(table(run)))
        for good, text in verdict(run):
            well = well and good
            print(f"{'well' if good else 'WRONG'}  {text}")
    took_s = time.monotonic() - began_s
    print(
        f"{run.lasted_s / 60:.0f} simulated minutes in {took_s:.0f} s, seed {chosen.seed};"
        f" the error scene was on {run.errors_shown} times"
    )
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
