"""A loudspeaker that can be pulled out, as pygame shows it to `device.drivers.speaker_mixer`."""

from collections.abc import Callable
from typing import Final

WORD_S: Final = 0.6
"""How long words sound: about a spoken number."""


class Amplifier:
    """Stands for the modules pygame and pygame.mixer.

    Args:
        clock: monotonic seconds.

    Attributes:
        played_s: when the latest sound began.
        refused: sounds that did not.
    """

    class error(Exception):  # noqa: N801, N818 - pygame's name
        """What pygame raises."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Be plugged in."""
        self.clock = clock
        self.mixer = self
        self.played_s = 0.0
        self.refused = 0
        self._there, self._ready = True, False

    def pull(self) -> None:
        """Out."""
        self._there = self._ready = False

    def push(self) -> None:
        """In again; nobody has opened it yet."""
        self._there = True

    def init(self, *_how: object, allowedchanges: int) -> None:
        """See pygame.mixer."""
        del allowedchanges
        if not self._there:
            message = "ALSA: Couldn't open audio device: No such file or directory"
            raise self.error(message)
        self._ready = True

    def get_init(self) -> tuple[int, int, int] | None:
        """See pygame.mixer."""
        return (22050, -16, 1) if self._ready else None

    def quit(self) -> None:
        """See pygame.mixer."""
        self._ready = False

    def sound(self) -> None:
        """A sound begins.

        Raises:
            error: it does not.
        """
        if not self._ready:
            self.refused += 1
            message = "mixer not initialized"
            raise self.error(message)
        self.played_s = self.clock()

    def Channel(self, _number: int) -> "Channel":  # noqa: N802 - pygame's name
        """See pygame.mixer."""
        return Channel(self)

    def Sound(self, _path: str = "", *, buffer: bytes = b"") -> "Sound":  # noqa: N802 - likewise
        """See pygame.mixer."""
        del buffer
        return Sound()


class Sound:
    """See pygame.mixer.Sound."""

    def set_volume(self, volume: float) -> None:
        """See pygame."""


class Channel:
    """See pygame.mixer.Channel."""

    def __init__(self, amplifier: Amplifier) -> None:
        """Be silent."""
        self._amplifier = amplifier
        self._until_s = 0.0

    def play(self, _sound: Sound) -> None:
        """See pygame."""
        self._amplifier.sound()
        self._until_s = self._amplifier.clock() + WORD_S

    def get_busy(self) -> bool:
        """See pygame."""
        return self._amplifier.clock() < self._until_s

    def stop(self) -> None:
        """See pygame."""
        self._until_s = 0.0
