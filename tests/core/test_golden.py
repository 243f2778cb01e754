"""What `plumbline analyze` says of each golden recording, held as a reviewed file."""

from pathlib import Path

import pytest

from mirror.updating.golden import differences, recordings


@pytest.mark.parametrize("recording", recordings(), ids=lambda path: path.stem)
def test_a_recording_gives_what_was_reviewed(recording: Path) -> None:
    # Make anew with: python scripts/make_golden.py --expect
    assert differences(recording) == []
