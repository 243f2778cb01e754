"""Times MediaPipe on a clip; runs in the environment that mirror/bench/peer.py makes.

python peer_mediapipe.py PEER CLIP FRAMES BUNDLE [POINTS]
python peer_mediapipe.py bundle BUNDLE

FRAMES after the first, which does not count; 0: all. BUNDLE is the file of models that the newer
API wants; only the last release with model files inside can make it. POINTS is a file for the
landmarks of all frames, px, [frames, 33, 2] in numpy's format.
"""

import importlib
import json
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

_LANDMARKS: Final = 33
_Look = Callable[[Any, float], Sequence[Any]]
"""The landmarks in an RGB picture at a time in s, as parts of its size; empty for nobody."""


def solutions(_bundle: str) -> _Look:
    """The older API, with the models of its own release."""
    pose = importlib.import_module("mediapipe").solutions.pose.Pose(model_complexity=1)

    def look(picture: Any, _t_s: float) -> Sequence[Any]:  # noqa: ANN401 - of another environment
        found = pose.process(picture).pose_landmarks
        return found.landmark if found else ()

    return look


def tasks(bundle: str) -> _Look:
    """The newer API on a video, with the models of the older one."""
    mediapipe = importlib.import_module("mediapipe")
    vision = mediapipe.tasks.vision
    options = vision.PoseLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_path=bundle),
        running_mode=vision.RunningMode.VIDEO,
    )
    landmarker = vision.PoseLandmarker.create_from_options(options)

    def look(picture: Any, t_s: float) -> Sequence[Any]:  # noqa: ANN401 - of another environment
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
        found = landmarker.detect_for_video(image, round(1e3 * t_s)).pose_landmarks
        return found[0] if found else ()

    return look


PEERS: Final = {"mediapipe": solutions, "mediapipe-tasks": tasks}


def main(peer: str, clip: str, most: str, bundle: str, points: str = "") -> dict[str, float]:
    """Read, convert and process; the figures are those of mirror/bench/worker.py."""
    cv2 = importlib.import_module("cv2")
    capture = cv2.VideoCapture(clip)
    frames = int(most)
    rate_hz = capture.get(cv2.CAP_PROP_FPS) or 30.0
    look, seen = PEERS[peer](bundle), []
    seen.append(look(cv2.cvtColor(capture.read()[1], cv2.COLOR_BGR2RGB), 0.0))
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    while not frames or len(seen) <= frames:
        there, picture = capture.read()
        if not there:
            break
        seen.append(look(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), len(seen) / rate_hz))
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    if points:
        _write(points, seen, [capture.get(one) for one in (3, 4)])  # width and height
    count = len(seen) - 1
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = (int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return {
        "frames": count,
        "wall_ms": 1e3 * wall_s / max(1, count),
        "cpu_ms": 1e3 * cpu_s / max(1, count),
        "peak_mb": peak * 1024 / 1e6,
    }


def make_bundle(file: str) -> None:
    """Put both models together, each with the range its input wants."""
    words = importlib.import_module(
        "mediapipe.tasks.python.metadata.metadata_writers.metadata_writer"
    )
    folder = Path(importlib.import_module("mediapipe").__file__ or "").parent / "modules"
    draft = Path(f"{file}.part")
    with zipfile.ZipFile(draft, "w") as bundle:
        for name, source, mean, spread in (
            ("pose_detector", "pose_detection/pose_detection", 127.5, 127.5),  # to -1..1
            ("pose_landmarks_detector", "pose_landmark/pose_landmark_full", 0.0, 255.0),  # to 0..1
        ):
            model = bytearray((folder / f"{source}.tflite").read_bytes())
            writer = words.MetadataWriter.create(model).add_image_input([mean], [spread])
            bundle.writestr(f"{name}.tflite", bytes(writer.populate()[0]))
    draft.replace(file)


def _write(file: str, seen: Sequence[Sequence[Any]], size_px: Sequence[float]) -> None:
    """Keep the landmarks."""
    numpy = importlib.import_module("numpy")
    nobody = [[numpy.nan, numpy.nan]] * _LANDMARKS
    found = [[[one.x, one.y] for one in landmarks] or nobody for landmarks in seen]
    numpy.save(file, numpy.array(found) * size_px)


if __name__ == "__main__":
    if sys.argv[1] == "bundle":
        make_bundle(sys.argv[2])
    else:
        sys.stdout.write(json.dumps(main(*sys.argv[1:])) + "\n")
