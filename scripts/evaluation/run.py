"""One pass over a clip: its poses feed a tracker of every exercise."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter_ns

from device.ports import PoseSource
from exercises import registry
from exercises.events import ViewProblem
from exercises.tracker import Tracker
from mirror.model import SetLog, SetResult
from scripts.evaluation.clips import Clip


@dataclass(frozen=True, slots=True)
class Sample:
    """What the tracker of the clip's own exercise knew after a pose: channels and the gauge."""

    t_s: float
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class ClipRun:
    """What came of a clip.

    Attributes:
        clip: the clip.
        results: the set under every exercise, by name.
        samples: of the clip's own exercise; empty when it has none.
        problems: view problems said under the own exercise, by their code.
        feed_ms: cost of each call of `Tracker.feed`, of the own exercise or else of the first.
    """

    clip: Clip
    results: Mapping[str, SetResult]
    samples: Sequence[Sample]
    problems: frozenset[str]
    feed_ms: Sequence[float]

    @property
    def own(self) -> SetResult | None:
        """The set under the exercise that is done."""
        return None if self.clip.exercise is None else self.results[self.clip.exercise]

    @property
    def counted(self) -> int:
        """Reps of the own exercise; for another movement the most of any."""
        if self.own is not None:
            return self.own.count
        return max(result.count for result in self.results.values())


def run(clip: Clip, poses: PoseSource) -> ClipRun:
    """Follow a clip to its end and close its poses.

    Raises:
        DeviceError: the clip is broken.
    """
    trackers = {name: Tracker(registry.get(name)) for name in registry.names()}
    logs = {name: SetLog(exercise=name) for name in trackers}
    timed = clip.exercise if clip.exercise is not None else next(iter(trackers))
    samples: list[Sample] = []
    problems: set[str] = set()
    feed_ms: list[float] = []
    with closing(poses):
        while (pose := poses.read()) is not None:
            for name, tracker in trackers.items():
                logs[name].frame(t_s=pose.t_s, present=pose.present)
                begin_ns = perf_counter_ns()
                events = tracker.feed(pose)
                took_ns = perf_counter_ns() - begin_ns
                logs[name].add(events)
                if name != timed:
                    continue
                feed_ms.append(took_ns / 1e6)
                if name != clip.exercise:
                    continue
                problems |= {
                    event.problem
                    for event in events
                    if isinstance(event, ViewProblem) and event.problem is not None
                }
                samples.append(_sample(tracker, pose.t_s))
        for name, tracker in trackers.items():
            logs[name].add(tracker.finish())
        results = {
            name: log.finish(clip=clip.name, model=poses.model_name) for name, log in logs.items()
        }
    return ClipRun(clip, results, samples, frozenset(problems), feed_ms)


def _sample(tracker: Tracker, t_s: float) -> Sample:
    now = tracker.snapshot
    values = dict(now.values)
    if now.gauge is not None:
        values.setdefault(now.gauge_name, now.gauge)
    return Sample(t_s, values)
