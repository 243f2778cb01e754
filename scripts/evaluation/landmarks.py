"""Poses of a clip by the production chain, kept as landmark recordings when a folder is given."""

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from device.build import open_poses
from device.ports import PoseSource
from device.pose.models import choose
from device.recorded import RecordedPoses
from device.recording import SUFFIX, RecordingWriter

_DEVICE: Final = Path(__file__).resolve().parents[2] / "device"
_CHAIN: Final = ("sources.py", "opencv.py", "drivers/camera_file.py", "pose/*.py")
"""The code that turns a clip into poses: when it changes, recordings are made again."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Opens clips as poses.

    Attributes:
        model: exact name of the pose model.
        stamp: what the poses depend on besides the clip: the model and the code of `device`.
        folder: where recordings are kept, None for nowhere.
    """

    model: str
    stamp: str
    folder: Path | None

    def open(self, clip: Path, *, lying: bool | None = None) -> PoseSource:
        """The poses of a clip: from its recording, which is made first where it is missing.

        A first run with a folder reads the recording back, too, so that runs agree to the bit
        (recordings round to 0.01 px).

        Args:
            clip: the clip.
            lying: as for `device.build.open_poses`.

        Raises:
            DeviceError: the clip or the recording is broken.
            OSError: the recording cannot be kept.
        """
        if self.folder is None:
            return open_poses(str(clip), model=self.model, lying=lying)
        recording, notes = self._files(clip)
        wanted = self._notes(clip, lying=lying)
        if not (recording.exists() and notes.exists() and _read(notes) == wanted):
            recording.parent.mkdir(parents=True, exist_ok=True)
            notes.unlink(missing_ok=True)
            self._record(clip, recording, lying=lying)
            notes.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
        return RecordedPoses(recording)

    def _files(self, clip: Path) -> tuple[Path, Path]:
        """The recording, and the notes that tell what it was made from."""
        place = hashlib.sha256(str(clip.resolve()).encode()).hexdigest()[:8]
        base = (self.folder or Path()) / self.model / f"{clip.stem}-{place}"
        return base.with_suffix(SUFFIX), base.with_suffix(".json")

    def _notes(self, clip: Path, *, lying: bool | None) -> dict[str, object]:
        state = clip.stat()
        return {
            "size": state.st_size,
            "modified_ns": state.st_mtime_ns,
            "chain": self.stamp,
            "lying": lying,
        }

    def _record(self, clip: Path, recording: Path, *, lying: bool | None) -> None:
        part = recording.with_suffix(".part")
        with closing(open_poses(str(clip), model=self.model, lying=lying)) as poses:
            writer = RecordingWriter(
                part, name=clip.name, model=poses.model_name, frame_count=poses.frame_count
            )
            with closing(writer):
                while (pose := poses.read()) is not None:
                    writer.write(pose)
        part.replace(recording)


def landmarks(model: str, folder: Path | None) -> Landmarks:
    """Poses of a model, "auto" for the one the product would take here.

    Raises:
        ModelError: there is no such model.
    """
    chosen = choose(model)
    digest = hashlib.sha256(f"{chosen.landmark.sha256} {chosen.detector.sha256}".encode())
    for pattern in _CHAIN:
        for source in sorted(_DEVICE.glob(pattern)):
            digest.update(source.read_bytes())
    return Landmarks(chosen.landmark.name, digest.hexdigest(), folder)


def _read(notes: Path) -> object:
    try:
        return json.loads(notes.read_text(encoding="utf-8"))
    except ValueError:
        return None
