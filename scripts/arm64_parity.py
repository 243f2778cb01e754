"""Is a Pi's processor told the same as a PC's? Run on both by scripts/arm64.sh, then compared.

    python -m scripts.arm64_parity cut CLIP SECONDS OUT      the first seconds of the demo clip
    python -m scripts.arm64_parity check CLIP OUT            every installed model, then `analyze`
    python -m scripts.arm64_parity compare PC ARM            exit code 1 when they differ

`check` invokes each installed pose model once on the same random input, and judges the clip with
`plumbline analyze`. Outputs must agree within a small part of their range; counts and faults must
be the same.
"""

import hashlib
import json
import platform
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from device.pose.models import installed
from device.pose.planes import CHANNELS
from device.pose.runtime import load_network

SEED: Final = 7
TOLERANCE: Final = {
    "detector-float32": 1e-3,
    "detector-int8": 1e-5,
    "full-float32": 1e-3,
    "full-int8": 2e-2,
    "full-narrow-float32": 1e-3,
    "full-narrow-int8": 2e-2,
    "lite-float32": 1e-3,
    "lite-int8": 2e-2,
    "lite-narrow-float32": 1e-3,
    "lite-narrow-int8": 2e-2,
}
"""Largest difference, as a part of the range of that output. Float32 adds up in another order on
another processor. Convolutions that are int8 throughout agree to the bit. The int8 landmark models
also have convolutions that quantise float inputs at run time: a last bit there can move an input by
a whole step, 1/255 of its range. Measured on an emulated Pi 5: at most 0.011 for the random input
(five builds), at most 0.0025 for people. Other code for the processor, which this is to find, is
off by 0.1 (scripts/arm64.sh).
"""


def cut(clip: Path, seconds: float, out: Path) -> None:
    """The beginning of a clip, encoded again: emulation takes about a second a frame."""
    capture = cv2.VideoCapture(str(clip))
    rate_hz = capture.get(cv2.CAP_PROP_FPS)
    size = [int(capture.get(one)) for one in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)]
    code = cv2.VideoWriter.fourcc(*"mp4v")
    writer = cv2.VideoWriter(str(out), code, rate_hz, (size[0], size[1]))
    for _ in range(round(seconds * rate_hz)):
        there, picture = capture.read()
        if not there:
            break
        writer.write(picture)
    writer.release()
    capture.release()


def invoked(path: Path) -> tuple[dict[str, Any], list[Any]]:
    """One inference of a model on random input: how it went, and what came out."""
    network = load_network(path, threads=1)
    spec = network.input
    noise = np.random.default_rng(SEED).uniform(0.0, 1.0, spec.shape)
    if spec.shape[-1] == CHANNELS:  # luma, and chroma of colours that there are
        noise[..., :4] = 60 + 130 * noise[..., :4]
        noise[..., 4:] = 110 + 36 * noise[..., 4:]
    elements = spec.encode(noise)
    began_s = time.monotonic()
    outputs = network.run(elements)
    took_s = time.monotonic() - began_s
    whole = b"".join(one.tobytes() for one in outputs)
    told = {"sha256": hashlib.sha256(whole).hexdigest()[:16], "seconds": round(took_s, 3)}
    return told, list(outputs)


def analysed(clip: Path, model: str) -> dict[str, Any]:
    """What `plumbline analyze` says of a clip of squats."""
    began_s = time.monotonic()
    words = [sys.executable, "-m", "mirror", "analyze", str(clip), "--exercise", "squat"]
    done = subprocess.run(  # noqa: S603 - ourselves
        [*words, "--model", model, "--json"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout)
    reps = found["reps"]
    return {
        "count": len(reps),
        "faults": [sorted(fault["name"] for fault in rep["faults"]) for rep in reps],
        "scores": [rep["score"] for rep in reps],
        "seconds": round(time.monotonic() - began_s, 1),
    }


def check(clip: Path, out: Path) -> None:
    """Write what this machine makes of the models and the clip."""
    found: dict[str, Any] = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, numpy"
        f" {np.__version__}",
        "models": {},
    }
    arrays: dict[str, Any] = {}
    for model in installed():
        found["models"][model.name], outputs = invoked(model.path)
        arrays |= {f"{model.name}:{place}": one for place, one in enumerate(outputs)}
        print(model.name, found["models"][model.name], flush=True)
    found["clip"] = analysed(clip, "full-int8")
    print("clip", found["clip"], flush=True)
    out.write_text(json.dumps(found), encoding="utf-8")
    np.savez(out.with_suffix(".npz"), **arrays)


def difference(name: str, here: Mapping[str, Any], there: Mapping[str, Any]) -> float:
    """The largest in any output of a model, as a part of that output's range."""
    worst = 0.0
    for key in here:
        if key.partition(":")[0] == name:
            one, other = here[key], there[key]
            worst = max(worst, float(np.abs(one - other).max() / (np.ptp(one) or 1.0)))
    return worst


def compare(here_path: Path, there_path: Path) -> int:
    """Print both side by side; exit code."""
    here, there = (json.loads(one.read_text(encoding="utf-8")) for one in (here_path, there_path))
    arrays = [dict(np.load(one.with_suffix(".npz"))) for one in (here_path, there_path)]
    print(f"x86-64: {here['machine']}\narm64:  {there['machine']}\n")
    print(f"{'model':20} {'sha256, x86-64':16} {'sha256, arm64':16}  difference   s x86  s arm64")
    good = bool(here["models"]) and here["models"].keys() == there["models"].keys()
    for name, one in here["models"].items():
        other = there["models"][name]
        worst = difference(name, *arrays)
        good = good and worst <= TOLERANCE[name]
        print(
            f"{name:20} {one['sha256']} {other['sha256']}  {worst:9.1e}"
            f"  {one['seconds']:9.3f} {other['seconds']:8.3f}"
        )
    keys = ("count", "faults", "scores")
    for key in keys:
        print(f"clip {key}: x86-64 {here['clip'][key]}, arm64 {there['clip'][key]}")
    judged = all(here["clip"][key] == there["clip"][key] for key in ("count", "faults"))
    print(f"clip seconds: x86-64 {here['clip']['seconds']}, arm64 {there['clip']['seconds']}")
    good = good and judged and here["clip"]["count"] > 0
    print("the same on both" if good else "THEY DIFFER")
    return 0 if good else 1


def main(words: list[str]) -> int:
    """See above."""
    match words:
        case ["cut", clip, seconds, out]:
            cut(Path(clip), float(seconds), Path(out))
        case ["check", clip, out]:
            check(Path(clip), Path(out))
        case ["compare", here, there]:
            return compare(Path(here), Path(there))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
