"""What a network cell shows: the live graph, and tables where no widget runs.

In: a network.
Out: `NetworkCard`.
Not here: the graph (`widgets.graph`), the tables (`network_table`).
"""

from typing import TYPE_CHECKING, Final

from annarchy_lab.api.network import Network
from annarchy_lab.lab.cards.network_table import NetworkTable
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.lab.widgets.graph import GraphView

__all__ = ["NetworkCard"]

_SHOWN: "Final[dict[str, list[GraphView]]]" = {}
"""The graphs that network cells have shown, by the user's name."""


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """A network, to be shown: as a live graph, and as tables where no widget runs.

    Parameters
    ----------
    network
        The network.
    title
        The user's name for it.
    """

    network: Network
    title: str

    def __repr__(self) -> str:
        return f"{self.title}: {self.network!r}"

    def _repr_html_(self) -> str:
        return NetworkTable(self.network, self.title).html()

    def _ipython_display_(self) -> None:
        from annarchy_lab.lab.views.graph import graph

        shown = _SHOWN.setdefault(self.title, [])
        for view in [view for view in shown if view.network is not self.network]:
            view.close()  # the cell was run again: that name means another network now
            shown.remove(view)
        shown.append(graph(self.network, title=self.title))
        shown[-1]._ipython_display_()
