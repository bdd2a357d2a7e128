"""Writing a file so that nobody ever sees half of it.

In: a path.  Out: an open file; what was there before stays until everything is written.
Not here: what is written.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["written_aside"]


@contextmanager
def written_aside(path: Path) -> Iterator[IO[bytes]]:
    """Open a file beside `path` that takes its place when the block ends well.

    Folders that are missing are made.  Whatever goes wrong, and if the process is killed, an older
    file of that name stays as it is.

    Parameters
    ----------
    path
        Where the file will lie; a link stays, and what it names is replaced.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.aside")
    try:
        with aside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
