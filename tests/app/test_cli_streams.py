"""Where a command's words go when the shell closed a stream, or the disk behind it is full."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("plumbline")


def _run(words: str, where: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", "-c", f'"$0" {words} {where}', str(COMMAND)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_full_disk_behind_the_output_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = _run("exercises", ">/dev/full")
    assert done.returncode == 2
    assert "The disk is full" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_closed_output_is_no_fault() -> None:
    done = _run("exercises", ">&-")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_error_does_not_go_where_the_answer_would() -> None:
    done = _run("analyze nope.mp4 --exercise squat --json", "2>&-")
    assert (done.returncode, done.stdout) == (2, "")
