"""``make trace``: each row of the requirements with the tests that prove it; fails where a row has none."""

import sys

from rich.console import Console

from tests.trace.collecting import proofs
from tests.trace.rows import read_rows, table_of, unproved

console = Console(width=160)


def main() -> int:
    rows, found = read_rows(), proofs()
    console.print(table_of(rows, found))
    open_rows = unproved(rows, found)
    if open_rows:
        console.print(f"Without a test: {', '.join(open_rows)}")
    unknown = sorted(set(found) - set(rows))
    if unknown:
        console.print(f"Named by tests, but no row: {', '.join(unknown)}")
    return 1 if open_rows or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
