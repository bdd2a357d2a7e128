"""Reading the files of journals.

In: a file that a journal has written, or is writing.
Out: its lines as data.
Not here: what they mean (`journaling`), doing it once more (`replaying`).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import annarchy_lab
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["SCHEMA", "Record", "read_journal", "read_records"]

SCHEMA: Final = 1

Record = dict[str, Any]


def read_records(path: Path) -> Iterator[Record]:
    """Yield the lines of a journal; a last line that is cut short is left out.

    Parameters
    ----------
    path
        A file that a `Journal` has written, or is writing.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith("\n"):
                return
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ANNarchyException(
                    f"{path}: line {number} is damaged ({error}); those before it are whole."
                ) from error


def read_journal(path: Path) -> tuple[Record, list[Record]]:
    """Return the header and the lines of a journal.

    Raises
    ------
    ANNarchyException
        If it is none, is damaged, or was written in a way that this version does not know.
    """
    try:
        records = list(read_records(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ANNarchyException(f"{path} cannot be read: {error}") from error
    header = records[0] if records and isinstance(records[0], dict) else {}
    if header.get("kind") != "header":
        raise ANNarchyException(f"{path} is no journal that this version can read.")
    if header.get("schema") != SCHEMA:
        raise ANNarchyException(
            f"{path} is a journal of schema {header.get('schema')} (annarchy_lab "
            f"{header.get('annarchy_lab')}); annarchy_lab {annarchy_lab.__version__} reads "
            f"{SCHEMA}.  Read it with that version; the file stays as it is."
        )
    return header, records[1:]
