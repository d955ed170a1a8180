"""Files of CloudEvents as people keep them."""

from pathlib import Path

import pytest

from workers.event_files import NotEvents, read

EVENT = '{"id": "1"}'


def placed(folder: Path, content: str) -> list[tuple[str, str]]:
    file = folder / "events.json"
    file.write_text(content)
    return [(event.json, event.place.removeprefix(str(folder))) for event in read(file)]


def test_one_event_may_stretch_over_lines(tmp_path: Path) -> None:
    assert placed(tmp_path, '\n{\n "id":\n "1"}\n') == [(EVENT, "/events.json:2")]


def test_an_array_holds_several(tmp_path: Path) -> None:
    content = f"[{EVENT},\n {EVENT}]"
    assert placed(tmp_path, content) == [(EVENT, "/events.json, event 1"), (EVENT, "/events.json, event 2")]


def test_an_array_may_stand_on_one_line(tmp_path: Path) -> None:
    assert placed(tmp_path, f"[{EVENT}]\n") == [(EVENT, "/events.json, event 1")]


def test_lines_hold_one_each_and_empty_ones_dont_count(tmp_path: Path) -> None:
    content = f"{EVENT}\n\n{EVENT}\n"
    assert placed(tmp_path, content) == [(EVENT, "/events.json:1"), (EVENT, "/events.json:3")]


@pytest.mark.parametrize("content", ["", "\n \n", "[]"])
def test_an_empty_file_holds_none(tmp_path: Path, content: str) -> None:
    assert placed(tmp_path, content) == []


@pytest.mark.parametrize(
    ("content", "place"),
    [(f"{EVENT}\n{{\n", ":2: not JSON"), ("{\n\n?", ":3: not JSON"), ('["\udcff"]', ": not UTF-8")],
)
def test_what_cant_be_read_is_named_with_its_line(tmp_path: Path, content: str, place: str) -> None:
    file = tmp_path / "events.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(NotEvents, match=place):
        list(read(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotEvents, match=r"nowhere.json: No such file"):
        list(read(tmp_path / "nowhere.json"))
