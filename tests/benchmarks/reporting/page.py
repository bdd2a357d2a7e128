"""Puts what was measured into a page of the documentation, between two marks.

In: a page, the name of a part, its text.
Out: the page, changed in place.
"""

from pathlib import Path

__all__ = ["write_page"]


def write_page(page: Path, part: str, text: str) -> None:
    """Replace what lies between the marks of a part.

    Raises
    ------
    ValueError
        If the page has no such marks.
    """
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    before, mark, rest = page.read_text(encoding="utf-8").partition(begin)
    _, last, after = rest.partition(end)
    if not mark or not last:
        raise ValueError(f"{page.name} has no part {part!r}")
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")
