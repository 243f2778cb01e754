"""`plumbline sync` as a person types it, and as it runs for long."""

import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from mirror.cli import main
from mirror.store.connection import connect
from mirror.store.deletion import delete_profile
from mirror.store.lock import syncing
from mirror.store.opening import FILE_NAME
from mirror.store.records import SessionEnded
from mirror.store.sync_status import status
from mirror.sync import secret
from mirror.sync.command import SyncOptions, SyncParts, sync
from mirror.sync.worker import World
from tests.app.keeping_world import DAY_S, Shell, person, session_of
from tests.app.store_world import NOON_S, STAMP
from tests.app.sync_broker import certificate
from tests.app.sync_servers import PASSWORD, USER, receiving, webdav
from tests.app.sync_world import Clock, Mirror, morning, stems


class Home:
    """A mirror with two people, and the files a person writes."""

    def __init__(self, folder: Path) -> None:
        self.mirror = Mirror(folder / "data")
        self.folder = folder
        self.shared = folder / "shared"
        self.shared.mkdir()
        self.config = folder / "sync.toml"
        self.clock = Clock()
        self.said = StringIO()
        self.mirror.add(
            person("anna", "Anna"),
            person("bert", "Bert"),
            *session_of("anna", 0),
            *session_of("anna", 1),
            *session_of("bert", 0),
        )
        self.set_up(f'[files]\nkind = "folder"\npath = "{self.shared}"\nformats = ["json"]\n')

    def set_up(self, text: str) -> None:
        self.config.write_text(text, encoding="utf-8")

    def secrets(self, text: str) -> None:
        path = self.config.with_name(secret.NAME)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

    def sync(self, target: str | None = None, *, rounds: int = 1) -> str:
        """What is said when it runs for some rounds, a minute each."""
        self.said.truncate(0)
        self.said.seek(0)
        left = iter(range(rounds - 1))

        def wait() -> bool:
            self.clock.now_s += 60
            return next(left, None) is not None

        parts = SyncParts(
            World(now_s=self.clock, chance=lambda: 0.5),
            STAMP,
            wait,
            Console(file=self.said, width=200),
        )
        options = SyncOptions(self.mirror.folder, self.config, target)
        assert sync(options, parts, stay=rounds > 1) == 0
        return self.said.getvalue()

    @property
    def there(self) -> set[str]:
        return set(stems(self.shared, "json"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], home: Home) -> Shell:
    return Shell(capsys, home.mirror.folder)


def test_once_sends_everything_and_says_so(home: Home, shell: Shell) -> None:
    words = ("sync", "--config", str(home.config))
    assert shell(*words, "--dry-run") == "files: would send 3 sessions (2026-05-28 to 2026-05-29)\n"
    assert not (home.mirror.folder / "sync.db").exists()
    assert shell(*words, "--status") == "Nothing was sent yet.\n"
    assert shell(*words, "--once") == "files: 3 sent.\n"
    assert shell(*words, "--once") == "files: up to date\n"
    assert home.there == {"anna-session-0", "anna-session-1", "bert-session-0"}
    assert shell(*words, "--dry-run") == "files: would send 0 sessions\n"
    row = shell(*words, "--status").splitlines()[3].split()
    assert row[:4] == ["files", "folder", "3", "0"]
    assert "takes files" in shell(*words, "--check")


def test_a_session_is_due_when_it_ended_or_was_left_for_a_day(home: Home) -> None:
    begun = session_of("anna", 2)
    home.clock.now_s = NOON_S + 2 * DAY_S + 3600
    home.mirror.add(*[one for one in begun if not isinstance(one, SessionEnded)])
    home.sync()
    assert "anna-session-2" not in home.there
    home.clock.now_s += DAY_S
    home.sync()
    assert "anna-session-2" in home.there


def test_a_change_is_sent_again_under_the_same_name(home: Home) -> None:
    home.sync()
    before = {path: path.read_text("utf-8") for path in home.shared.iterdir()}
    home.mirror.add(morning(4))
    assert home.sync() == "files: 1 sent.\n"
    changed = [path for path, text in before.items() if path.read_text("utf-8") != text]
    assert [path.stem.partition("_")[2] for path in changed] == ["anna-session-0"]
    assert set(home.shared.iterdir()) == set(before)


def test_what_later_rules_say_is_sent_again(home: Home) -> None:
    home.sync()
    with closing(connect(home.mirror.folder / FILE_NAME)) as one:
        one.execute(
            "INSERT INTO set_rescored VALUES"
            " ('x', 'anna-session-0-set-1', '2', 50, '{}', 1.0, 'b', 2.0, 1)"
        )
    assert home.sync() == "files: 1 sent.\n"


def test_a_day_that_was_mended_keeps_its_file(home: Home) -> None:
    home.sync()
    with closing(connect(home.mirror.folder / FILE_NAME)) as one:
        one.execute("UPDATE session SET synced = 0, boot_id = 'lost'")
        one.execute("INSERT INTO boot_clock VALUES ('lost', ?)", (NOON_S + 300 * DAY_S,))
    assert home.sync() == "files: 3 sent.\n"
    assert len(list(home.shared.iterdir())) == 3


def _forget(home: Home, name: str) -> None:
    with closing(connect(home.mirror.folder / FILE_NAME)) as one:
        delete_profile(one, home.mirror.folder / FILE_NAME, name, stamp=STAMP)


def test_a_person_who_is_forgotten_is_sent_no_more_and_forgotten_here_too(home: Home) -> None:
    _forget(home, "anna")
    assert home.sync() == "files: 1 sent.\n"
    assert home.there == {"bert-session-0"}
    _forget(home, "bert")
    home.set_up('[other]\nkind = "folder"\npath = "/nowhere"\n')
    home.sync()  # Also of a target that is not set up any more.
    assert home.mirror.outbox("SELECT * FROM parcel") == []


def test_only_the_people_named_are_sent(home: Home) -> None:
    home.set_up(home.config.read_text("utf-8") + 'people = ["BERT"]\n')
    home.sync()
    assert home.there == {"bert-session-0"}


def test_another_place_gets_everything(home: Home) -> None:
    home.sync()
    other = home.folder / "other"
    other.mkdir()
    home.set_up(home.config.read_text("utf-8").replace(str(home.shared), str(other)))
    assert home.sync() == "files: 3 sent.\n"
    assert len(list(other.iterdir())) == 3


def test_trouble_is_told_once_and_a_mended_set_up_is_tried_at_once(home: Home) -> None:
    text = home.config.read_text("utf-8")
    home.set_up(text.replace(str(home.shared), str(home.folder / "none")))
    said = home.sync(rounds=30)
    error = f"There is no such folder at {home.folder / 'none'}"
    assert said == f"files: 3 to go. {error}. Make it, or name another.\n"
    (one,) = status(home.mirror.folder)
    assert (one.failing, one.waiting, one.there, one.success_s) == (True, 3, 0, None)
    assert one.error == error
    assert one.next_at_s is not None
    assert one.next_at_s > home.clock.now_s - 60
    assert "waits after a failure" in home.sync()
    (home.folder / "none").mkdir()
    assert home.sync("files") == "files: 3 sent.\n"
    (one,) = status(home.mirror.folder)
    assert (one.failing, one.waiting, one.there) == (False, 0, 3)


def test_a_wait_set_by_a_wrong_clock_is_not_kept(home: Home) -> None:
    home.sync()
    with closing(sqlite3.connect(home.mirror.folder / "sync.db")) as one, one:
        one.execute("UPDATE target SET attempts = 1, next_at_s = 9e12")
        one.execute("UPDATE parcel SET due = 1, next_at_s = 9e12")
    assert home.sync() == "files: up to date\n"
    assert home.mirror.waiting("files") == 0


def test_staying_sends_what_is_new_within_a_round(home: Home) -> None:
    said = home.sync(rounds=5)
    assert said == "files: 3 sent.\nfiles: up to date\n"


def test_a_damaged_outbox_is_set_aside_and_nothing_is_doubled(home: Home) -> None:
    home.sync()
    path = home.mirror.folder / "sync.db"
    for left in home.mirror.folder.glob("sync.db-*"):
        left.unlink()
    path.write_bytes(b"no database at all, but long enough to be read as one " * 200)
    assert home.sync() == "files: 3 sent.\n"
    assert len(list(home.shared.iterdir())) == 3
    assert list(home.mirror.folder.glob("sync.damaged-*.db"))


def test_no_records_yet_is_no_trouble(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "sync.toml"
    config.write_text(f'[files]\nkind = "folder"\npath = "{tmp_path}"\n', encoding="utf-8")
    shell = Shell(capsys, tmp_path / "data")
    assert shell("sync", "--config", str(config), "--once") == "files: up to date\n"


def test_what_a_person_can_put_right(home: Home, shell: Shell) -> None:
    words = ("sync", "--once", "--config", str(home.config))
    assert "Did you mean files?" in shell.refused(*words, "--target", "fils")
    assert "No such file" in shell.refused("sync", "--once", "--config", "/nowhere.toml")
    with syncing(home.mirror.folder):
        assert "Sync runs already" in shell.refused(*words)
    home.set_up("")
    assert "No target is set up" in shell.refused(*words)
    home.set_up('[hook]\nkind = "webhook"\nurl = "https://h"\n')
    assert "hook need a secret" in shell.refused(*words)


class Check:
    """`plumbline sync --check`: its lines and exit code."""

    def __init__(self, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
        self._home = home
        self._capsys = capsys

    def __call__(self, text: str, secrets: str = "") -> tuple[int, str]:
        self._home.set_up(text)
        self._home.secrets(secrets)
        words = ["sync", "--check", "--config", str(self._home.config)]
        code = main([*words, "--data", str(self._home.mirror.folder)])
        return code, self._capsys.readouterr().out


@pytest.fixture
def check(home: Home, capsys: pytest.CaptureFixture[str]) -> Check:
    return Check(home, capsys)


def _dav(port: int, path: str = "/") -> str:
    return f'[a]\nkind = "webdav"\nurl = "http://127.0.0.1:{port}{path}"\nuser = "{USER}"\n'


def test_check_says_what_is_wrong_with_a_web_address(check: Check, tmp_path: Path) -> None:
    good = f'[a]\npassword = "{PASSWORD}"\n'
    with webdav(tmp_path) as port:
        where = f"127.0.0.1:{port}"
        code, said = check(_dav(port, "/new/deep/"), good)
        assert code == 0
        assert said.splitlines() == [
            f"!!  a: The password goes to {where} unencrypted. Use https:// if it can.",
            "ok  a: The folder was made.",
            f"ok  a: {where} takes files.",
        ]
        assert list((tmp_path / "new" / "deep").iterdir()) == []
        code, said = check(_dav(port), '[a]\npassword = "wrong"\n')
        assert code == 2
        assert f"{where} does not accept the password" in said
        assert "wrong" not in said
    with webdav(tmp_path, readonly=True) as port:
        code, said = check(_dav(port), good)
        assert code == 2
        assert f"127.0.0.1:{port} does not allow it" in said
    code, said = check(_dav(port), good)
    assert f"127.0.0.1:{port} refuses to talk" in said
    code, said = check('[a]\nkind = "webhook"\nurl = "https://no-such-host.invalid/x"\n', _KEY)
    assert (code, said) == (
        2,
        "!!  a: no-such-host.invalid is not found. Check the address, and the Wi-Fi.\n",
    )


_KEY = '[a]\nkey = "0123456789abcdef"\n'


def test_check_says_whose_certificate_is_not_trusted(check: Check, tmp_path: Path) -> None:
    cert = certificate(tmp_path)
    with receiving(tls=cert) as (port, receiver):
        text = f'[a]\nkind = "webhook"\nurl = "https://127.0.0.1:{port}/x"\n'
        code, said = check(text, _KEY)
        assert code == 2
        assert f"The certificate of 127.0.0.1:{port} is not trusted (self" in said
        code, said = check(f'{text}ca_file = "{cert}"\n', _KEY)
        assert (code, said) == (0, f"ok  a: 127.0.0.1:{port} took a ping.\n")
        assert len(receiver.messages) == 1


def test_check_says_what_is_wrong_with_a_folder(check: Check, tmp_path: Path) -> None:
    text = '[a]\nkind = "folder"\npath = "{}"\npeople = ["Ana"]\n'
    code, said = check(text.format("/proc/sys"))
    assert code == 2
    assert said.startswith("!!  a: Nobody here is called Ana, did you mean anna")
    code, said = check(text.format(tmp_path / "none").replace("Ana", "Anna"))
    assert (
        said
        == f"!!  a: There is no such folder at {tmp_path / 'none'}. Make it, or name another.\n"
    )
