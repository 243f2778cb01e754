"""The JSON of a set follows its published schema, field by field."""

import copy
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from exercises.events import Fault, Hold, Rep, RepPartial, RepVoided
from mirror.model import SetResult, View
from mirror.report.schema import as_json

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "analyze.schema.json"


def published() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def closed() -> dict[str, Any]:
    """The published schema, refusing what it does not describe."""
    schema = copy.deepcopy(published())
    for definition in (*schema["$defs"].values(), schema["$defs"]["set"]["properties"]["view"]):
        if "properties" in definition:
            definition["additionalProperties"] = False
    return schema


REP = Rep(
    index=1,
    side=None,
    start_s=1.23456,
    peak_s=2.0,
    end_s=3.0,
    score=87,
    unscored_reason=None,
    measures={"knee_flexion_deg": 81.234567, "heel_lift": None},
    faults=(),
)


SET = SetResult(
    clip="clip.mp4",
    exercise="squat",
    model="full-int8",
    frames=300,
    duration_s=10.00049,
    tracked_fraction=0.98765432,
    view=View(ok=True, problem=None),
    reps=(REP,),
    holds=(),
    partials=(RepPartial(t_s=4.0, peak=0.4),),
    voids=(RepVoided(t_s=5.0, reason="lost"), RepVoided(t_s=6.0, reason="view")),
)


FAULT = Fault(
    code="SQ2",
    name="knees_cave",
    side="left",
    value=0.21,
    unit="ratio",
    severity="red",
    reliability="A",
)


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(published())


@pytest.mark.parametrize(
    "result",
    [
        SET,
        replace(SET, reps=(), partials=(), voids=()),
        replace(SET, view=View(ok=False, problem="turned")),
        replace(
            SET,
            reps=(
                replace(REP, score=None, unscored_reason="turned", side="left", faults=(FAULT,)),
            ),
        ),
        replace(SET, holds=(Hold(side="right", start_s=1.0, end_s=5.0, held_s=3.5),)),
    ],
)
def test_every_field_is_described(result: SetResult) -> None:
    document = json.loads(json.dumps(as_json(result), allow_nan=False))
    jsonschema.validate(document, closed())
    jsonschema.validate([document, document], closed())


@pytest.mark.parametrize(
    "broken",
    [
        {"frames": 0},
        {"view": {"ok": True, "problem": "turned"}},
        {"view": {"ok": False, "problem": None}},
        {"count": None},
        {"reps": [{"index": 1}]},
        {"reps": as_json(replace(SET, reps=(replace(REP, score=None),)))["reps"]},
    ],
)
def test_the_schema_refuses_what_is_wrong(broken: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json(SET) | broken, published())


def test_numbers_are_rounded_and_counted() -> None:
    document: Any = as_json(SET)
    assert document["duration_s"] == 10.0
    assert document["tracked_fraction"] == 0.9877
    assert document["reps"][0]["start_s"] == 1.235
    assert document["reps"][0]["measures"] == {"knee_flexion_deg": 81.2346, "heel_lift": None}
    assert (document["count"], document["partials"], document["voids"]) == (1, 1, 2)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_what_is_not_a_number_is_null(value: float) -> None:
    document: Any = as_json(
        replace(SET, reps=(replace(REP, measures={"knee_flexion_deg": value}),))
    )
    assert document["reps"][0]["measures"] == {"knee_flexion_deg": None}


def test_numpy_scalars_become_plain_numbers() -> None:
    single: Any = np.float32(1.5)  # no float, whatever the annotation says
    result = replace(
        SET,
        reps=(replace(REP, measures={"trunk_lean_deg": single}, peak_s=np.float64(2)),),
    )
    text = json.dumps(as_json(result))
    assert '"trunk_lean_deg": 1.5' in text
