"""`scripts/install` without root and without a Pi: its parts, run for real on a folder as system.

The whole, under real systemd, is scripts/container_test.sh.
"""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = "# For more options see config.txt\ndtparam=audio=on\n[cm4]\notg_mode=1\n"
COMMAND_LINE = "console=tty1 root=PARTUUID=0-02 rootwait\n"


class System:
    """The root of a system in a folder, with stand-ins for what would change this machine."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "system"
        self.programs = folder / "bin"
        self.boot = self.root / "boot" / "firmware"
        for made in (self.programs, self.boot, self.root / "etc" / "plumbline"):
            made.mkdir(parents=True)
        self.model = folder / "model"
        self.model.write_bytes(b"Raspberry Pi 5 Model B Rev 1.0\0")
        (self.boot / "config.txt").write_text(CONFIG)
        (self.boot / "cmdline.txt").write_text(COMMAND_LINE)
        self.program("systemctl", f'echo "$@" >>"{folder}/systemctl.log"; exit 1')
        self.program("dpkg", "echo arm64")
        for name in ("apt-get", "useradd", "usermod", "userdel", "chown"):
            self.program(name, f'echo "{name} $@" >>"{folder}/changes.log"')
        self.changes = folder / "changes.log"

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def install(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run(str(ROOT / "scripts" / "install"), *words)

    def command(self, *words: str) -> str:
        """What `plumbline` on an installed mirror would run."""
        return self._run(str(ROOT / "scripts" / "lib" / "plumbline-command"), *words).stdout

    def shell(self, commands: str) -> subprocess.CompletedProcess[str]:
        """Run commands after loading the parts of the installer."""
        parts = "setup change appliance services boot"
        source = f'set -euo pipefail; root="{ROOT}"; dry_run= yes_boot= must_reboot='
        source += f'; for part in {parts}; do source "$root/scripts/lib/$part.sh"; done'
        return self._run("/bin/bash", "-c", f"{source}; step 1 1 Test; {commands}")

    def config(self) -> str:
        return (self.boot / "config.txt").read_text()

    def command_line(self) -> str:
        return (self.boot / "cmdline.txt").read_text()

    def state(self) -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.root.rglob("*")
            if path.is_file()
        }

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "HOME": str(self.root),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "PLUMBLINE_DEVICE_TREE_MODEL": str(self.model),
            "PLUMBLINE_SYSTEM_ROOT": str(self.root),
        }
        return subprocess.run(  # noqa: S603 - this file's own words
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def test_a_dry_run_says_all_and_changes_nothing(system: System) -> None:
    before = system.state()
    done = system.install("--dry-run", "--yes-boot")
    assert done.returncode == 0, done.stderr
    for change in (
        "python3-picamera2",
        "make the user plumbline",
        "copy the code to",
        "pose models",
        "etc/plumbline/plumbline.toml",
        "etc/systemd/system/plumbline.service",
        "etc/systemd/system/plumbline-update.service",
        "etc/systemd/system/plumbline-update-guard.service",
        "opt/plumbline/guard",
        "link ",
        "polkit-1/rules.d/50-plumbline.rules",
        "camera_auto_detect=1 dtoverlay=gpio-shutdown,gpio_pin=3",
        "consoleblank=0",
    ):
        assert change in done.stdout
    assert system.state() == before
    assert not system.changes.exists()


def test_the_boot_files_are_changed_only_when_agreed(system: System) -> None:
    done = system.shell("propose_boot")
    assert "sudo ./scripts/install --yes-boot" in done.stdout, done.stderr
    assert (system.config(), system.command_line()) == (CONFIG, COMMAND_LINE)
    done = system.shell("yes_boot=yes; propose_boot; echo $must_reboot")
    assert done.stdout.endswith("yes\n"), done.stderr
    assert system.config().startswith(CONFIG)
    # [all]: what stands before may hold for one model only.
    assert "[all]\ncamera_auto_detect=1\ndtoverlay=gpio-shutdown,gpio_pin=3\n" in system.config()
    assert system.command_line() == COMMAND_LINE.rstrip("\n") + " consoleblank=0\n"
    assert (system.boot / "config.txt.before-plumbline").read_text() == CONFIG


def test_a_second_time_there_is_nothing_to_change(system: System) -> None:
    system.shell("yes_boot=yes; propose_boot")
    before = system.state()
    done = system.shell("yes_boot=yes; propose_boot")
    assert "nothing to change" in done.stdout, done.stderr
    assert system.state() == before


def test_taking_it_back_leaves_what_was_there(system: System) -> None:
    before = system.state()
    system.shell("yes_boot=yes; propose_boot")
    done = system.shell("restore_boot")
    assert done.returncode == 0, done.stderr
    assert system.state() == before


def test_what_a_person_set_stays_when_it_is_taken_back(system: System) -> None:
    (system.boot / "cmdline.txt").write_text("console=tty1 consoleblank=600 rootwait\n")
    system.shell("yes_boot=yes; propose_boot")
    (system.boot / "config.txt").write_text(system.config() + "dtparam=spi=on\n")
    system.shell("restore_boot")
    assert system.config() == CONFIG + "dtparam=spi=on\n"
    assert system.command_line() == "console=tty1 consoleblank=600 rootwait\n"


@pytest.mark.parametrize(
    ("config", "buttons", "wanted"),
    [
        ("camera_auto_detect=1\n", "", "dtoverlay=gpio-shutdown,gpio_pin=3"),
        ("dtoverlay=imx708\n", "[buttons]\nup = 3\n", "dtoverlay=gpio-shutdown,gpio_pin=17"),
        ("dtoverlay=imx708\n", "[led]\npin = 3\n", "dtoverlay=gpio-shutdown,gpio_pin=17"),
        ("camera_auto_detect=1\ndtparam=i2c_arm=on\n", "", "dtoverlay=gpio-shutdown,gpio_pin=17"),
        ("camera_auto_detect=1\ndtoverlay=gpio-shutdown\n", "", ""),
        ("#camera_auto_detect=1\ndtoverlay=gpio-shutdown\n", "", "camera_auto_detect=1"),
    ],
)
def test_only_what_is_missing_is_proposed(
    system: System, config: str, buttons: str, wanted: str
) -> None:
    (system.boot / "config.txt").write_text(config)
    if buttons:
        (system.root / "etc" / "plumbline" / "plumbline.toml").write_text(buttons)
    done = system.shell(f'boot_lines "{system.boot}/config.txt"')
    assert "\n".join(done.stdout.splitlines()[1:]) == wanted, done.stderr


def test_settings_are_written_once(system: System) -> None:
    file = system.root / "etc" / "plumbline" / "plumbline.toml"
    assert system.shell("write_settings").returncode == 0
    assert "systemctl restart plumbline" in file.read_text()
    file.write_text('language = "de"\n')
    done = system.shell("write_settings")
    assert "left as it is" in done.stdout
    assert file.read_text() == 'language = "de"\n'


def test_a_new_release_becomes_current_and_the_one_before_stays(system: System) -> None:
    home = system.root / "opt" / "plumbline"
    for name in ("1", "2", "3"):
        (home / "releases" / name).mkdir(parents=True)
        done = system.shell(f'release="{home}/releases/{name}"; switch_release')
        assert done.returncode == 0, done.stderr
    assert (home / "current").readlink() == Path("releases/3")
    assert (home / "previous").readlink() == Path("releases/2")
    left = {path.name for path in (home / "releases").iterdir()}
    assert left == {"2", "3"}


def test_switching_to_what_is_current_keeps_the_one_before(system: System) -> None:
    home = system.root / "opt" / "plumbline"
    (home / "releases" / "2").mkdir(parents=True)
    (home / "current").symlink_to("releases/2")
    (home / "previous").symlink_to("releases/1")
    system.shell(f'release="{home}/releases/2"; switch_release')
    assert (home / "previous").readlink() == Path("releases/1")


def test_the_code_of_a_release_is_known_by_its_content(system: System) -> None:
    first = system.shell(f'code_state "{ROOT}"')
    assert first.returncode == 0, first.stderr
    release = system.root / "copy"
    done = system.shell(f'release="{release}"; copy_code "{ROOT}"; code_state "{release}"')
    assert done.stdout == first.stdout
    (release / "README.md").write_text("another")
    assert system.shell(f'code_state "{release}"').stdout != first.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nope"], "There is no option --nope. See: ./scripts/install --help"),
        (["--purge"], "--purge belongs to --uninstall. Type: sudo ./scripts/install --uninstall"),
    ],
)
def test_mistakes_say_what_to_do(system: System, words: list[str], said: str) -> None:
    done = system.install(*words)
    assert done.returncode == 2
    assert said in done.stderr


def test_it_asks_for_root(system: System) -> None:
    system.program("id", "echo 1000")
    done = system.install("--yes-boot")
    assert done.returncode == 2
    assert "Type: sudo ./scripts/install --yes-boot" in done.stderr


def test_a_system_of_32_bits_is_told(system: System) -> None:
    system.program("dpkg", "echo armhf")
    done = system.install("--dry-run")
    assert done.returncode == 2
    assert "Write Raspberry Pi OS (64-bit) on the card" in done.stderr


def test_records_are_not_removed_without_a_yes(system: System) -> None:
    system.program("id", "echo 0")
    (system.root / "var" / "lib" / "plumbline").mkdir(parents=True)
    done = system.install("--uninstall", "--purge")
    assert done.returncode == 2
    assert "add --yes" in done.stderr
    assert (system.root / "var" / "lib" / "plumbline").exists()


def test_uninstalling_keeps_records_and_settings(system: System) -> None:
    system.program("id", "echo 0")
    system.program("systemctl", "exit 0")
    kept = [system.root / name for name in ("var/lib/plumbline/plumbline.db", "etc/plumbline/a")]
    gone = [system.root / name for name in ("opt/plumbline/current", "usr/local/bin/plumbline")]
    for path in (*kept, *gone):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    done = system.install("--uninstall")
    assert done.returncode == 0, done.stderr
    assert [path.exists() for path in (*kept, *gone)] == [True, True, False, False]


@pytest.mark.skipif(not Path("/usr/bin/systemd-analyze").exists(), reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", sorted((ROOT / "systemd").glob("*.service")))
def test_units_are_hardened(unit: Path) -> None:
    command = ["/usr/bin/systemd-analyze", "security", "--offline=true", "--threshold=25"]
    done = subprocess.run(  # noqa: S603 - fixed words
        [*command, str(unit)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SYSTEMD_PAGER": "cat"},
    )
    assert done.returncode == 0, done.stdout[-200:]


def test_what_sees_the_camera_has_no_network() -> None:
    lines = (ROOT / "systemd" / "plumbline.service").read_text().splitlines()
    assert [line for line in lines if line.startswith("IPAddress")] == ["IPAddressDeny=any"]
    assert "RestrictAddressFamilies=AF_UNIX AF_NETLINK" in lines


@pytest.mark.parametrize(
    ("me", "asked", "runs"),
    [
        (
            "root",
            "doctor",
            "setpriv --reuid plumbline --regid plumbline --groups 995,44,101 -- env",
        ),
        ("pi", "doctor", "sudo -- "),
        ("plumbline", "doctor", "env HOME=/var/lib/plumbline "),
        ("root", "sync", "runuser -u plumbline -- env "),
        ("pi", "sync", "sudo -u plumbline -- env "),
        ("pi", "update", "sudo -u root -- env "),
        ("root", "update", "env "),
    ],
)
def test_the_command_runs_as_the_mirror_and_the_doctor_may_read_the_log(
    system: System, me: str, asked: str, runs: str
) -> None:
    system.program("id", f'[ "$1" = -G ] && echo 995 44 || echo {me}')
    system.program("getent", "echo systemd-journal:x:101:")
    for name in ("env", "sudo", "setpriv", "runuser"):
        system.program(name, f'echo "{name} $@"')
    said = system.command(asked, "--help")
    assert said.startswith(runs)
    assert said.endswith(f"plumbline{'-command' if runs == 'sudo -- ' else ''} {asked} --help\n")
