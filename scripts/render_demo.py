"""Make mirror/demo/demo.mp4 and demo.toml again from scripts/demo_clips.json.

Only needed when the demo itself changes; it is no part of set-up or tests. It uses the
rendered athlete that lies beside the project (its README lists the packages: osmesa and
ffmpeg from apt; torch, anny, pyrender, trimesh, opencv and scipy from pip):

    PYTHON_WITH_THESE scripts/render_demo.py --athlete ../shared/athlete --work /tmp/demo

Each part is drawn by one process, because the renderer leaks memory, and kept in the work
folder, so that a second run only draws what is missing.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
DEMO = PROJECT / "mirror" / "demo"
# Pictures a second of the demo. A part rendered at more is shown in slow motion: the renderer's
# own tempo is that of a hurried person, and the demo's athlete is to do well.
FPS = 15
# The renderer starts to move at 1.5 s; the first picture is shown longer where needed, so that
# somebody who has just come into view has been still for 2 s when the first rep begins.
RENDERED_STILL_S = 1.5
STILL_S = 2.0
# Black between two parts, as a cut in a film: the mirror sees that the scene has changed.
BLACK_FRAMES = 6
MAX_BYTES = 3_000_000


def render(part: dict[str, Any], athlete: Path, work: Path) -> dict[str, Any]:
    """Draw one part, unless it is there already, and give back its truth."""
    truth, clip = work / f"{part['name']}.json", work / f"{part['name']}.mp4"
    if not (truth.exists() and clip.exists()):
        wanted = work / "wanted.json"
        wanted.write_text(json.dumps([part]), encoding="utf-8")
        command = [sys.executable, "render.py", str(wanted), str(work), part["name"]]
        subprocess.run(command, cwd=athlete, check=True)  # noqa: S603 - our own renderer
    return dict(json.loads(truth.read_text(encoding="utf-8")))


def lead_in(truth: dict[str, Any]) -> int:
    """Frames for which the first picture of a part is shown longer."""
    return max(0, math.ceil(STILL_S * FPS - RENDERED_STILL_S * float(truth.get("fps", FPS))))


def join(truths: list[dict[str, Any]], work: Path) -> None:
    """Put the parts together with ffmpeg, each with its lead-in and a black pause before it."""
    inputs, chains = [], []
    for i, truth in enumerate(truths):
        inputs += ["-r", str(FPS), "-i", str(work / f"{truth['name']}.mp4")]
        black = f",tpad=start={BLACK_FRAMES}:start_mode=add:color=black" if i else ""
        chains.append(f"[{i}:v]tpad=start={lead_in(truth)}:start_mode=clone{black}[v{i}]")
    labels = "".join(f"[v{i}]" for i in range(len(truths)))
    graph = ";".join([*chains, f"{labels}concat=n={len(truths)}:v=1[out]"])
    command = ["ffmpeg", "-y", "-loglevel", "error", *inputs, "-filter_complex", graph]
    command += ["-map", "[out]", "-r", str(FPS), "-c:v", "libx264", "-preset", "slow"]
    # A third less work to decode, for a sixth more bytes: small boards play the demo, too.
    command += [
        "-tune",
        "fastdecode",
        "-crf",
        "16",
        "-pix_fmt",
        "yuv420p",
        "-movflags",
        "+faststart",
    ]
    command += ["-map_metadata", "-1", "-fflags", "+bitexact", str(DEMO / "demo.mp4")]
    subprocess.run(command, check=True)  # noqa: S603 - fixed words and our own paths


def faults_of(rep: dict[str, Any]) -> list[str]:
    """Names of the faults the renderer was asked to draw in a rep."""
    return ["knees_cave"] if any(rep.get("valgus", (0, 0))) else []


def segment_toml(exercise: str, offset_frames: int, truth: dict[str, Any]) -> tuple[str, int]:
    """One part of demo.toml, and how many frames the part takes."""
    lead = (0 if offset_frames == 0 else BLACK_FRAMES) + lead_in(truth)
    shift_s, slower = (offset_frames + lead) / FPS, truth.get("fps", FPS) / FPS
    length = lead + truth["frames"]
    lines = [
        "[[segment]]",
        f'exercise = "{exercise}"',
        f"start_s = {offset_frames / FPS:.3f}",
        f"end_s = {(offset_frames + length) / FPS:.3f}",
        f"expected_count = {len(truth['rep_list'])}",
    ]
    for rep in truth["rep_list"]:
        lines += ["", "[[segment.rep]]", f"start_s = {rep['start'] * slower + shift_s:.3f}"]
        lines += [f"end_s = {rep['end'] * slower + shift_s:.3f}"]
        if rep["hold"] and exercise == "hip_flexor_stretch":
            lines += [f"hold_s = {rep['hold'] * slower:.3f}"]
        if "dir" in rep:
            lines += [f'direction = "{"left" if rep["dir"] == "L" else "right"}"']
        lines += [f"faults = {json.dumps(faults_of(rep))}"]
    return "\n".join(lines) + "\n", length


def main() -> int:
    """Render, join, write the truth, and say how large the clip became."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--athlete", type=Path, default=PROJECT.parent / "shared" / "athlete")
    parser.add_argument("--work", type=Path, required=True, help="folder for the parts")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    DEMO.mkdir(exist_ok=True)
    wanted = json.loads((PROJECT / "scripts" / "demo_clips.json").read_text(encoding="utf-8"))
    truths = [
        render(wanted["athlete"] | part, options.athlete.resolve(), work)
        for part in wanted["parts"]
    ]
    names = [part["name"] for part in wanted["parts"]]
    join(truths, work)
    blocks, offset_frames = [], 0
    for name, truth in zip(names, truths, strict=True):
        block, length = segment_toml(name, offset_frames, truth)
        blocks.append(block)
        offset_frames += length
    head = "# Written by scripts/render_demo.py: what is to be seen in demo.mp4, in seconds.\n\n"
    (DEMO / "demo.toml").write_text(head + "\n".join(blocks), encoding="utf-8")
    size = (DEMO / "demo.mp4").stat().st_size
    print(f"demo.mp4: {offset_frames / FPS:.1f} s, {size / 1e6:.2f} MB")
    if size > MAX_BYTES:
        print(f"Too large: at most {MAX_BYTES / 1e6:.0f} MB may be kept in the project.")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
