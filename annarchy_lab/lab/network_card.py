"""What a network cell shows: who is there, and who is connected to whom.

In: a compiled network.
Out: HTML and plain text.
Not here: live views.
"""

from dataclasses import dataclass

from annarchy_lab.api.network import Network
from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.card import card, quiet, table, text

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
        seconds = sum(network.timings().seconds.values())
        facts = f"compiled in {seconds:.2f} s · dt {network.dt:g} ms · seed {network.seed}"
        title = f'<span class="annl-card-name">{text(self.title)}</span>{quiet(facts)}'
        return card(
            f'<div class="annl-card-head">{title}</div><div class="annl-card-body">',
            table(("population", "neurons", "model"), populations, ["neurons"]),
            table(("projection", "from", "to", "target", "synapses"), projections, ["synapses"]),
            "</div>",
        )


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
