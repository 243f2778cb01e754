"""`python -m mirror.updating check|back`: run by scripts/lib/updating and scripts/lib/guard."""

import sqlite3
import sys
from functools import partial

from mirror.config.read import default_path
from mirror.errors import EXIT_BUG, EXIT_USER, UserError
from mirror.keeping.now import stamp
from mirror.store.folder import data_folder
from mirror.updating.back import back
from mirror.updating.check import check


def main(words: list[str]) -> int:
    """Do it; the exit code."""
    tell = partial(print, "     ", flush=True)
    folder = data_folder(None)
    try:
        if words == ["check"]:
            return check(folder, stamp=stamp(), tell=tell)
        if words == ["back"]:
            back(folder, default_path(), stamp=stamp(), tell=tell)
            return 0
    except (UserError, sqlite3.Error, OSError) as error:
        tell(str(error))
        return EXIT_BUG
    return EXIT_USER


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
