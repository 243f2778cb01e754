"""A loudspeaker and a voice that note what they were asked for."""

from collections.abc import Iterable
from pathlib import Path

from device.speaker import Samples


class FakeSpeaker:
    """Sounds until told otherwise."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.tones = 0
        self.volumes: list[float] = []
        self.busy = False
        self.closed = False
        self.gone = False

    def play(self, sound: Path | Samples, *, volume: float) -> None:
        self.volumes.append(volume)
        if isinstance(sound, Path):
            self.said.append(sound.stem)
            self.busy = True
        else:
            self.tones += 1

    def stop(self) -> None:
        self.busy = False

    def close(self) -> None:
        self.closed = True


class FakeWords:
    """Every sentence is a file of its own name, as soon as `made`."""

    def __init__(self, *, available: bool = True) -> None:
        self.available = available
        self.missing: set[str] = set()
        self.prepared: list[str] = []
        self.closed = False

    def wav(self, text: str) -> Path | None:
        return None if text in self.missing or not self.available else Path(f"{text}.wav")

    def prepare(self, texts: Iterable[str]) -> None:
        self.prepared += texts

    def close(self) -> None:
        self.closed = True
