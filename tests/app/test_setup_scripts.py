"""The shell of `scripts/start` and `scripts/test`: run for real, with small programs as stand-ins.

Each test gives the shell a PATH with its own stand-ins first: no network, no apt, no root.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from device.pose.models import models_dir

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    """A folder with a project (its path has a space), an empty home and stand-in programs."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.programs = folder / "bin"
        self.root = folder / "my projects" / "plumbline"
        for made in (self.home, self.programs, self.root / "device" / "pose" / "building"):
            made.mkdir(parents=True)
        shutil.copytree(ROOT / "scripts", self.root / "scripts")
        shutil.copy(ROOT / "pyproject.toml", self.root)
        (self.root / "device" / "pose" / "building" / "recipe.py").write_text("steps = 1\n")

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def shell(self, commands: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run commands after loading the scripts' functions."""
        source = f'set -euo pipefail; root="{self.root}"; source "$root/scripts/lib/setup.sh"'
        return self.run("/bin/bash", "-c", f"{source}; {commands}", **extra)

    def run(self, *command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "HOME": str(self.home),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "PLUMBLINE_DEVICE_TREE_MODEL": str(self.home / "model"),
            "PLUMBLINE_RETRY_PAUSE_S": "0",
        } | extra
        # S603: the command is this file's own.
        return subprocess.run(  # noqa: S603
            command, env=environment, cwd=self.home, capture_output=True, text=True, check=False
        )

    def set_up(self) -> None:
        """Leave behind what a finished set-up leaves."""
        programs = self.root / ".venv" / "bin"
        programs.mkdir(parents=True)
        (programs / "python").symlink_to(sys.executable)
        version = ".".join(str(part) for part in sys.version_info[:3])
        (self.root / ".venv" / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
        command = programs / "plumbline"
        command.write_text('#!/bin/sh\npwd\nprintf "%s\\n" "$@"\n')
        command.chmod(0o755)
        models = self.home / ".local" / "share" / "plumbline" / "models"
        models.mkdir(parents=True)
        (models / "full.tflite").write_text("model")
        done = self.shell(
            'fingerprint "$root/.venv" "$(constraints_for "$root/.venv" run)"'
            ' >"$root/.venv/plumbline-run"; models_state >"$(models_folder)/.start-stamp"'
        )
        assert done.returncode == 0, done.stderr

    def ready(self) -> bool:
        check = 'environment_ready "$root/.venv" run && models_ready && echo ready'
        return self.shell(check).stdout == "ready\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_shim_that_fails_when_run_is_passed_over(machine: Machine) -> None:
    machine.program("python3", "echo 'pyenv: command not found' >&2; exit 127")
    machine.program("python3.13", f'exec "{sys.executable}" "$@"')
    found = machine.shell("need_python; echo $python")
    assert found.stdout.splitlines()[-1] == str(machine.programs / "python3.13")


def test_a_pi_uses_its_own_python(machine: Machine) -> None:
    # apt's picamera2 belongs to it.
    (machine.home / "model").write_bytes(b"Raspberry Pi 5 Model B Rev 1.0\0")
    machine.program("python3", f'exec "{sys.executable}" "$@"')
    found = machine.shell("find_python || echo none")
    assert found.stdout.strip() in {"/usr/bin/python3", "none"}


def test_missing_packages_without_rights_give_the_line_to_type(machine: Machine) -> None:
    machine.program("dpkg-query", '[ "$4" = here ] && echo installed; exit 0')
    machine.program("apt-get", "exit 0")
    machine.program("id", "echo 1000")
    machine.program("sudo", "exit 1")
    done = machine.shell("need_packages here xvfb espeak-ng")
    assert done.returncode == 2
    assert done.stderr == (
        "plumbline: System packages are missing. Type: sudo apt-get update && "
        "sudo apt-get install -y --no-install-recommends xvfb espeak-ng\n"
    )


def test_missing_packages_are_installed_where_sudo_asks_nothing(machine: Machine) -> None:
    machine.program("dpkg-query", "exit 1")
    machine.program("apt-get", f'echo "$@" >>"{machine.home}/apt.log"')
    machine.program("id", "echo 1000")
    machine.program("sudo", 'shift; exec "$@"')
    done = machine.shell("need_packages xvfb")
    assert done.returncode == 0, done.stderr
    update, install = (machine.home / "apt.log").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends xvfb")


def test_a_voice_that_cannot_be_installed_stops_nothing(machine: Machine) -> None:
    machine.program("dpkg-query", "exit 1")
    machine.program("apt-get", "exit 1")
    machine.program("id", "echo 1000")
    machine.program("sudo", "exit 1")
    (machine.programs / "grep").symlink_to("/bin/grep")
    # Only these programs: this machine may have espeak-ng.
    done = machine.shell("want_voice && echo well", PATH=str(machine.programs))
    assert done.stdout.splitlines()[-1] == "well", done.stderr
    assert "the mirror will use tones" in done.stdout
    assert "apt-get install -y --no-install-recommends espeak-ng" in done.stdout


def test_a_voice_that_is_there_needs_no_apt(machine: Machine) -> None:
    machine.program("espeak-ng", "exit 0")
    machine.program("apt-get", "exit 1")
    assert machine.shell("want_voice").stdout == ""


def test_a_pi_with_plain_debian_goes_on_without_what_debian_lacks(machine: Machine) -> None:
    machine.program("dpkg-query", "exit 1")
    machine.program("apt-cache", '[ "$2" != python3-picamera2 ]')
    machine.program("apt-get", f'echo "$@" >>"{machine.home}/apt.log"')
    machine.program("id", "echo 0")
    done = machine.shell("need_pi_packages")
    assert done.returncode == 0, done.stderr
    assert "python3-picamera2 is not offered by this system" in done.stdout
    _, install = (machine.home / "apt.log").read_text().splitlines()
    assert "python3-lgpio" in install
    assert "picamera2" not in install


def test_present_packages_need_no_apt(machine: Machine) -> None:
    machine.program("dpkg-query", "echo installed")
    machine.program("apt-get", "exit 1")
    assert machine.shell("need_packages xvfb").returncode == 0


def test_a_network_that_fails_for_a_moment_is_tried_again(machine: Machine) -> None:
    machine.program("flaky", f'echo x >>"{machine.home}/n"; [ "$(wc -l <"{machine.home}/n")" = 3 ]')
    done = machine.shell("retry flaky && echo well")
    assert done.stdout.splitlines()[-1] == "well"
    assert "try 2 of 3" in done.stdout


def test_a_network_that_stays_away_ends_in_one_line(machine: Machine) -> None:
    machine.set_up()
    (machine.root / ".venv" / "bin" / "python").unlink()
    machine.program("python", "exit 1")
    (machine.root / ".venv" / "bin" / "python").symlink_to(machine.programs / "python")
    done = machine.shell('fill_environment "$root/.venv" run build')
    assert done.returncode == 2
    assert done.stderr.startswith("plumbline: pip could not install the packages. Check the")
    # The environment may be half filled now.
    assert (machine.root / ".venv" / "plumbline-unfinished").exists()


def test_a_second_start_runs_at_once_where_it_was_called(machine: Machine) -> None:
    machine.set_up()
    # Whatever would set up or load anything fails here.
    for name in ("python3", "pip", "apt-get", "curl"):
        machine.program(name, "exit 1")
    began_s = time.monotonic()
    done = machine.run(str(machine.root / "scripts" / "start"), "--source", "my clip.mp4")
    assert time.monotonic() - began_s < 1
    assert done.stderr == ""
    assert done.stdout.splitlines() == [str(machine.home), "run", "--source", "my clip.mp4"]


@pytest.mark.parametrize(
    "change",
    [
        "echo '# more' >>pyproject.toml",
        "echo 'more==1' | tee -a scripts/constraints/*.txt",
        "touch .venv/plumbline-unfinished",
        "rm .venv/bin/python",
        "echo 'steps = 2' >device/pose/building/recipe.py",
        'rm "$HOME/.local/share/plumbline/models/full.tflite"',
    ],
)
def test_what_changed_is_set_up_again(machine: Machine, change: str) -> None:
    machine.set_up()
    assert machine.ready()
    machine.run("/bin/bash", "-c", f'cd "{machine.root}"; {change}')
    assert not machine.ready()


def test_a_moved_project_is_set_up_again(machine: Machine) -> None:
    # Programs of an environment name their interpreter by absolute path.
    machine.set_up()
    machine.root = machine.root.rename(machine.root.with_name("moved"))
    assert not machine.ready()
    assert machine.shell('still_here "$root/.venv" || echo moved').stdout == "moved\n"


def test_the_shell_looks_for_models_where_the_program_does(machine: Machine) -> None:
    # The program reads this process's surroundings; the shell is given the same.
    names = ("HOME", "XDG_DATA_HOME", "PLUMBLINE_DATA")
    same = {name: os.environ[name] for name in names if name in os.environ}
    assert machine.shell("models_folder", **same).stdout == str(models_dir())


def test_an_empty_home_is_looked_up(machine: Machine) -> None:
    done = machine.shell('echo "$HOME"', HOME="")
    assert done.stdout.strip().startswith("/")
