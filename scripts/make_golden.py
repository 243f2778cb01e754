"""Makes the golden recordings in tests/golden from rendered clips with known truth.

    .venv/bin/python scripts/make_golden.py [FOLDER of rendered clips] [--expect]

Each clip gives EXERCISE/NAME.jsonl (landmarks, no pictures) and NAME.json (what is said of
them: `plumbline analyze NAME.jsonl --json`), to be reviewed as a diff. rules.json notes which
version of the rules said so; it is not written while changed expectations lack a new version.
"""

import argparse
import contextlib
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from device.build import open_poses
from device.recording import RecordingWriter
from exercises.rules import VERSION

ROOT: Final = Path(__file__).resolve().parents[1]
GOLDEN: Final = ROOT / "tests" / "golden"
RULES: Final = GOLDEN / "rules.json"
MODEL: Final = "full-float32"
CLIPS: Final = {  # clip: (exercise, seconds kept)
    "squat_valgus": ("squat", 14.8),
    "squat_turned": ("squat", 8.9),
    "idle_shifting": ("squat", 8.0),
    "clamshell_feet_apart": ("clamshell", 10.0),
    "sidestep_feet_snap": ("side_step", 11.2),
    "hipflexor_lean": ("hip_flexor_stretch", 12.0),
    "deadlift_left": ("single_leg_deadlift", 9.9),
    "single_leg_squat_left": ("single_leg_squat", 13.5),  # its move is not in ../shared/athlete
}


def record(clip: Path, seconds: float, output: Path) -> None:
    """Write the first seconds of a clip as a recording."""
    with contextlib.closing(open_poses(str(clip), model=MODEL)) as source:
        writer = RecordingWriter(output, name=clip.name, model=source.model_name, frame_count=None)
        with contextlib.closing(writer):
            while (pose := source.read()) is not None and pose.t_s <= seconds:
                writer.write(pose)


def expect(recording: Path, exercise: str) -> None:
    """Write what `plumbline analyze` says of a recording beside it."""
    command = (sys.executable, "-m", "mirror", "analyze", recording.name)
    said = subprocess.run(  # noqa: S603 - our own command
        (*command, "--exercise", exercise, "--json"),
        cwd=recording.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
    )
    recording.with_suffix(".json").write_bytes(said.stdout)


def digests(golden: Path = GOLDEN) -> dict[str, str]:
    """A digest of each expectation, by its path in the folder."""
    return {
        path.relative_to(golden).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(golden.glob("*/*.json"))
    }


def forgotten(noted: dict[str, object], now: dict[str, str], *, version: str) -> list[str]:
    """Expectations that changed or went although the rules are said to be the same.

    Args:
        noted: what rules.json says.
        now: as `digests`.
        version: of the rules as they are.
    """
    before = noted.get("sha256")
    if noted.get("version") != version or not isinstance(before, dict):
        return []
    return [name for name, digest in before.items() if now.get(name) != digest]


def note_rules() -> None:
    """Write down which version of the rules gave these expectations."""
    now = digests()
    noted = json.loads(RULES.read_text(encoding="utf-8")) if RULES.exists() else {}
    if changed := forgotten(noted, now, version=VERSION):
        print(f"Changed: {', '.join(changed)}. Raise VERSION in exercises/rules.py, then run again")
        sys.exit(1)
    RULES.write_text(json.dumps({"version": VERSION, "sha256": now}, indent=2) + "\n")


def main() -> None:
    """Make every golden recording and its expectation."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT.parent / "shared" / "clips" / "rendered"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--expect", action="store_true", help="only make the expectations anew")
    arguments = parser.parse_args()
    for name, (exercise, seconds) in CLIPS.items():
        recording = GOLDEN / exercise / f"{name}.jsonl"
        recording.parent.mkdir(parents=True, exist_ok=True)
        clip = arguments.folder / f"{name}.mp4"
        if not arguments.expect and clip.exists():
            record(clip, seconds, recording)
        expect(recording, exercise)
        print(recording.relative_to(ROOT))
    note_rules()


if __name__ == "__main__":
    main()
