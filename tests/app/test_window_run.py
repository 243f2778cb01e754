"""`plumbline run` as a person starts it: without a screen, and in a real window under Xvfb."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pygame
import pytest

from device.errors import ModelError
from device.pose.models import choose

RUN = (sys.executable, "-m", "mirror", "run")
TIMEOUT_S = 120.0
POLL = threading.Event()  # never set: waits between two looks at another process


def models_are_built() -> bool:
    try:
        choose("full")
    except ModelError:
        return False
    return True


needs_models = pytest.mark.skipif(
    not models_are_built(), reason="no pose models are built here; run ./scripts/start once"
)


def until(condition: Callable[[], bool]) -> None:
    """Wait for another process."""
    end_s = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < end_s, "waited too long"
        POLL.wait(0.05)


def without_display() -> dict[str, str]:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"}
    shown = {name: value for name, value in os.environ.items() if name not in hidden}
    return shown | {"SDL_AUDIODRIVER": "dummy"}  # a test is not to be heard


def complaints(said: str) -> list[str]:
    """What a run said, but that it has no voice: that depends on the machine."""
    return [line for line in said.splitlines() if "espeak-ng" not in line]


@needs_models
@pytest.mark.skipif(any(Path("/dev/dri").glob("card*")), reason="there is a screen here")
def test_without_a_display_the_demo_runs_through(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [*RUN, "--screenshots", str(tmp_path)],
        env=without_display(),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0].startswith("plumbline: No display here")
    counts = {
        name: (int(counted), int(expected))
        for name, counted, expected in re.findall(
            r"^ *(\w[\w ]+?) +(\d+) +(\d+) ", done.stdout, re.MULTILINE
        )
    }
    assert counts == {
        "Squat": (3, 3),
        "Clamshell": (3, 3),
        "Side step": (4, 4),
        "Hip flexor stretch": (1, 1),
    }
    assert re.search(r"Squat.*knees cave in 1", done.stdout)
    for name in ("rep", "cue", "hold"):
        assert str(tmp_path / f"{name}.png") in done.stdout
        assert pygame.image.load(tmp_path / f"{name}.png").get_size() == (1080, 1920)


@needs_models
def test_on_sdls_dummy_driver_a_stop_signal_ends_it_with_zero() -> None:
    env = without_display() | {"SDL_VIDEODRIVER": "dummy"}
    command = [*RUN, "--source", "demo", "--window"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        until(lambda: run.poll() is not None or handles_sigterm(run.pid))
        run.send_signal(signal.SIGTERM)
        _, said = run.communicate(timeout=TIMEOUT_S)
    assert run.returncode == 0, said.decode()
    assert not complaints(said.decode())


def handles_sigterm(pid: int) -> bool:
    """Whether a process has a handler for SIGTERM, as its status in /proc says."""
    caught = re.search(
        r"^SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE
    )
    return caught is not None and bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


class Display(NamedTuple):
    """A virtual screen: its name, and the file its pixels are in."""

    name: str
    pixels: Path


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed (apt-get install xvfb)")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x1000x24"]
    command += ["-nolisten", "tcp", "-fbdir", str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - fixed words
        command, pass_fds=(write,), stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        yield Display(name=f":{number}", pixels=tmp_path / "Xvfb_screen0")
        server.terminate()


def look(display: Display) -> np.ndarray:
    """The screen's pixels, uint8 [height, width, 3], from the XWD file Xvfb keeps them in."""
    raw = display.pixels.read_bytes()
    header = np.frombuffer(raw, dtype=">u4", count=25)
    size, width, height, line, colours = (int(header[i]) for i in (0, 4, 5, 12, 19))
    picture = np.frombuffer(raw, dtype=np.uint8, offset=size + colours * 12)
    return picture[: height * line].reshape(height, line // 4, 4)[:, :width, 2::-1]


def lit(display: Display) -> float:
    return float((look(display).max(axis=2) > 60).mean())


def blue(display: Display) -> int:
    """Pixels in the colour of "good": the movement reached its target."""
    return int((np.abs(look(display).astype(int) - (86, 180, 233)).max(axis=2) < 8).sum())


@needs_models
def test_a_real_window_follows_the_demo_and_obeys_its_keys(display: Display) -> None:
    env = without_display() | {"DISPLAY": display.name}
    command = [*RUN, "--source", "demo", "--window"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        try:
            until(lambda: run.poll() is not None or blue(display) > 500)
            assert run.poll() is None
            assert 0.01 < lit(display) < 0.25
            if shutil.which("xdotool") is None:
                run.send_signal(signal.SIGINT)
            else:
                leave_with_keys(display, run)
            out, said = run.communicate(timeout=TIMEOUT_S)
        finally:
            run.kill()
    assert run.returncode == 0, said
    assert not complaints(said)
    assert "Squat" in out


def leave_with_keys(display: Display, run: "subprocess.Popen[str]") -> None:
    """Wait for a rep to be counted, end the set, and close the result."""
    env = without_display() | {"DISPLAY": display.name}

    def press(key: str) -> None:
        command = ["xdotool", "key", key]
        subprocess.run(command, env=env, check=True)  # noqa: S603 - fixed words

    # Nothing was counted before the first rep is over: then Esc would leave at once.
    until(lambda: blue(display) == 0)
    press("Escape")
    POLL.wait(0.5)
    if run.poll() is None:
        press("Escape")
