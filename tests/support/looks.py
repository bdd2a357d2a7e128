"""What a designer would object to, found in the page: overlaps, clipped text, faint text, blanks.

In: a page with parts of the lab.
Out: sentences about what is wrong; places, to compare with those of later.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

LEAST_CONTRAST = 4.5
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def _ask(page: Page, what: str, argument: Any = None) -> Any:
    page.evaluate(SCRIPT)
    return page.evaluate(f"x => window.annlLooks.{what}(x)", argument)


def objections(page: Page) -> list[str]:
    """Everything that is wrong with what the page shows now; empty when all is well."""
    return [
        *_ask(page, "overlaps"),
        *_ask(page, "clipped"),
        *_ask(page, "faint", LEAST_CONTRAST),
        *_ask(page, "blank"),
    ]


def places(page: Page) -> dict[str, list[int]]:
    """Where everything stands that must not jump: left, top, width, height."""
    return _ask(page, "places")
