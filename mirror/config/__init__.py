"""What a person sets up once: one TOML file, read into frozen settings."""

from mirror.config.edit import save
from mirror.config.read import default_path, load
from mirror.config.settings import (
    ButtonSettings,
    CameraSettings,
    ScreenSettings,
    Settings,
    SoundSettings,
)

__all__ = [
    "ButtonSettings",
    "CameraSettings",
    "ScreenSettings",
    "Settings",
    "SoundSettings",
    "default_path",
    "load",
    "save",
]
