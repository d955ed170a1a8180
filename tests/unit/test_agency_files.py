"""Files of agencies: what is read from them, and how each mistake is told."""

from pathlib import Path

import pytest

from domain.agencies.agency import Agency
from tests.unit.agencies import agency
from workers.agency_files import read
from workers.agency_rows import COLUMNS
from workers.row_files import NotRows

HEADING = "member,jurisdiction,locality,level,channel,address,activities,unavailable"
NORTH = "police:north,eu,harbour,local,mail,desk@north.example,,"
JSON = '{"member": "police:north", "jurisdiction": "eu", "locality": "harbour", "level": "local"}'


def written(folder: Path, *lines: str) -> Path:
    file = folder / "agencies.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def test_a_table_and_json_lines_say_the_same(tmp_path: Path) -> None:
    table = read(written(tmp_path, HEADING, "police:north,eu,harbour,local,,,,"))
    lines = read(written(tmp_path, "", JSON, ""))
    assert table.agencies == lines.agencies == (agency("police:north"),)
    assert table.wrong == lines.wrong == ()


def test_cells_are_words_yes_and_no_and_lists(tmp_path: Path) -> None:
    heading = "unavailable;activities;level;jurisdiction;member"
    (found,) = read(
        written(tmp_path, heading, "TRUE; housing counselling ;national;eu;housing:quay")
    ).agencies
    expected = {"level": "national", "locality": None, "unavailable": True}
    assert found == agency("housing:quay", activities=["housing", "counselling"], **expected)


def test_a_table_as_a_spreadsheet_writes_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    cell = '"desk,\r\n second floor"'
    file.write_bytes(f"﻿{HEADING}\r\npolice:north,eu,harbour,local,,,,\r\n,,,,,,,\r\n".encode())
    assert len(read(file).agencies) == 1
    file.write_bytes(f"{HEADING}\r\npolice:north,eu,harbour,local,post,{cell},,\r\nx,,,,,,,\r\n".encode())
    assert [sentence.split(":")[1] for sentence in read(file).wrong] == ["2", "4", "4", "4"]


def test_every_column_is_a_field() -> None:
    assert set(COLUMNS) == set(Agency.model_fields)


WRONG_ROWS = [
    (
        "a member without a role",
        "north,eu,,national,,,,",
        "member ('north'): a member is written <role>:<name>",
    ),
    ("a role nobody knows", "navy:x,eu,,national,,,,", "member ('navy:x'): 'navy' is not a role"),
    ("no jurisdiction", "police:x,,,national,,,,", "jurisdiction: missing"),
    ("a level nobody knows", "police:x,eu,,global,,,,", "level ('global'): has to be local"),
    ("a local agency nowhere", "police:x,eu,,local,,,,", "locality: a local agency says where it is"),
    ("an address alone", "police:x,eu,,national,,a@b.example,,", "channel: missing, but address is given"),
    ("an unknown activity", "police:x,eu,,national,,,chess,", "activities.0 ('chess'): has to be"),
    (
        "neither yes nor no",
        "police:x,eu,,national,,,,maybe",
        "unavailable ('maybe'): has to be true or false",
    ),
    ("a cell too many", "police:x,eu,,national,,,,,", "9 cells under 8 columns"),
    ("a row that breaks off", "police:x,eu,,national", "4 cells under 8 columns"),
    ("the same member again", NORTH, "member ('police:north'): named twice, first in line 2"),
    ("a quotation mark that doesn't close", '"police:x,eu', "not CSV: unexpected end of data"),
]


@pytest.mark.parametrize(
    ("row", "sentence"), [each[1:] for each in WRONG_ROWS], ids=[e[0] for e in WRONG_ROWS]
)
def test_a_mistake_is_told_with_file_line_field_value_and_reason(
    tmp_path: Path, row: str, sentence: str
) -> None:
    file = written(tmp_path, HEADING, NORTH, row)
    (told,) = read(file).wrong
    assert told.startswith(f"{file}:3: {sentence}")


def test_all_mistakes_are_told_at_once_and_an_address_never(tmp_path: Path) -> None:
    read_ = read(
        written(tmp_path, HEADING, "north,,,,,,,", f"police:x,eu,,national,mail,{'x' * 201},,", NORTH)
    )
    assert len(read_.wrong) == 4
    assert "xxx" not in "".join(read_.wrong)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [('{"member": "police:\\ud800"}', "holds half a character"),
     ("{", "not JSON: Expecting property name enclosed in double quotes, column 2"),
     ('"police:x"', "each line is a JSON object, one agency"),
     ('{"member":' + "[" * 100_000, "not an agency: nested too deeply"),
     ('{"member": ' + "9" * 5_000 + "}", "not an agency: Exceeds the limit"),
     ('{"member": "police:x", "jurisdiction": "eu", "level": 5}', "level (5): has to be local"),
     ('{"member": null}', "member: null: has to be a text"),
     ('{"member": "police:x", "member": "police:y"}', "not an agency: member: given twice"),
     ('{"member": "police:x", "colour": "red"}', "jurisdiction: missing")],
)  # fmt: skip
def test_a_mistake_in_json_lines_is_told_with_its_line(tmp_path: Path, line: str, sentence: str) -> None:
    file = written(tmp_path, JSON, "", line)
    assert any(told.startswith(f"{file}:3: {sentence}") for told in read(file).wrong)


UNREADABLE = [
    (
        "an unknown column",
        "member,jurisdiction,level,colour",
        ":1: no such column: 'colour'; columns are member",
    ),
    ("a column that is needed", "member,level", ":1: column jurisdiction: missing"),
    ("a column twice", "member,member,jurisdiction,level", ":1: column member: given twice"),
    ("a heading alone", HEADING, ": no agencies in it"),
    ("nothing", "", ": no agencies in it"),
]


@pytest.mark.parametrize(
    ("line", "sentence"), [each[1:] for each in UNREADABLE], ids=[e[0] for e in UNREADABLE]
)
def test_what_is_no_file_of_agencies_is_refused_as_a_whole(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(NotRows) as refusal:
        read(written(tmp_path, line))
    assert sentence in str(refusal.value)


def test_a_file_that_isnt_there_or_isnt_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotRows, match="No such file"):
        read(tmp_path / "none.csv")
    binary = tmp_path / "picture.csv"
    binary.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotRows, match="not UTF-8"):
        read(binary)
