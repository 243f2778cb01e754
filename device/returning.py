"""A loudspeaker that was pulled out is opened again when it is back."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from device.errors import SpeakerError
from device.speaker import Samples, Speaker

AGAIN_S: Final = 10.0
"""Between two tries. One takes a few milliseconds of the loop while there is no device."""

_log = logging.getLogger(__name__)


class ReturningSpeaker:
    """See `device.speaker.Speaker`. Silent while the device is gone.

    Args:
        open_speaker: opens the loudspeaker.
        clock: monotonic seconds.

    Raises:
        SpeakerError: there is none to begin with.
    """

    def __init__(
        self, open_speaker: Callable[[], Speaker], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Open it the first time."""
        self._open = open_speaker
        self._clock = clock
        self._speaker: Speaker | None = open_speaker()
        self._next_s = 0.0
        self._closed = False

    def play(self, sound: Path | Samples, *, volume: float) -> None:
        """See `Speaker`; finds out whether it is back."""
        speaker = self._speaker or self._again()
        if speaker is None:
            return
        speaker.play(sound, volume=volume)
        if speaker.gone:
            _log.warning("The loudspeaker is gone")
            self._speaker = None
            self._next_s = self._clock() + AGAIN_S
            speaker.close()

    @property
    def busy(self) -> bool:
        """See `Speaker`."""
        return self._speaker is not None and self._speaker.busy

    @property
    def gone(self) -> bool:
        """See `Speaker`."""
        return self._speaker is None

    def stop(self) -> None:
        """See `Speaker`."""
        if self._speaker is not None:
            self._speaker.stop()

    def close(self) -> None:
        """See `Speaker`."""
        self._closed = True
        if self._speaker is not None:
            self._speaker.close()

    def _again(self) -> Speaker | None:
        now_s = self._clock()
        if self._closed or now_s < self._next_s:
            return None
        self._next_s = now_s + AGAIN_S
        try:
            self._speaker = self._open()
        except SpeakerError:
            return None
        _log.warning("The loudspeaker is back")
        return self._speaker
