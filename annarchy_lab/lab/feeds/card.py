"""What a view is told about what is selected: a card, several times a second.

In: a network; what is selected in it.
Out: `InputsHello` and `InputsFrame` messages; `CardReader` for other feeds.
Not here: what the card says (`annarchy_lab.lab.cards.selected`).
"""

import time
from typing import Any, Final

from numpy.typing import NDArray

from annarchy_lab.api.network import Network
from annarchy_lab.lab.cards.selected import card_of
from annarchy_lab.lab.feeds.feed import Kind
from annarchy_lab.lab.feeds.snapshot import SnapshotFeed
from annarchy_lab.lab.messages import PROTOCOL, CardInfo
from annarchy_lab.lab.selection import Selection
from annarchy_lab.runtime.backend import Simulator

__all__ = ["CardReader", "InputsFeed"]

CARD_S: Final = 0.25
"""Between two looks: numbers that change faster cannot be read."""


class CardReader:
    """Keeps the card of what is selected.

    Parameters
    ----------
    network
        The network.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._selection: Selection | None = None
        self._due_at = 0.0
        self.card: CardInfo = card_of(network, None, None)

    def show(self, selection: Selection | None) -> None:
        """Tell of something else from now on."""
        self._selection, self._due_at = selection, 0.0
        self.card = card_of(self._network, selection, None)

    def look(self, simulator: Simulator) -> bool:
        """Read the card if it is time to; return whether it differs from before."""
        now = time.monotonic()
        if now < self._due_at:
            return False
        self._due_at = now + CARD_S
        before, self.card = self.card, card_of(self._network, self._selection, simulator)
        return self.card != before


class InputsFeed(SnapshotFeed):
    """A card of what is selected, for a view of its own.

    Parameters
    ----------
    network
        The network.
    key, title
        As in `InputsHello`.
    """

    def __init__(self, network: Network, key: str, title: str) -> None:
        super().__init__((), network.dt)
        self.reader = CardReader(network)
        self._key, self._title = key, title

    def hello(self) -> dict[str, Any]:
        """Return the `InputsHello`."""
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "inputs",
            "network": self._key,
            "title": self._title,
            "dt_ms": self.dt_ms,
        }

    def look(self, simulator: Simulator) -> bool:
        """Read what is selected; return whether it differs from before."""
        return self.reader.look(simulator)

    def show(self, selection: Selection | None) -> None:
        """Tell of something else from now on."""
        self.reader.show(selection)
        self.hurry()

    def tell(self, kind: Kind) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        """Return an `InputsFrame`."""
        del kind
        return {"view": "inputs", "card": self.reader.card}, []
