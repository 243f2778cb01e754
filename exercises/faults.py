"""A finished rep's measures → its faults."""

import math

from exercises.events import Fault
from exercises.spec import FaultRule, Measures


def find(rules: tuple[FaultRule, ...], measures: Measures) -> tuple[Fault, ...]:
    """Every fault, red ones first; a rule whose measure is missing says nothing.

    Rules of one name are several ways to see the same fault: the worst speaks.
    """
    found: dict[tuple[str, str | None], Fault] = {}
    for rule in rules:
        value = measures.get(rule.measure)
        if value is None or not math.isfinite(value):
            continue
        severity = rule.severity(value)
        known = found.get((rule.name, rule.side))
        if severity is None or (known is not None and known.severity == "red"):
            continue
        if known is not None and severity == "amber":
            continue
        found[rule.name, rule.side] = Fault(
            code=rule.code,
            name=rule.name,
            side=rule.side,
            value=round(value, 3),
            unit=rule.unit,
            severity=severity,
            reliability=rule.reliability,
        )
    return tuple(sorted(found.values(), key=lambda fault: fault.severity != "red"))
