"""How reliable each fault is: said against true, of the reps that are counted and matched."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from exercises import registry
from scripts.evaluation.fault_rules import RULES
from scripts.evaluation.run import ClipRun
from scripts.evaluation.stats import wilson
from scripts.evaluation.true_clip import TrueClip
from scripts.evaluation.true_faults import FaultTruth


@dataclass(frozen=True, slots=True)
class FaultScore:
    """One fault over all clips of its exercise.

    Attributes:
        hits: true and said.
        false: said, but not there.
        missed: there, but not said.
        clear: neither.
        unsure: reps within the band of indifference, and how many of them it was said of.
        hidden: reps in a view that cannot show it, and how many of them it was said of.
        reported: whether the catalogue knows the fault at all.
        false_in, missed_in: clips where that happened, with the number of reps.
    """

    rule: FaultTruth
    hits: int
    false: int
    missed: int
    clear: int
    unsure: tuple[int, int]
    hidden: tuple[int, int]
    reported: bool
    false_in: tuple[tuple[str, int], ...]
    missed_in: tuple[tuple[str, int], ...]

    @property
    def precision(self) -> float | None:
        """Share of what was said that is true; None when nothing was said."""
        said = self.hits + self.false
        return self.hits / said if said else None

    @property
    def recall(self) -> float | None:
        """Share of what is true that was said; None when there was nothing."""
        there = self.hits + self.missed
        return self.hits / there if there else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None when the fault was neither there nor said."""
        cases = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / cases if cases else None

    @property
    def precision_interval(self) -> tuple[float, float] | None:
        """Wilson's 95 %."""
        return wilson(self.hits, self.hits + self.false)

    @property
    def recall_interval(self) -> tuple[float, float] | None:
        """Wilson's 95 %."""
        return wilson(self.hits, self.hits + self.missed)


@dataclass(frozen=True, slots=True)
class Untold:
    """A fault that was said of `count` of `reps` counted reps, with no rule for its truth."""

    exercise: str
    fault: str
    group: str
    count: int
    reps: int


def fault_scores(clips: Sequence[TrueClip]) -> tuple[FaultScore, ...]:
    """Every fault that has a rule and an exercise among the clips."""
    shown = {clip.run.clip.exercise for clip in clips}
    return tuple(_score(clips, rule) for rule in RULES if rule.exercise in shown)


def without_truth(runs: Sequence[ClipRun]) -> tuple[Untold, ...]:
    """Faults said where nothing tells if they are true: in real clips, and those without a rule."""
    ruled = {(rule.exercise, rule.name) for rule in RULES}
    said: Counter[tuple[str, str, str]] = Counter()
    reps: Counter[tuple[str, str]] = Counter()
    for run in runs:
        if run.clip.exercise is None or run.own is None:
            continue
        reps[run.clip.exercise, run.clip.group] += run.own.count
        for rep in run.own.reps:
            for name in {fault.name for fault in rep.faults}:
                if run.clip.group == "real" or (run.clip.exercise, name) not in ruled:
                    said[run.clip.exercise, name, run.clip.group] += 1
    return tuple(
        Untold(exercise, name, group, count, reps[exercise, group])
        for (exercise, name, group), count in sorted(said.items())
    )


def _score(clips: Sequence[TrueClip], rule: FaultTruth) -> FaultScore:
    cases: Counter[str] = Counter()
    where: dict[str, Counter[str]] = {"false": Counter(), "missed": Counter()}
    for clip in clips:
        if clip.run.clip.exercise != rule.exercise:
            continue
        for one in clip.matches:
            window = clip.windows[one.number]
            said = any(fault.name == rule.name for fault in one.counted.faults)
            kind = _kind(rule.verdict(window), said=said)
            if not rule.shown(window):
                kind = "hidden said" if said else "hidden"
            cases[kind] += 1
            if kind in where:
                where[kind][clip.run.clip.name] += 1
    known = {fault.name for fault in registry.get(rule.exercise).faults}
    return FaultScore(
        rule=rule,
        hits=cases["hit"],
        false=cases["false"],
        missed=cases["missed"],
        clear=cases["clear"],
        unsure=(cases["unsure"] + cases["unsure said"], cases["unsure said"]),
        hidden=(cases["hidden"] + cases["hidden said"], cases["hidden said"]),
        reported=rule.name in known,
        false_in=tuple(where["false"].most_common()),
        missed_in=tuple(where["missed"].most_common()),
    )


def _kind(verdict: str, *, said: bool) -> str:
    if verdict == "unsure":
        return "unsure said" if said else "unsure"
    if verdict == "yes":
        return "hit" if said else "missed"
    return "false" if said else "clear"
