"""scripts/lib/guard and the scripts around it, run for real on a folder as system.

Stand-ins answer for systemd and for the mirror's user. The whole, under real systemd, with the
power going at each step, is scripts/container_test.sh.
"""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Updated:
    """A system whose mirror was switched from release `old` to `new`."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "system"
        self.home = self.root / "opt" / "plumbline"
        self.programs = folder / "bin"
        self.log = folder / "log"
        self.programs.mkdir()
        for name in ("older", "old", "new"):
            release = self.home / "releases" / name
            (release / "scripts").mkdir(parents=True)
            (release / ".whole").touch()
            install = release / "scripts" / "install"
            install.write_text(f'#!/bin/sh\necho "{name} install $*" >>"{self.log}"\n')
            install.chmod(0o755)
        self.point("current", "new")
        self.point("previous", "older")
        self.program("sync", "true")
        self.program("setpriv", f'echo "mirror $*" >>"{self.log}"')
        self.mirror(runs=True)

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)

    def mirror(self, *, runs: bool, restarts: int = 0) -> None:
        active = 0 if runs else 3
        self.program(
            "systemctl",
            f'echo "$*" >>"{self.log}.systemctl"; case "$*" in is-active*) exit {active};; '
            f"*InvocationID*) echo 1;; *NRestarts*) echo {restarts};; esac",
        )

    def point(self, link: str, name: str) -> None:
        (self.home / link).unlink(missing_ok=True)
        (self.home / link).symlink_to(f"releases/{name}")

    def trial(self, **words: str) -> None:
        told = {"new": "new", "old": "old", "phase": "trial", "before": "ran", "boots": "0"}
        lines = [f"{word} {value}\n" for word, value in (told | words).items()]
        (self.home / "trial").write_text("".join(lines))

    def told(self) -> dict[str, str]:
        lines = (self.home / "trial").read_text().splitlines()
        return {word: value for word, _, value in (line.partition(" ") for line in lines)}

    def guard(self, word: str) -> subprocess.CompletedProcess[str]:
        return self.run(str(ROOT / "scripts" / "lib" / "guard"), word)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "HOME": str(self.root),
            "PLUMBLINE_SYSTEM_ROOT": str(self.root),
            "PLUMBLINE_READY_S": "2",
            "PLUMBLINE_HEALTH_S": "1",
        }
        return subprocess.run(  # noqa: S603 - this file's own words
            command, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def current(self) -> str:
        return (self.home / "current").readlink().name

    @property
    def previous(self) -> str:
        return (self.home / "previous").readlink().name

    @property
    def releases(self) -> set[str]:
        return {path.name for path in (self.home / "releases").iterdir()}

    @property
    def did(self) -> str:
        return self.log.read_text() if self.log.exists() else ""


@pytest.fixture
def updated(tmp_path: Path) -> Updated:
    return Updated(tmp_path)


def test_a_mirror_that_lasts_has_to_prove_itself_once_more(updated: Updated) -> None:
    updated.trial()
    done = updated.guard("watch")
    assert done.returncode == 0, done.stderr
    assert (updated.current, updated.previous) == ("new", "older")
    assert updated.told()["phase"] == "proving"
    assert updated.releases == {"older", "old", "new"}
    assert "new install --services" in updated.did


def test_after_its_next_start_it_stays(updated: Updated) -> None:
    updated.trial(phase="proving")
    assert updated.guard("boot").returncode == 0
    assert updated.told()["boots"] == "1"
    done = updated.guard("watch")
    assert done.returncode == 0, done.stderr
    assert not (updated.home / "trial").exists()
    assert (updated.current, updated.previous) == ("new", "old")
    assert updated.releases == {"old", "new"}


@pytest.mark.parametrize("boots", ["0", "1"])
def test_a_mirror_that_does_not_run_brings_the_old_one_back(updated: Updated, boots: str) -> None:
    updated.mirror(runs=False)
    updated.trial(boots=boots)
    done = updated.guard("watch")
    assert done.returncode == 1
    assert (updated.current, updated.previous) == ("old", "older")
    assert updated.releases == {"older", "old"}
    assert not (updated.home / "trial").exists()
    assert f"{updated.home}/releases/old/.venv/bin/python -m mirror.updating back" in updated.did
    assert "old install --services --no-start" in updated.did
    assert "back to old" in (updated.home / "last-update").read_text()


def test_a_mirror_that_starts_again_and_again_does_too(updated: Updated) -> None:
    updated.mirror(runs=True, restarts=3)
    updated.trial()
    assert updated.guard("watch").returncode == 1
    assert updated.current == "old"


def test_who_did_not_run_before_has_nothing_to_lose(updated: Updated) -> None:
    updated.mirror(runs=False)
    updated.trial(before="dead")
    done = updated.guard("watch")
    assert done.returncode == 0
    assert "did not before" in done.stdout
    assert updated.current == "new"


def test_an_update_cut_before_its_switch_is_forgotten(updated: Updated) -> None:
    updated.point("current", "old")
    updated.trial()
    assert updated.guard("boot").returncode == 0
    assert updated.current == "old"
    assert not (updated.home / "trial").exists()
    assert updated.did == ""


def test_starts_without_a_verdict_bring_the_old_one_back(updated: Updated) -> None:
    updated.trial()
    for boots in ("1", "2", "3"):
        assert updated.guard("boot").returncode == 0
        assert updated.told()["boots"] == boots
        assert updated.current == "new"
    assert updated.guard("boot").returncode == 0
    assert updated.current == "old"


def test_a_return_that_was_cut_is_finished_and_starts_nothing(updated: Updated) -> None:
    updated.trial(phase="back")
    done = updated.guard("boot")
    assert done.returncode == 0, done.stderr
    assert updated.current == "old"
    assert "mirror.updating back" in updated.did
    # A unit started here would wait for this one, which waits for it.
    log = Path(f"{updated.log}.systemctl")
    assert not log.exists() or "start" not in log.read_text()


def test_a_return_that_was_asked_for_keeps_the_newer_one(updated: Updated) -> None:
    updated.trial(phase="back", keep="yes")
    assert updated.guard("boot").returncode == 0
    assert (updated.current, updated.previous) == ("old", "new")
    assert updated.releases == {"old", "new"}


def test_without_an_update_there_is_nothing_to_do(updated: Updated) -> None:
    for word in ("boot", "watch"):
        assert updated.guard(word).returncode == 0
    assert updated.current == "new"
    assert updated.did == ""


def test_records_that_do_not_come_back_do_not_stop_the_return(updated: Updated) -> None:
    updated.program("setpriv", "exit 1")
    updated.trial(phase="back")
    assert updated.guard("boot").returncode == 0
    assert updated.current == "old"


def test_the_list_names_every_version(updated: Updated) -> None:
    updated.trial()
    (updated.home / "last-update").write_text("new runs.\n")
    done = updated.run(str(ROOT / "scripts" / "update"), "--list")
    assert done.stdout.splitlines() == [
        "new current on-trial",
        "old where-a-return-goes",
        "older previous",
        "new runs.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "An update needs its source. Name a folder, an archive or a git address with --from"),
        (["--nope"], "There is no option --nope"),
        (["--from"], "--from needs a value"),
        (["--from", "/nowhere"], "There is no file, folder or address /nowhere"),
        (["--from", "ARCHIVE", "--sha256", "ab"], "its sha256 is not ab. Fetch it again"),
        (["--from", "ARCHIVE", "--yes"], "is no archive that tar can read"),
        (["--from", "FOLDER", "--yes"], "FOLDER holds no Plumbline"),
    ],
)
def test_mistakes_say_what_to_do(
    updated: Updated, tmp_path: Path, words: list[str], said: str
) -> None:
    updated.program("id", "echo 0")
    (tmp_path / "ARCHIVE").write_text("nothing")
    (tmp_path / "FOLDER").mkdir()
    named = [str(tmp_path / word) if word.isupper() else word for word in words]
    done = updated.run(str(ROOT / "scripts" / "update"), *named)
    assert done.returncode == 2
    assert said in done.stderr
    assert updated.current == "new"


def test_where_signatures_are_asked_for_nothing_else_is_taken(
    updated: Updated, tmp_path: Path
) -> None:
    updated.program("id", "echo 0")
    signers = updated.root / "etc" / "plumbline" / "allowed_signers"
    signers.parent.mkdir(parents=True)
    key = tmp_path / "key"
    archive = tmp_path / "version.tar"
    tar = ["/usr/bin/tar", "-C", str(ROOT), "-cf", str(archive), "pyproject.toml", "LICENSE"]
    subprocess.run(tar, check=True)  # noqa: S603 - fixed words
    keygen = ["/usr/bin/ssh-keygen", "-q"]
    if not Path(keygen[0]).exists():
        pytest.skip("needs ssh-keygen")
    subprocess.run([*keygen, "-t", "ed25519", "-N", "", "-f", str(key)], check=True)  # noqa: S603 - fixed
    signers.write_text(f"plumbline {key.with_suffix('.pub').read_text()}")
    update = [str(ROOT / "scripts" / "update"), "--yes", "--from", str(archive)]
    assert "No signature" in updated.run(*update).stderr
    sign = ["/usr/bin/ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "file", str(archive)]
    subprocess.run(sign, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - fixed words
    # Signed, it is opened, and found to be something else.
    done = updated.run(*update)
    assert "signed by a key of" in done.stdout, done.stderr
    assert "holds no Plumbline" in done.stderr
    archive.write_bytes(archive.read_bytes() + b"more")
    assert "No signature" in updated.run(*update).stderr


def test_a_tag_is_fetched_and_its_signature_asked_for(updated: Updated, tmp_path: Path) -> None:
    updated.program("id", "echo 0")
    git = ["/usr/bin/git", "-C", str(tmp_path / "repository"), "-c", "gpg.format=ssh"]
    keygen = "/usr/bin/ssh-keygen"
    if not (Path(git[0]).exists() and Path(keygen).exists()):
        pytest.skip("needs git and ssh-keygen")
    key = tmp_path / "key"
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", f"user.signingkey={key}"]
    (tmp_path / "repository").mkdir()
    for command in (
        [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(key)],
        [*git, "init", "-q"],
        [*git, *who, "commit", "-q", "--allow-empty", "-m", "One"],
        [*git, *who, "tag", "plain"],
        [*git, *who, "tag", "-s", "signed", "-m", "One"],
    ):
        subprocess.run(command, check=True)  # noqa: S603 - fixed words
    update = [str(ROOT / "scripts" / "update"), "--yes", "--from"]
    address = f"file://{tmp_path}/repository"
    done = updated.run(*update, f"{address}#plain")
    assert "commit " in done.stdout, done.stderr
    assert "holds no Plumbline" in done.stderr
    assert "git could not fetch" in updated.run(*update, f"{address}#nowhere").stderr
    signers = updated.root / "etc" / "plumbline" / "allowed_signers"
    signers.parent.mkdir(parents=True)
    signers.write_text(f"a@example.org {key.with_suffix('.pub').read_text()}")
    for tag in ("", "#plain"):
        assert "No signed tag" in updated.run(*update, address + tag).stderr
    done = updated.run(*update, f"{address}#signed")
    assert "the tag signed is signed by a key of" in done.stdout, done.stderr
