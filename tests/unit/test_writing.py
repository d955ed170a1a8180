"""What can't be written is told, with the option and the file."""

from pathlib import Path

import pytest
import typer

from workers.writing import writing


def test_what_cant_be_written_is_told_with_option_file_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nowhere" / "report.pdf"
    with pytest.raises(typer.Exit), writing("--output", file):
        file.write_bytes(b"")
    assert capsys.readouterr().err == f"error: --output: {file}: No such file or directory\n"
