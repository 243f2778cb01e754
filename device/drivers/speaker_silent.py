"""No sound at all: for machines without an audio device, and for tests."""

from pathlib import Path

from device.speaker import Samples


class SilentSpeaker:
    """See `device.speaker.Speaker`. Everything is over as soon as it began."""

    def play(self, sound: Path | Samples, *, volume: float) -> None:
        """Nothing is heard."""

    @property
    def busy(self) -> bool:
        """Never."""
        return False

    @property
    def gone(self) -> bool:
        """Never: there was none."""
        return False

    def stop(self) -> None:
        """Already silent."""

    def close(self) -> None:
        """Nothing to give back."""
