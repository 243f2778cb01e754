"""`plumbline report`: the command, its words for what cannot be, and its start."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.app.keeping_world import Shell, keep, person, two_people
from tests.app.report_world import rows
from tests.app.store_world import NOON_S

DAY = datetime.fromtimestamp(NOON_S).astimezone().date()
THEN = ("--from", f"{DAY.year}-01-01", "--to", f"{DAY.year}-12-31")


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path / "data")


def test_a_page_and_a_table(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    pdf, table = tmp_path / "anna.pdf", tmp_path / "anna.CSV"
    anna = ("--person", "anna", *THEN)
    said = shell("report", "--output", str(pdf), *anna, "--language", "de")
    assert str(pdf) in said
    assert "Anna" in said
    assert "3 sessions" in said
    assert "Trainingsbericht Anna" in PdfReader(pdf).pages[0].extract_text().replace("\n", " ")
    shell("report", "--output", str(table), *anna)
    found = rows(table.read_bytes())
    assert next(row["value"] for row in found if row["name"] == "sessions") == "3"
    assert [row["value"] for row in found if row["kind"] == "pain"][:2] == ["1", "2"]
    named = tmp_path / "x.txt"
    shell("report", "--output", str(named), "--format", "csv", *anna)
    assert rows(named.read_bytes()) == found


def test_only_sessions_of_those_days(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    words = ("--person", "Anna", "--from", str(DAY), "--to", str(DAY))
    assert "1 session:" in shell("report", "--output", str(tmp_path / "x.pdf"), *words)


def test_what_cannot_be_is_said_and_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    output = tmp_path / "x.pdf"
    words = ("report", "--output", str(output))
    assert "no records" in shell.refused(*words)
    two_people(shell.folder)
    assert "--person: Anna, Bert" in shell.refused(*words, *THEN)
    assert "Did you mean Anna?" in shell.refused(*words, "--person", "Annna")
    said = shell.refused(*words, "--person", "Anna", "--from", "1999-01-01", "--to", "1999-02-01")
    assert "no session from 1999-01-01 to 1999-02-01" in said
    assert "latest session was on" in said
    said = shell.refused(*words, "--person", "Anna", "--from", "2026-02-02", "--to", "2026-02-01")
    assert "--from" in said
    anna = ("--person", "Anna", *THEN)
    missing = str(tmp_path / "no" / "x.pdf")
    assert "cannot be written" in shell.refused("report", "--output", missing, *anna)
    assert "is a folder" in shell.refused("report", "--output", str(tmp_path), *anna)
    assert "no file that can be replaced" in shell.refused("report", "--output", "/dev/null", *anna)
    assert not output.exists()
    assert Path("/dev/null").is_char_device()
    output.write_text("before")
    shell.refused(*words, "--person", "Zoe")
    assert output.read_text() == "before"
    assert list(tmp_path.glob("*.part")) == []


def test_nobody_and_nothing_yet(shell: Shell, tmp_path: Path) -> None:
    words = ("report", "--output", str(tmp_path / "x.pdf"))
    keep(shell.folder)
    assert "Nobody trains here yet" in shell.refused(*words)
    keep(shell.folder, person("anna", "Anna"))
    said = shell.refused(*words)
    assert "Anna has no session" in said
    assert "Train once" in said


def test_all_days_of_all_years(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    words = ("--person", "Anna", "--from", "1970-01-01", "--to", "2099-12-31")
    assert "3 sessions" in shell("report", "--output", str(tmp_path / "x.pdf"), *words)


@pytest.mark.parametrize("word", ["2026-13-01", "yesterday", "", "2026-02-30"])
def test_no_date_is_said(
    capsys: pytest.CaptureFixture[str], shell: Shell, tmp_path: Path, word: str
) -> None:
    two_people(shell.folder)
    with pytest.raises(SystemExit) as left:
        shell("report", "--output", str(tmp_path / "x.pdf"), "--from", word)
    assert left.value.code == 2
    assert "is no date; write it like 2026-01-31" in capsys.readouterr().err


def test_a_year_of_no_training_is_said(
    capsys: pytest.CaptureFixture[str], shell: Shell, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as left:
        shell("report", "--output", str(tmp_path / "x.pdf"), "--to", "0001-01-01")
    assert left.value.code == 2
    assert "from 1970 to 2099" in capsys.readouterr().err


def test_a_protected_file_stays(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    output = tmp_path / "x.pdf"
    output.write_text("before")
    output.chmod(0o444)
    words = ("report", "--output", str(output), "--person", "Anna", *THEN)
    try:
        with output.open("a"):
            pytest.skip("this user may write everything")
    except PermissionError:
        assert "write-protected" in shell.refused(*words)
    assert output.read_text() == "before"


def test_help_does_not_wait_for_the_pdf_library() -> None:
    program = (
        "import sys\nfrom mirror.cli import main\n"
        "try:\n    main(['report', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([one for one in sys.modules if one.split('.')[0] in {'reportlab', 'numpy', 'PIL'}])"
    )
    # S603: our own words.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip().endswith("[]")
