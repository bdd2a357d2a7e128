"""What a network cell shows: who is there, and who is connected to whom.

In: a network.
Out: `NetworkTable`, HTML; `NetworkCard`, which shows the live graph with that as its static part.
Not here: the graph (`widgets.graph`).
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annarchy_lab.api.network import Network
from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.cards.card import card, quiet, table, text
from annarchy_lab.lab.views.graph_parts import n_synapses_of

if TYPE_CHECKING:
    from annarchy_lab.lab.widgets.graph import GraphView

__all__ = ["NetworkCard", "NetworkTable"]


_SHOWN: "Final[dict[str, list[GraphView]]]" = {}
"""The graphs that network cells have shown, by the user's name."""


@dataclass(frozen=True, slots=True)
class NetworkTable:
    """A network as tables.

    Parameters
    ----------
    network
        The network.
    title
        The user's name for it.
    svg
        A drawing to stand above them; may be empty.
    """

    network: Network
    title: str
    svg: str = ""

    def html(self) -> str:
        """Return the tables."""
        network = self.network
        populations = [
            (text(each.name), f"{each.size:,}", text(each.declaration.name))
            for each in network.get_populations()
        ]
        projections = [_row(projection) for projection in network.get_projections()]
        facts = quiet(" · ".join(_facts(network)))
        title = f'<span class="annl-card-name">{text(self.title)}</span>{facts}'
        return card(
            f'<div class="annl-card-head">{title}</div>{self._drawing()}',
            '<div class="annl-card-body">',
            table(("population", "neurons", "model"), populations, ["neurons"]),
            table(("projection", "from", "to", "target", "synapses"), projections, ["synapses"]),
            "</div>",
        )

    def _drawing(self) -> str:
        """Return the drawing as a picture: as markup it would take the page's styles."""
        if not self.svg:
            return ""
        data = base64.b64encode(self.svg.encode()).decode("ascii")
        return f'<div><img alt="graph of the network" src="data:image/svg+xml;base64,{data}"></div>'


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


def _facts(network: Network) -> Iterator[str]:
    if network.compiled:
        yield f"compiled in {sum(network.timings().seconds.values()):.2f} s"
    else:
        yield "not compiled yet"
    yield f"dt {network.dt:g} ms"
    yield f"seed {network.seed}"
    if network.compiled and network.time:
        yield f"t = {network.time:,.10g} ms".replace(",", "\N{NO-BREAK SPACE}")
    if not network.get_populations():
        yield "no populations yet"


def _row(projection: Projection) -> tuple[str, ...]:
    target = projection.target
    targets = target if isinstance(target, str) else ", ".join(target)
    return (
        text(projection.name),
        text(projection.pre.name),
        text(projection.post.name),
        text(targets),
        f"{n_synapses_of(projection):,}",
    )
