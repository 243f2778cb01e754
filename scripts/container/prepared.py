"""What stands in, in the container, for what it has not: camera, screen, loudspeaker."""

import os
import shutil
from pathlib import Path
from typing import Final

PLACE: Final = "/var/lib/plumbline-test"
RECORDING: Final = Path("tests/golden/squat/squat_valgus.jsonl")

# A pipe in the place of a camera: a feeder that is stopped is a camera that hangs.
_CAMERA_UNIT: Final = f"""\
[Unit]
Description=Stands in for the camera
[Service]
ExecStart=/bin/sh -c 'while cat {PLACE}/recording.jsonl >{PLACE}/camera.jsonl; do :; done'
Restart=always
[Install]
WantedBy=multi-user.target
"""
_MIRROR: Final = f"""\
[Service]
Environment=SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
ExecStartPre=/bin/sh -c 'exec python3 {PLACE}/reach.py >/run/plumbline/reached'
ExecStart=
ExecStart=/opt/plumbline/current/.venv/bin/plumbline run --source recorded:{PLACE}/camera.jsonl
"""
_TRAINING: Final = f"""\
[Service]
Type=exec
WatchdogSec=0
WorkingDirectory=/opt/plumbline/current
StandardOutput=append:{PLACE}/said
ExecStartPre=
ExecStart=
ExecStart=/opt/plumbline/current/.venv/bin/python -m scripts.power_cuts --child /var/lib/plumbline
"""
_HURRY: Final = """\
[Service]
Environment=PLUMBLINE_READY_S=30 PLUMBLINE_HEALTH_S=12
"""
# Says what the rights it runs with do not stop. Its addresses are nobody's (RFC 5737, RFC 3849).
_REACH: Final = """\
import socket
reached = []
for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.sendto(b"x", (address, 9))
        reached.append(address)
    except OSError:
        pass
for path in ("/opt/plumbline/x", "/etc/x", "/var/lib/x", "/usr/x"):
    try:
        open(path, "w").close()
        reached.append(path)
    except OSError:
        pass
print(" ".join(reached) or "nothing")
"""


def prepare(root: Path) -> None:
    """Put the stand-ins into a system that is off.

    Args:
        root: its folder.
    """
    place = root / PLACE.lstrip("/")
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy(RECORDING, place / "recording.jsonl")
    pipe = place / "camera.jsonl"
    if not pipe.exists():
        os.mkfifo(pipe)
    (place / "reach.py").write_text(_REACH)
    units = root / "etc" / "systemd" / "system"
    wanted = units / "multi-user.target.wants"
    wanted.mkdir(parents=True, exist_ok=True)
    (units / "plumbline-camera.service").write_text(_CAMERA_UNIT)
    link = wanted / "plumbline-camera.service"
    if not link.is_symlink():
        link.symlink_to("/etc/systemd/system/plumbline-camera.service")
    drop_in(root).parent.mkdir(exist_ok=True)
    drop_in(root).write_text(_MIRROR)
    hurry(root)


def hurry(root: Path) -> None:
    """Let the verdict on an update come sooner; a person waits a minute for it."""
    folder = root / "etc" / "systemd" / "system" / "plumbline-update-watch.service.d"
    folder.mkdir(exist_ok=True)
    (folder / "test.conf").write_text(_HURRY)


def drop_in(root: Path) -> Path:
    """The file that changes the mirror's unit."""
    return root / "etc" / "systemd" / "system" / "plumbline.service.d" / "test.conf"


def train(root: Path) -> Path:
    """Let the mirror train by itself from the next boot; where it says the reps it kept."""
    drop_in(root).write_text(_TRAINING)
    said = root / PLACE.lstrip("/") / "said"
    said.unlink(missing_ok=True)
    return said


def watch(root: Path) -> None:
    """Let it be a mirror again from the next boot."""
    drop_in(root).write_text(_MIRROR)
