"""The result as JSON: finite numbers and null."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from scripts.evaluation.angles import Errors
from scripts.evaluation.fault_rules import RULES
from scripts.evaluation.fault_scores import FaultScore
from scripts.evaluation.judging import Unscored
from scripts.evaluation.run import ClipRun
from scripts.evaluation.summary import Summary
from scripts.evaluation.targets import verdicts
from scripts.evaluation.true_clip import TrueClip


def document(summaries: Sequence[Summary], folders: Sequence[str]) -> dict[str, Any]:
    """All figures.

    Args:
        summaries: one for each model.
        folders: as given.
    """
    return {"folders": list(folders), "models": [_finite(_model(one)) for one in summaries]}


def _model(summary: Summary) -> dict[str, Any]:
    return {
        "model": summary.model,
        "targets": [asdict(one) for one in verdicts(summary)],
        "counts": [asdict(one) for one in summary.counts],
        "boundaries": [asdict(one) for one in summary.boundaries],
        "false_reps": [{**asdict(one), "per_10_min": one.per_10_min} for one in summary.false_reps],
        "errors": [_error(one) for one in summary.errors],
        "faults": [_fault(one) for one in summary.faults],
        "faults_without_truth": [asdict(one) for one in summary.untold],
        "unscored": [_unscored(one) for one in (*summary.groups, *summary.unscored)],
        "confusion": [asdict(one) for one in summary.cells],
        "clips": [_clip(one) for one in summary.runs],
        "reps": [rep for one in summary.clips for rep in _reps(one)],
        "feed_ms": summary.feed_ms,
    }


def _error(one: Errors) -> dict[str, Any]:
    return {
        "quantity": one.quantity.key,
        "of": one.of,
        "against": one.against,
        "unit": one.quantity.unit,
        "mae": asdict(one.mae) if one.mae is not None else None,
        "bias": one.bias,
        "p95": one.p95,
        "worst_clip": one.worst[0] if one.worst is not None else None,
        "lag_s": one.lag_s,
    }


def _fault(one: FaultScore) -> dict[str, Any]:
    return {
        "exercise": one.rule.exercise,
        "fault": one.rule.name,
        "reported": one.reported,
        "hits": one.hits,
        "false": one.false,
        "missed": one.missed,
        "clear": one.clear,
        "unsure": one.unsure[0],
        "hidden": one.hidden[0],
        "said_while_hidden": one.hidden[1],
        "precision": one.precision,
        "precision_95": one.precision_interval,
        "recall": one.recall,
        "recall_95": one.recall_interval,
        "f1": one.f1,
        "false_in": dict(one.false_in),
        "missed_in": dict(one.missed_in),
    }


def _unscored(one: Unscored) -> dict[str, Any]:
    return {**asdict(one), "unscored": one.unscored}


def _clip(run: ClipRun) -> dict[str, Any]:
    own = run.own
    return {
        "clip": run.clip.name,
        "group": run.clip.group,
        "exercise": run.clip.exercise,
        "true": run.clip.count,
        "counted": run.counted,
        "partial": len(own.partials) if own is not None else None,
        "void": [void.reason for void in own.voids] if own is not None else None,
        "tracked": next(iter(run.results.values())).tracked_fraction,
    }


def _reps(clip: TrueClip) -> Iterator[dict[str, Any]]:
    """Every matched rep of a rendered clip: what was measured and said, and what is true."""
    rules = [rule for rule in RULES if rule.exercise == clip.run.clip.exercise]
    for one in clip.matches:
        window = clip.windows[one.number]
        yield {
            "clip": clip.run.clip.name,
            "number": one.number + 1,
            "start_s": one.counted.start_s,
            "end_s": one.counted.end_s,
            "true_start_s": one.true.start_s,
            "true_end_s": one.true.end_s,
            "score": one.counted.score,
            "unscored": one.counted.unscored_reason,
            "faults": sorted({fault.name for fault in one.counted.faults}),
            "true_faults": {
                rule.name: rule.verdict(window) if rule.shown(window) else "hidden"
                for rule in rules
            },
            "true_values": {
                f"{rule.name}: {limit.what}": limit.value(window)
                for rule in rules
                for limit in rule.limits
            },
            "measures": dict(one.counted.measures),
        }


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
