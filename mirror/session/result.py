"""A finished set as one row on the screen."""

from collections import Counter

from mirror.model import SetResult
from mirror.session.view import ResultRow
from mirror.text.catalog import Texts


def row_of(result: SetResult, *, expected: int | None, texts: Texts) -> ResultRow:
    """The row of a set: exercise, count, and its most frequent fault's cue.

    Args:
        result: the finished set.
        expected: the true count, when known.
        texts: the words of the screen.
    """
    pattern = texts["result.count" if expected is None else "result.of_expected"]
    faults = Counter(fault.name for rep in result.reps for fault in rep.faults)
    judged = any(rep.score is not None for rep in result.reps)
    if faults:
        detail = texts[f"cue.{faults.most_common(1)[0][0]}.{result.exercise}"]
    else:
        detail = texts["screen.all_good" if judged else "screen.not_judged"] if result.reps else ""
    return ResultRow(
        title=texts[f"exercise.{result.exercise}"],
        count=pattern.format(count=result.count, expected=expected),
        detail=detail,
        tone="attend" if faults else "good" if judged else "muted",
    )
