"""Findings in a person's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror.health.judge import Finding
from mirror.text.catalog import Texts


@dataclass(frozen=True, slots=True)
class Row:
    """One line to read.

    Attributes:
        name: what it is about.
        value: how it is.
        fix: what to do; empty: all is well.
    """

    name: str
    value: str
    fix: str


def rows(findings: Sequence[Finding], texts: Texts) -> tuple[Row, ...]:
    """A line of each, what wants attention first."""
    return tuple(row(one, texts) for one in sorted(findings, key=lambda one: not one.advice))


def row(finding: Finding, texts: Texts) -> Row:
    """One line."""
    about = finding.about
    return Row(
        name=texts[f"health.{about}.name"],
        value=texts[f"health.{about}.{finding.kind}"].format(**finding.values),
        fix=texts[f"health.fix.{finding.advice}"] if finding.advice else "",
    )
