"""Makes an interrupted session and the records of it one again.

Two threads write after each rep, one the records, one the session's file, and a power cut may come
between them. A rep that either of them has was completed: the file gets those it lacks, and so do
the records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exercises.events import Rep
from mirror.session.records import NotKeptError, keep, restore
from mirror.store.latest import LatestSession


@dataclass(frozen=True, slots=True)
class Mended:
    """An interrupted session with all reps that are known.

    Attributes:
        resume: what the session goes on from.
        missing: reps that the records lack.
    """

    resume: Mapping[str, object] | None
    missing: tuple[Rep, ...] = ()


def whose(resume: Mapping[str, object] | None) -> tuple[str, int] | None:
    """The person of an interrupted session and the place of its set; None: nothing to mend."""
    try:
        kept = restore(resume)
    except NotKeptError:
        return None
    return (kept.person, kept.index) if kept.person else None


def mended(
    resume: Mapping[str, object] | None, latest: LatestSession | None, recorded: Sequence[Rep]
) -> Mended:
    """Put both together.

    Args:
        resume: the session's file.
        latest: the person's latest session in the records; an ended one is another session.
        recorded: reps of the interrupted set in the records.
    """
    if latest is None or latest.ended or whose(resume) is None:
        return Mended(resume)
    kept = restore(resume)
    by_number = {rep.index: rep for rep in (*kept.reps, *recorded)}
    known = {rep.index for rep in recorded}
    missing = tuple(rep for rep in kept.reps if rep.index not in known)
    reps = tuple(by_number[number] for number in sorted(by_number))
    return Mended(keep(replace(kept, reps=reps)), missing if kept.index in latest.sets else ())
