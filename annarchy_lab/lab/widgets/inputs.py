"""The inputs of the selected neuron: from whom it hears, and how strongly."""

from typing import Any

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.cards.card import card, code, quiet, table, text
from annarchy_lab.lab.exporting.arrays import Arrays
from annarchy_lab.lab.exporting.panel import AnyPanel
from annarchy_lab.lab.feeds.card import InputsFeed
from annarchy_lab.lab.messages import CardInfo, CardSection
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LiveView, Span, front_end

__all__ = ["InputsView"]

NO_FILE = "this card is text: mark and copy it, or save trace(net) or weights(net) instead."


class InputsView(LiveView):
    """What is known of what is selected; made by `annarchy_lab.lab.inputs`."""

    _esm = front_end("inputs")
    what = "card of what is selected"
    feed: InputsFeed

    def __init__(self, session: Session, feed: InputsFeed, height: int = 0) -> None:
        super().__init__(session, feed, height)

    def bundle(self, *, is_drawn: bool = True) -> dict[str, Any]:
        """Return the live view, the card as it is now, and words."""
        return super().bundle(is_drawn=is_drawn) | {"text/html": _html(self.feed.reader.card)}

    def still(self) -> bytes | None:
        """Return nothing: the card is text."""
        return None

    def panel(self, span: Span = None) -> AnyPanel:
        """Raise `ANNarchyException`: a card is no picture."""
        del span
        raise ANNarchyException(NO_FILE)

    def arrays(self, span: Span = None) -> Arrays:
        """Raise `ANNarchyException`: a card holds no arrays."""
        del span
        raise ANNarchyException(NO_FILE)

    def _follow(self, selection: Selection | None) -> None:
        self.feed.show(selection)
        super()._follow(selection)


def _html(info: CardInfo) -> str:
    title = f'<span class="annl-card-name">{text(info["title"])}</span>'
    head = f'<div class="annl-card-head">{title}{quiet(text(info["subtitle"]))}</div>'
    body = "".join(_section(section) for section in info["sections"])
    return card(head, f'<div class="annl-card-body">{body}</div>')


def _section(section: CardSection) -> str:
    if section["is_code"]:
        return code("\n".join(line for (line,) in section["rows"]))
    rows = [[text(cell) for cell in row] for row in section["rows"]]
    return table((section["title"], ""), rows)
