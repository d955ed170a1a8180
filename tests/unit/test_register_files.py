"""Files of a release register: what is read from them, how each mistake is told, how they are kept on their way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.custody.facts import ReleaseDateSet
from workers.register.reading import MOST_ERRORS, Faults, stage
from workers.register.rows import COLUMNS, Sender
from workers.register.staged import Staged, StagedRow
from workers.register.terminal import progress
from workers.row_files import NotRows

HEADING = (
    "case,person,jurisdiction,entry,kind,release_date,supervision_end,supervision_start,birth_year,policy"
)
C_1 = "C-1,P-1,eu,sentence,confirmed,2027-03-01,2030-03-01,,2001,"
JSON = '{"case": "C-1", "person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": "unknown"}'


@pytest.fixture
def staged() -> Iterator[Staged]:
    with Staged.opened() as store:
        yield store


def written(folder: Path, *lines: str) -> Path:
    file = folder / "releases.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def read(file: Path, staged: Staged, sender: Sender = Sender("register")) -> Faults:  # noqa: B008 - frozen
    with progress() as shown:
        return stage(file, sender, staged, shown)


def kept(staged: Staged) -> list[StagedRow]:
    return [row for page in staged.pages(2) for row in page]


def test_every_column_is_a_field() -> None:
    assert set(COLUMNS) == {"case", *ReleaseDateSet.model_fields}


def test_a_row_is_the_data_of_its_event_and_an_empty_cell_says_nothing(
    tmp_path: Path, staged: Staged
) -> None:
    assert read(written(tmp_path, HEADING, "", C_1), staged).count == 0
    (row,) = kept(staged)
    assert (row.case, row.line) == ("C-1", 3)
    assert row.data == {
        "person": "P-1",
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": "2027-03-01",
        "supervision_end": "2030-03-01",
        "birth_year": 2001,
    }


def test_json_lines_say_the_same_as_a_table(tmp_path: Path, staged: Staged) -> None:
    lines = (JSON, JSON.replace("C-1", "C-2").replace("}", ', "release_date": null}'))
    assert read(written(tmp_path, *lines), staged).count == 0
    by_lines = kept(staged)
    with Staged.opened() as other:
        read(
            written(tmp_path, HEADING, *(f"{c},P-1,eu,sentence,unknown,,,,," for c in ("C-1", "C-2"))), other
        )
        assert [row.data for row in kept(other)] == [row.data for row in by_lines]


def test_when_the_register_stood_so_counts_where_a_row_doesnt_say(tmp_path: Path, staged: Staged) -> None:
    at = "2026-08-31T06:00:00Z"
    own = JSON.replace("C-1", "C-2").replace("}", ', "at": "2026-08-01T06:00:00Z"}')
    assert read(written(tmp_path, JSON, own), staged, Sender("register", at)).count == 0
    assert [row.data["at"] for row in kept(staged)] == [at, "2026-08-01T06:00:00Z"]


WRONG_ROWS = [
    ("a reference that is none", "C 2,P-1,eu,sentence,unknown,,,,,", "case ('C 2'): "),
    ("no case", ",P-1,eu,sentence,unknown,,,,,", "case: missing"),
    ("no person", "C-2,,eu,sentence,unknown,,,,,", "person: missing"),
    ("a kind nobody knows", "C-2,P-1,eu,sentence,soon,,,,,", "kind ('soon'): has to be"),
    ("no such day", "C-2,P-1,eu,sentence,confirmed,2027-02-30,,,,", "release_date ('2027-02-30'): "),
    (
        "a date without need",
        "C-2,P-1,eu,sentence,confirmed,,,,,",
        "release_date: needed where kind is confirmed",
    ),
    (
        "an end before the release",
        "C-2,P-1,eu,sentence,confirmed,2027-03-01,2027-02-01,,,",
        "supervision_end ('2027-02-01'): lies before 2027-03-01",
    ),
    ("a year in letters", "C-2,P-1,eu,sentence,unknown,,,,MMI,", "birth_year ('MMI'): "),
    ("a pack that isn't shipped", "C-2,P-1,eu,sentence,unknown,,,,,atlantis", "policy ('atlantis'): "),
    ("a row that breaks off", "C-2,P-1", "2 cells under 10 columns"),
    ("the same case again", C_1, "case ('C-1'): named twice, first in line 2"),
]


@pytest.mark.parametrize(
    ("row", "sentence"), [each[1:] for each in WRONG_ROWS], ids=[each[0] for each in WRONG_ROWS]
)
def test_a_mistake_is_told_with_file_line_field_value_and_reason(
    tmp_path: Path, staged: Staged, row: str, sentence: str
) -> None:
    file = written(tmp_path, HEADING, C_1, row)
    wrong = read(file, staged)
    assert wrong.count == 1
    assert wrong.told[0].startswith(f"{file}:3: {sentence}")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [('{"case": "C-2', "not JSON: "),
     ("[1]", "each line is a JSON object, one release"),
     (JSON.replace("C-1", "C-2").replace("}", ', "gender": "\\ud800"}'), "holds half a character"),
     (JSON.replace("C-1", "C-2").replace("}", ', "gender": "\\u0000"}'), "gender: holds the character U+0000"),
     (JSON.replace("C-1", "C-2").replace("}", ', "birth_year": NaN}'), "body: not JSON"),
     (JSON.replace("C-1", "C-2").replace("}", ', "birth_year": "2001"}'), "birth_year ('2001'): "),
     (JSON.replace("C-1", "C-2").replace("}", ', "colour": "red"}'), "colour: "),
     (JSON.replace('"C-1"', "7"), "case (7): "),
     (JSON.replace('"P-1"', '"Anna Berg"'), "person: ")],
)  # fmt: skip
def test_a_mistake_in_json_lines_is_told_with_its_line(
    tmp_path: Path, staged: Staged, line: str, sentence: str
) -> None:
    file = written(tmp_path, JSON, "", line)
    (told,) = read(file, staged).told
    assert told.startswith(f"{file}:3: {sentence}")


def test_of_very_many_mistakes_the_first_are_told_and_all_are_counted(tmp_path: Path, staged: Staged) -> None:
    wrong = read(written(tmp_path, HEADING, *["C-1"] * (MOST_ERRORS + 7)), staged)
    assert (len(wrong.told), wrong.count) == (MOST_ERRORS, MOST_ERRORS + 7)
    assert wrong.summary == "57 mistakes, 7 more than are shown"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("case,person", ":1: column jurisdiction: missing"), (f"{HEADING},colour", "no such column: 'colour'"),
     (HEADING.replace(",supervision_end", ""), "column supervision_end: missing"),
     (HEADING, "no releases in it"), ("", "no releases in it")],
)  # fmt: skip
def test_what_is_no_register_is_refused_as_a_whole(
    tmp_path: Path, staged: Staged, line: str, sentence: str
) -> None:
    with pytest.raises(NotRows) as refusal:
        read(written(tmp_path, line), staged)
    assert sentence in str(refusal.value)


def test_rows_are_kept_in_the_order_of_their_cases_and_found_by_them(tmp_path: Path, staged: Staged) -> None:
    rows = [C_1.replace("C-1", f"C-{number}") for number in (5, 3, 9, 1, 7)]
    read(written(tmp_path, HEADING, *rows, rows[0].replace("C-5,P-1,eu", "D-1,P-1,it")), staged)
    assert [row.case for row in kept(staged)] == ["C-1", "C-3", "C-5", "C-7", "C-9", "D-1"]
    assert staged.among(["C-2", "C-3", "D-1"]) == {"C-3", "D-1"}
    assert staged.jurisdictions() == ["eu", "it"]
