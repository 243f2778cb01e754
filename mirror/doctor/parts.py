"""Checks of what can be touched: camera, model, screen, buttons, loudspeaker, voice."""

from typing import Final

from device.doctor import camera_figures, model_figures, sound_cards, taken_pins, voice_program
from device.errors import CameraError, DeviceError
from mirror.doctor.result import Fact, Result, World
from mirror.ui.usable import display_driver
from mirror.ui.window import NoDisplayError

SLOW_HZ: Final = 15.0
"""A camera that gives fewer pictures than the poses a model is chosen for holds them back."""
SLOW_MS: Final = 75.0
"""8 poses a second with 0.6 of the time for the model (device/pose/models.py)."""


def camera(world: World) -> Result:
    """Opens it, takes some pictures, keeps none; of a running mirror the figures are taken."""
    if world.running is not None:
        return _camera_in_use(world)
    source = world.settings.camera.source
    if source not in {"auto", "pi"} and not source.startswith("v4l2:"):
        return world.found("camera", "ok", "clip", words={"source": source})
    try:
        seen = camera_figures(source)
    except CameraError as error:
        if source == "auto" and not world.on_pi:
            return world.found("camera", "absent", "none", fix="camera_none")
        return _device("camera", error)
    words = {
        "name": seen.name,
        "width": seen.width_px,
        "height": seen.height_px,
        "rate": f"{seen.rate_hz:.0f}",
    }
    facts = {"rate_hz": round(seen.rate_hz, 1), "width": seen.width_px, "height": seen.height_px}
    if seen.rate_hz < SLOW_HZ:
        return world.found("camera", "attend", "good", fix="light", words=words, facts=facts)
    return world.found("camera", "ok", "good", words=words, facts=facts)


def model(world: World) -> Result:
    """Hashes of all, and one inference after another of the one that would be used."""
    try:
        seen = model_figures()
    except DeviceError as error:
        return _device("model", error)
    words = {"name": seen.name, "ms": f"{seen.ms:.1f}", "count": seen.count}
    facts = {"name": seen.name, "ms": round(seen.ms, 2)}
    slow = seen.ms > SLOW_MS
    state, fix = ("attend", "model_slow") if slow else ("ok", "")
    return world.found("model", state, "good", fix=fix, words=words, facts=facts)  # type: ignore[arg-type] # one of two states


def display(world: World) -> Result:
    """Whether there is something to draw on."""
    if world.running is not None:
        return world.found("display", "ok", "in_use")
    try:
        driver, (width, height) = display_driver()
    except NoDisplayError as error:
        state = "broken" if world.on_pi else "absent"
        return world.found("display", state, "none", fix="display", words={"why": str(error)})  # type: ignore[arg-type] # one of two states
    facts: dict[str, Fact] = {"driver": driver, "width": width, "height": height}
    return world.found("display", "ok", "good", words=facts, facts=facts)


def buttons(world: World) -> Result:
    """Whether the pins are there, and free, or held by the mirror."""
    if not world.on_pi:
        return world.found("buttons", "absent", "keyboard")
    pins = world.settings.buttons.pins
    try:
        taken = taken_pins(pins)
    except DeviceError as error:
        return _device("buttons", error)
    if world.running is not None and len(taken) == len(pins):
        return world.found("buttons", "ok", "in_use")
    if taken:
        words = {"pins": ", ".join(f"{name} {pin}" for name, pin in taken.items())}
        return world.found("buttons", "attend", "taken", fix="pins", words=words)
    return world.found("buttons", "ok", "good", words={"pins": ", ".join(map(str, pins.values()))})


def speaker(world: World) -> Result:
    """Whether there is a sound output; nothing is played."""
    cards = sound_cards(world.root / "proc/asound/cards")
    if not cards:
        state = "attend" if world.on_pi else "absent"
        return world.found("speaker", state, "none", fix="speaker")  # type: ignore[arg-type] # one of two states
    return world.found(
        "speaker", "ok", "good", words={"name": cards[0]}, facts={"cards": len(cards)}
    )


def voice(world: World) -> Result:
    """Whether the program that speaks is installed."""
    if voice_program() is None:
        return world.found("voice", "attend", "none", fix="voice")
    return world.found("voice", "ok", "good")


def _camera_in_use(world: World) -> Result:
    speed = None if world.running is None else world.running.speed
    if speed is None:
        return world.found("camera", "attend", "no_pictures", fix="camera_cable")
    words = {
        "rate": f"{speed.camera_hz:.0f}",
        "poses": f"{speed.poses_hz:.0f}",
        "ms": f"{speed.model_p95_ms:.0f}",
    }
    facts = {
        "camera_hz": round(speed.camera_hz, 1),
        "poses_hz": round(speed.poses_hz, 1),
        "model_p95_ms": round(speed.model_p95_ms, 1),
    }
    slow = speed.camera_hz < SLOW_HZ
    state, fix = ("attend", "light") if slow else ("ok", "")
    return world.found("camera", state, "in_use", fix=fix, words=words, facts=facts)  # type: ignore[arg-type] # one of two states


def _device(name: str, error: DeviceError) -> Result:
    return Result(name, "broken", error.message, error.remedy)
