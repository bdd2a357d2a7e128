"""What these pages need beyond Sphinx: one small extension per file.

In: the tree of the project (docstrings, catalogues, tests).
Out: parts of pages, made anew at every build, so that none of them is stale.
Not here: how the pages look (`static/house.css`), what they say.
"""

from pathlib import Path
from typing import Final

__all__ = ["DOCS", "ROOT"]

DOCS: Final = Path(__file__).resolve().parents[1]
ROOT: Final = DOCS.parent
