"""A network as tables: who is there, and who is connected to whom.

In: a network; a drawing of it.
Out: HTML.
Not here: the live graph (`widgets.graph`), what a cell shows (`network`).
"""

import base64
from collections.abc import Iterator

from annarchy_lab.api.network import Network
from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.cards.card import card, quiet, table, text
from annarchy_lab.lab.views.graph_parts import n_synapses_of
from annarchy_lab.lightweight import dataclass

__all__ = ["NetworkTable"]


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
