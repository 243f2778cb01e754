"""Sentences rendered by the program espeak-ng."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from device.errors import VoiceError

PROGRAM: Final = "espeak-ng"
INSTALL: Final = "Install espeak-ng"

VOICES: Final[Mapping[str, str]] = {"en": "en-us", "de": "de", "es": "es"}
"""espeak-ng's voice for each language of mirror/text."""

WORDS_PER_MINUTE: Final = 150
"""Below espeak-ng's own 175: heard over 2.5 m of room, by somebody who is short of breath."""

_SLOWEST_S: Final = 10.0
"""A sentence takes 0.02-0.1 s; beyond this the program hangs."""
_NICE: Final = 10
"""Rendering yields to the pose model, which needs the processor at the same time."""


class Espeak:
    """Renders sentences of one language. Called from one thread.

    Args:
        language: such as "en".
        program: name or path of espeak-ng.
        words_per_minute: how fast it speaks.

    Raises:
        VoiceError: espeak-ng is not installed.
    """

    def __init__(
        self, language: str, *, program: str = PROGRAM, words_per_minute: int = WORDS_PER_MINUTE
    ) -> None:
        """Look for the program."""
        found = shutil.which(program)
        if found is None:
            message = "The mirror cannot speak and will use tones"
            raise VoiceError(message, remedy=f"{INSTALL}.")
        self._command = [found, "-v", VOICES.get(language, language), "-s", str(words_per_minute)]
        # UTF-8; and -z: no pause after the sentence, which would be 0.4 s of silence in each file.
        self._command += ["-b", "1", "-z", "--stdin", "-w"]

    @property
    def name(self) -> str:
        """Everything but the text that decides what is heard; part of a cached file's name."""
        return " ".join(["espeak-ng", *self._command[1:]])

    def __call__(self, text: str, path: Path) -> None:
        """Render a sentence into a WAV file.

        Raises:
            VoiceError: it could not be rendered.
        """
        with subprocess.Popen(  # noqa: S603 - a fixed command; the text goes through stdin
            [*self._command, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
            try:
                _, said = process.communicate(text.encode(), timeout=_SLOWEST_S)
            except subprocess.TimeoutExpired as error:
                process.kill()
                said = str(error).encode()
        if process.returncode != 0:
            first = next(iter(said.decode(errors="replace").splitlines()), "no reason given")
            message = f'espeak-ng could not say "{text}" ({first.rstrip(".")})'
            raise VoiceError(message, remedy=f"{INSTALL} anew.")
