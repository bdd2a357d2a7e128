"""What a network cell shows: who is there, and who is connected to whom.

In: a network.
Out: HTML and plain text.
Not here: live views.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from annarchy_lab.api.network import Network
from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.cards.card import card, quiet, table, text

__all__ = ["NetworkCard"]


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """A network, to be shown.

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
        network = self.network
        populations = [
            (text(each.name), f"{each.size:,}", text(each.declaration.name))
            for each in network.get_populations()
        ]
        projections = [_row(projection) for projection in network.get_projections()]
        facts = quiet(" · ".join(_facts(network)))
        title = f'<span class="annl-card-name">{text(self.title)}</span>{facts}'
        return card(
            f'<div class="annl-card-head">{title}</div><div class="annl-card-body">',
            table(("population", "neurons", "model"), populations, ["neurons"]),
            table(("projection", "from", "to", "target", "synapses"), projections, ["synapses"]),
            "</div>",
        )


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
        f"{projection.nb_synapses:,}",
    )
