"""Keys in a file: what was changed is seen at the next use, what can't be read changes nothing."""

import asyncio
import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.unit.issuing import Issuer, jwks
from workers.dev.files import replace
from workers.gateway.callers.key_file import KeysInFile
from workers.gateway.callers.keys import NotAKeySet

FIRST, SECOND = Issuer("first"), Issuer("second")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "jwks.json"
    file.write_bytes(jwks(FIRST))
    return file


def known(keys: KeysInFile, *kids: str) -> list[str]:
    return [kid for kid in kids or ("first", "second") if asyncio.run(keys.key(kid)) is not None]


def test_a_key_that_was_added_is_known_and_one_that_was_taken_out_is_not(file: Path) -> None:
    keys = KeysInFile(file)
    assert known(keys) == ["first"]
    file.write_bytes(jwks(FIRST, SECOND))
    assert known(keys) == ["first", "second"]
    file.write_bytes(jwks(SECOND))
    assert known(keys) == ["second"]


def test_a_file_that_is_replaced_within_the_same_instant_is_seen(file: Path) -> None:
    keys = KeysInFile(file)
    stamp = file.stat().st_mtime_ns
    replace(file, jwks(Issuer("other")).decode())
    os.utime(file, ns=(stamp, stamp))
    assert known(keys, "other") == ["other"]


@pytest.mark.parametrize(
    "content", [None, b"", b"half a fi", jwks({"kty": "oct", "kid": "first", "k": "eA"})]
)
def test_what_cannot_be_read_changes_nothing_and_is_told_once(file: Path, content: bytes | None) -> None:
    keys = KeysInFile(file)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with capture_logs() as logs:
        for _ in range(3):
            assert known(keys) == ["first"]
    assert [entry["event"] for entry in logs] == ["keys unreadable: those read before stay"]
    file.write_bytes(jwks(SECOND))
    assert known(keys) == ["second"]


def test_a_start_without_keys_is_none(file: Path) -> None:
    with pytest.raises(NotAKeySet, match="No such file"):
        KeysInFile(file.with_name("elsewhere.json"))
    file.write_bytes(b"{}")
    with pytest.raises(NotAKeySet):
        KeysInFile(file)
