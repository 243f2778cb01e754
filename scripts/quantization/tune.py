"""Developer's tool: tunes the numbers that narrow landmark models are made by.

A narrow student must say what the published float model says of the whole square. Learns from
pictures made by `render.py`; scenes from HELD_OUT on are kept to look at the errors. Needs
installed models and, beside the project's packages, torch: in an environment of its own,

    python3 -m venv ENV && ENV/bin/pip install . torch
    ENV/bin/python -m scripts.quantization.tune PICTURES full
    ENV/bin/python -m scripts.quantization.tune PICTURES lite --teacher full

Run `calibrate.py` for the narrow models after it, once they are built anew: int8 has other ranges.
"""

import argparse
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from ai_edge_litert.interpreter import Interpreter

from device.errors import DeviceError, ModelError
from device.pose.building.narrowing import narrow, read_tuned
from device.pose.building.recipe import standard
from device.pose.manifest import BUILD_REMEDY
from device.pose.models import NARROW, InstalledModel, installed
from device.pose.narrow import reach
from scripts.quantization.calibrate import pictures, scene
from scripts.quantization.crops import Person, found
from scripts.quantization.lesson import POINTS, PRESENT, Lesson, Square, Teacher
from scripts.quantization.losses import errors, inputs, loss
from scripts.quantization.student import Student

HELD_OUT: Final = 136
BATCH: Final = 8
RATE: Final = 1e-3
WIDE_PX: Final = 84.0  # people nearly too wide are few: 117 of 676 squares
WARM_UP: Final = 50  # batches until then
LAST_SHARE: Final = 0.02  # of it at the start and the end
LONGEST_STEP: Final = 5.0  # of all gradients together
REPORT_S: Final = 150.0
EXAMINED: Final = 16  # pictures at a time: memory


def main() -> int:
    """Run the tool; returns the exit code."""
    options = _options()
    try:
        models = _models("detector", "full", options.kind, options.teacher)
        squares = [_square(one) for one in found(options.pictures, models)]
        teacher = Teacher(models[f"{options.teacher}-float32"].path)
    except DeviceError as error:
        print(f"plumbline: {error}", file=sys.stderr)
        return 2
    folded = models[f"{options.kind}-float32"].path.read_bytes()
    student = Student(folded)
    if options.begin:
        student.take(read_tuned(options.begin))
    learnt = [one for one in squares if scene(one.picture) < HELD_OUT]
    held_out = [one for one in squares if scene(one.picture) >= HELD_OUT]
    print(f"learns from {len(learnt)} squares; {len(held_out)} are held out", flush=True)
    exams = _exams(teacher, held_out)
    _report("at the beginning", student, exams)
    reported_s = 0.0
    for took_s, batch in _learn(student, teacher, learnt, options):
        if took_s - reported_s > REPORT_S:
            reported_s = took_s
            _report(f"{took_s:.0f} s, {batch} batches", student, exams)
            np.savez_compressed(options.out, **student.numbers())
    _report("at the end", student, exams)
    np.savez_compressed(options.out, **student.numbers())
    apart_px = _apart_px(narrow(folded, read_tuned(options.out)), student, exams["plain"][0])
    print(f"wrote {options.out}; rounded so, LiteRT is {apart_px:.3f} px from the student")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pictures", type=Path, help="folder that render.py drew into")
    parser.add_argument("kind", choices=("full", "lite"), help="whose numbers to tune")
    parser.add_argument("--teacher", choices=("full", "lite"), help="same as kind when not given")
    parser.add_argument("--minutes", type=float, default=45.0, help="of learning")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--begin", type=Path, help="an .npz file to go on from")
    parser.add_argument(
        "--wide", type=float, default=0.0, help="share of lessons about people at the limit"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="an .npz file instead of the project's own")
    options = parser.parse_args()
    folder, options.pictures = options.pictures, pictures(options.pictures)
    if not any(scene(one) < HELD_OUT for one in options.pictures):
        parser.error(f"{folder} has no pictures to learn from: draw some with render.py")
    options.teacher = options.teacher or options.kind
    options.out = options.out or next(
        one.tuned for one in standard().weights if one.name == f"{options.kind}{NARROW}"
    )
    return options


def _models(*kinds: str) -> dict[str, InstalledModel]:
    """The installed models, among them the float ones of these kinds."""
    models = {model.name: model for model in installed()}
    missing = sorted({f"{kind}-float32" for kind in kinds} - set(models))
    if missing:
        message = f"The pose model {missing[0]} is not installed"
        raise ModelError(message, remedy=BUILD_REMEDY)
    return models


def _square(person: Person) -> Square:
    low, high = reach(person.roi, person.xy_px)
    return Square(person.picture, person.roi, high - low)


def _learn(
    student: Student, teacher: Teacher, squares: Sequence[Square], options: argparse.Namespace
) -> Iterator[tuple[float, int]]:
    """Tune the student; after each batch, the time spent so far, s, and the batch's number."""
    rng = np.random.default_rng(options.seed)
    numbers = list(student.tuned.values())
    wide = [one for one in squares if one.across_px > WIDE_PX]
    optimizer = torch.optim.Adam(numbers, lr=options.rate)
    begun_s, batch = time.monotonic(), 0
    while (took_s := time.monotonic() - begun_s) < options.minutes * 60:
        share = took_s / (options.minutes * 60)
        falling = LAST_SHARE + (1 - LAST_SHARE) * (1 + math.cos(math.pi * share)) / 2
        rising = min(1.0, batch / WARM_UP + LAST_SHARE)
        for group in optimizer.param_groups:
            group["lr"] = options.rate * rising * falling
        lessons: list[Lesson] = []
        while len(lessons) < BATCH:
            some = wide if rng.random() < options.wide else squares
            square = some[int(rng.integers(len(some)))]
            lesson = teacher.lesson(square, rng, disturbed=True)
            lessons += [] if lesson is None else [lesson]
        optimizer.zero_grad()
        loss(student(inputs(lessons)), lessons).backward()
        torch.nn.utils.clip_grad_norm_(numbers, LONGEST_STEP)
        optimizer.step()
        batch += 1
        yield took_s, batch


def _exams(teacher: Teacher, squares: Sequence[Square]) -> dict[str, list[Lesson]]:
    """The same questions every time: people as they are, and disturbed."""
    found_exams = {}
    for name, first, seed in (("plain", 0, 5), ("disturbed", 1, 6)):
        rng = np.random.default_rng(seed)
        lessons = (
            teacher.lesson(one, rng, disturbed=name == "disturbed") for one in squares[first::3]
        )
        found_exams[name] = [one for one in lessons if one and one.presence > PRESENT]
    return found_exams


def _report(when: str, student: Student, exams: Mapping[str, Sequence[Lesson]]) -> None:
    """Print the errors in each exam."""
    print(when)
    for name, lessons in exams.items():
        parts = [lessons[begin : begin + EXAMINED] for begin in range(0, len(lessons), EXAMINED)]
        with torch.no_grad():
            found_errors = [errors(student(inputs(part)), part) for part in parts]
        means = {key: np.mean([one[key] for one in found_errors]) for key in found_errors[0]}
        shown = ", ".join(f"{key} {mean:.2f}" for key, mean in means.items())
        print(f"  {name} ({len(lessons)}): {shown}", flush=True)


def _apart_px(model: bytes, student: Student, lesson: Lesson) -> float:
    """Largest distance of a point between a finished model and the student it is made of."""
    interpreter = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], lesson.rgb[None])
    interpreter.invoke()
    outputs = {one["name"]: one["index"] for one in interpreter.get_output_details()}
    points = interpreter.get_tensor(outputs["Identity"]).reshape(POINTS, 5)
    with torch.no_grad():
        said = student(inputs([lesson])).points[0].numpy()
    return float(np.linalg.norm(points[:, :2] - said[:, :2], axis=1).max())


if __name__ == "__main__":
    sys.exit(main())
