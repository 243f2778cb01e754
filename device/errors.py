"""Errors of the hardware side: what happened, and what the person can do about it."""


class DeviceError(Exception):
    """Something outside the program is missing or broken.

    Args:
        message: what happened, in one sentence without a full stop.
        remedy: what to do, in one sentence; shown after the message.
    """

    def __init__(self, message: str, *, remedy: str) -> None:
        """Keep both parts; `str()` joins them."""
        super().__init__(f"{message}. {remedy}")
        self.message = message
        self.remedy = remedy


class CameraError(DeviceError):
    """No camera, or it stopped delivering frames."""


class ClipError(DeviceError):
    """A video file cannot be read."""


class ModelError(DeviceError):
    """A pose model is absent, broken or cannot be run here."""


class RecordingError(DeviceError):
    """A landmark recording cannot be read."""


class ButtonError(DeviceError):
    """The buttons' pins cannot be used."""


class SpeakerError(DeviceError):
    """There is nothing to sound on."""


class VoiceError(DeviceError):
    """A sentence cannot be turned into sound."""
