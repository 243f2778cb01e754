"""`sync.toml` and the file of secrets: what they may say, and what is said when they are wrong."""

import re
from pathlib import Path

import pytest

from mirror.errors import UserError
from mirror.sync import secret
from mirror.sync.configured import parse
from mirror.sync.secret import Secret
from mirror.sync.settings import (
    KINDS,
    FolderSettings,
    MqttSettings,
    WebDavSettings,
    WebhookSettings,
    WgerSettings,
)

DOCS = Path(__file__).resolve().parents[2] / "docs" / "sync.md"
ALL = """
[files]
kind = "folder"
path = "/srv/mirror"
formats = ["json", "fit"]
[cloud]
kind = "webdav"
url = "https://cloud.example/dav/mirror"
user = "anna"
people = ["Anna"]
[diary]
kind = "wger"
url = "https://wger.de"
person = "Anna"
[hook]
kind = "webhook"
url = "https://example.org/hook"
[home]
kind = "mqtt"
host = "homeassistant.local"
tls = true
user = "mirror"
"""


def mistakes(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse(text, name="sync.toml")
    return caught.value.message


def test_every_kind_can_be_set_up() -> None:
    assert parse(ALL, name="sync.toml") == {
        "files": FolderSettings("/srv/mirror", formats=("json", "fit")),
        "cloud": WebDavSettings("https://cloud.example/dav/mirror", "anna", people=("Anna",)),
        "diary": WgerSettings("https://wger.de", "Anna"),
        "hook": WebhookSettings("https://example.org/hook"),
        "home": MqttSettings("homeassistant.local", tls=True, user="mirror"),
    }
    assert MqttSettings("h", tls=True).actual_port == 8883
    assert MqttSettings("h").actual_port == 1883


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    text = """
name = "x"
[cloud]
kind = "webdaf"
[files]
kind = "folder"
formats = ["jsom"]
[dav]
kind = "webdav"
url = "ftp://cloud"
usr = "anna"
password = "hidden"
[home]
kind = "mqtt"
host = "h"
port = 0
tls = "yes"
"""
    said = mistakes(text)
    assert said.startswith("sync.toml has 10 mistakes: ")
    for words in (
        'line 2: "name" stands outside any table',
        'line 4: [cloud] needs kind, one of "folder", "webdav"',
        'did you mean "webdav"?',
        "line 5: [files] needs path",
        'line 7: files.formats must hold some of json, csv, fit, did you mean "json"?',
        "line 8: [dav] needs user",
        "line 10: dav.url must be an address that begins with https:// or http://",
        'line 11: there is no "usr" in a target of kind webdav, did you mean "user"?',
        'line 12: "password" of [dav] belongs into sync-secrets.toml',
        "line 16: home.port must be a whole number from 1 to 65535",
        "line 17: home.tls must be true or false",
    ):
        assert words in said
    assert "hidden" not in said


@pytest.mark.parametrize(
    "url", ["cloud.example", "https://", "https://anna:pw@cloud.example/", "http://[", 7]
)
def test_what_is_no_address(url: object) -> None:
    shown = f'"{url}"' if isinstance(url, str) else url
    assert "a.url" in mistakes(f'[a]\nkind = "webhook"\nurl = {shown}\n')


def test_the_document_shows_every_key_and_is_right() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    shown = [block for block in blocks if "kind =" in block]
    targets = parse("\n".join(shown), name="docs/sync.md")
    assert {type(one) for one in targets.values()} == set(KINDS.values())


SECRETS = """
[cloud]
password = "p"
[diary]
token = "t"
[hook]
key = "0123456789abcdef"
[home]
password = "p"
"""


def _file(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / secret.NAME
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_secrets_are_read_and_never_shown(tmp_path: Path) -> None:
    found = secret.load(_file(tmp_path, SECRETS), parse(ALL, name="x"))
    assert found["diary"].reveal() == "t"
    assert set(found) == {"cloud", "diary", "hook", "home"}
    assert "0123456789abcdef" not in f"{found!r} {found['hook']} {found['hook']!r}"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_secrets_that_others_can_reach_are_refused(tmp_path: Path, mode: int) -> None:
    path = _file(tmp_path, SECRETS, mode)
    with pytest.raises(UserError) as caught:
        secret.load(path, parse(ALL, name="x"))
    assert caught.value.message.startswith("Others on this machine can read the secrets")
    assert caught.value.remedy == f"Close it: chmod 600 {path}"


def test_all_mistakes_in_secrets_are_told_without_a_value(tmp_path: Path) -> None:
    text = """
[clod]
password = "geheim1"
[files]
password = "geheim2"
[hook]
key = "geheim3"
[diary]
tokn = "geheim4"
"""
    with pytest.raises(UserError) as caught:
        secret.load(_file(tmp_path, text), parse(ALL, name="x"))
    said = str(caught.value)
    for words in (
        "there is no target [clod], did you mean [cloud]?",
        "[files] needs no secret",
        "the key of [hook] must have 16 characters or more",
        'there is no "tokn" in [diary], did you mean "token"?',
        '[diary] needs token = "…"',
        "[cloud] with its password is missing",
        "[home] with its password is missing",
    ):
        assert words in said
    assert "geheim" not in said


def test_a_missing_file_is_told_only_when_it_is_needed(tmp_path: Path) -> None:
    targets = parse(ALL, name="x")
    with pytest.raises(UserError, match="cloud, diary, hook, home need a secret"):
        secret.load(tmp_path / "none", targets)
    assert secret.load(tmp_path / "none", {"files": targets["files"]}) == {}
    assert str(Secret("x")) == "(secret)"
