"""The tones, made here: soft sines of the middle range, which small loudspeakers can play."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from device.speaker import RATE_HZ, Samples
from mirror.speech.utterance import ToneKind

_NOTES: Final[Mapping[ToneKind, tuple[tuple[float, float], ...]]] = {
    # Falling: something sinks in. Short: over before the knee is out again.
    "cave": ((988.0, 0.07), (740.0, 0.09)),
    "tick": ((660.0, 0.06),),
    "go": ((880.0, 0.18),),
    "done": ((523.0, 0.09), (659.0, 0.09), (784.0, 0.16)),
    "attend": ((587.0, 0.12), (587.0, 0.12)),
}
"""Frequency in Hz and duration in s, one after the other. Free choices, told apart by number and
direction of the notes rather than by pitch alone."""

_LOUDNESS: Final = 0.3
"""Of full scale: a sine of this height is about 8 dB above espeak-ng's speech (rms 0.09)."""
_FADE_S: Final = 0.012
"""Rise and fall of a note: an edge sharper than this clicks."""
_OVERTONE: Final = 0.25
"""Share of the octave above: a pure sine is hard to hear through a small loudspeaker."""


def tone(kind: ToneKind) -> Samples:
    """The samples of a tone, shape (n,), int16 at `RATE_HZ`; 60-340 ms long."""
    notes = [_note(hz, duration_s) for hz, duration_s in _NOTES[kind]]
    whole = np.concatenate(notes) * _LOUDNESS * np.iinfo(np.int16).max
    samples: Samples = whole.astype(np.int16)
    samples.flags.writeable = False
    return samples


def _note(hz: float, duration_s: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    t_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    wave = np.sin(2 * np.pi * hz * t_s) + _OVERTONE * np.sin(4 * np.pi * hz * t_s)
    edge = np.minimum(1.0, np.minimum(t_s, t_s[::-1]) / _FADE_S)
    return np.asarray(wave * (0.5 - 0.5 * np.cos(np.pi * edge)) / (1 + _OVERTONE))
