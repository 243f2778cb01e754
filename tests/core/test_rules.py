"""Rules that score otherwise carry another version: what was reviewed changes only with it."""

import json

from exercises.rules import VERSION
from scripts.make_golden import RULES, digests, forgotten


def test_expectations_change_only_with_the_version_of_the_rules() -> None:
    noted = json.loads(RULES.read_text(encoding="utf-8"))
    changed = forgotten(noted, digests(), version=VERSION)
    assert not changed, (
        f"{changed} changed: the same poses are judged in another way. Raise VERSION in "
        "exercises/rules.py, then run: .venv/bin/python scripts/make_golden.py --expect"
    )
    assert noted["version"] == VERSION, (
        f"tests/golden/rules.json is of version {noted['version']} of the rules, which are "
        f"{VERSION} now. Run: .venv/bin/python scripts/make_golden.py --expect"
    )


def test_a_new_recording_needs_no_new_version_and_a_changed_one_does() -> None:
    noted: dict[str, object] = {
        "version": "1",
        "sha256": {"squat/a.json": "0", "squat/b.json": "1"},
    }
    same = {"squat/a.json": "0", "squat/b.json": "1"}
    assert forgotten(noted, {**same, "bridge/new.json": "2"}, version="1") == []
    assert forgotten(noted, {**same, "squat/b.json": "2"}, version="1") == ["squat/b.json"]
    assert forgotten(noted, {"squat/a.json": "0"}, version="1") == ["squat/b.json"]
    assert forgotten(noted, {**same, "squat/b.json": "2"}, version="2") == []
