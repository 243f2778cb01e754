"""Versions of Plumbline to update to: a sound one, and broken ones, each in its own way."""

import shutil
from pathlib import Path
from typing import Final

_RUN: Final = "def _run(options: argparse.Namespace) -> int:\n"
# Brings the records to its version, adds a person, and ends: what was recorded must come back.
_MIGRATES: Final = """\
    import os, sqlite3
    from mirror.store.folder import data_folder
    from mirror.store.opening import open_store
    path = open_store(data_folder(None), stamp="20260101T000000Z").path
    with sqlite3.connect(path, isolation_level=None) as one:
        one.execute("INSERT OR IGNORE INTO profile (id, name, language, mono_s, boot_id, wall_s, "
                    "synced, details, felt) VALUES ('between', 'Between', 'en', 1, 'b', 1, 1, "
                    "'{}', 'well')")
    one.close()
    os._exit(3)
"""
_SECOND_BOOT: Final = """\
    import os, pathlib
    first = pathlib.Path("/var/lib/plumbline/first-boot")
    # A container has its host's boot id: when its systemd made this socket stands for it.
    boot = str(os.stat("/run/systemd/private").st_mtime_ns)
    if not first.exists():
        first.write_text(boot)
    if first.read_text() != boot:
        os._exit(3)
"""
_STEP: Final = '''\n
STEPS = (*STEPS, """{sql}""")  # type: ignore[misc]
'''
_ADDS: Final = "ALTER TABLE profile ADD COLUMN felt TEXT; CREATE TABLE extra (id TEXT) STRICT;"


def make(root: Path, name: str) -> str:
    """A checkout of a version.

    Args:
        root: the system; its checkout is what was installed.
        name: good, crash, silent, golden, migration, carried or second-boot; anything else after
            a dash makes it another version of the same kind.

    Returns:
        Its folder, as the system names it.
    """
    folder = root / "root" / f"version-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "root" / "plumbline", folder, symlinks=True)
    project = folder / "pyproject.toml"
    _replace(project, 'version = "0.1.0"', f'version = "0.2.0+{name.replace("-", ".")}"')
    entry = folder / "mirror" / "cli" / "entry.py"
    schema = folder / "mirror" / "store" / "schema.py"
    kind = name.split("-", maxsplit=1)[0]
    if kind == "crash":
        _replace(entry, _RUN, _RUN + "    import os\n    os._exit(3)\n")
    elif kind == "silent":
        heart = folder / "mirror" / "live" / "heartbeat.py"
        _replace(heart, "            self._notify(READY)\n", "            pass\n")
    elif kind == "golden":
        _append(
            folder / "exercises" / "tracker.py", "\nTracker.feed = lambda _self, _pose, **_: ()\n"
        )
    elif kind == "migration":
        _append(schema, _STEP.format(sql="CREATE TABLE rep (id TEXT) STRICT;"))
    elif kind == "carried":
        _append(schema, _STEP.format(sql=_ADDS))
        _replace(entry, _RUN, _RUN + _MIGRATES)
    elif kind == "second":
        _replace(entry, _RUN, _RUN + _SECOND_BOOT)
    return f"/root/version-{name}"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    if old not in text:
        message = f"{path} has changed: {old!r} is not in it"
        raise ValueError(message)
    path.write_text(text.replace(old, new, 1))


def _append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)
