"""How much memory a network takes.

In: a network.
Out: a table of bytes per object, in Python and in the core; there also for each neuron or synapse.
Not here: what is recorded (monitors tell that themselves); measuring the process.
"""

from typing import TYPE_CHECKING

from annarchy_lab.api.population import Population

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.projection import Projection

__all__ = ["footprint", "table"]

UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def footprint(network: "Network") -> "dict[str, tuple[int, int]]":
    """Return for each object the bytes of its starting values and of those in the core."""
    core: Mapping[str, int] = {} if network.instance is None else network.instance.memory()
    objects: list[Population | Projection] = []
    objects += network._populations.values()
    objects += network._projections.values()
    return {each.name: (_in_python(each), core.get(each.name, 0)) for each in objects}


def table(network: "Network", *, show_python: bool, show_core: bool) -> str:
    """Return the sizes of all objects as lines of text, their sum last."""
    sizes = footprint(network)
    totals = [sum(each[i] for each in sizes.values()) for i in (0, 1)]
    shown = [i for i, is_shown in enumerate((show_python, show_core)) if is_shown]
    heads = [("in Python", "in the core")[i] for i in shown]
    label = f"network {network.id}"
    rows = [(label, heads)]
    rows += [(name, [_readable(each[i]) for i in shown]) for name, each in sizes.items()]
    if show_core and network.instance is not None:
        heads.append("for each")
        for (_, cells), each in zip(rows[1:], sizes, strict=True):
            cells.append(_for_each(network._object(each), sizes[each][1]))
    rows += [("together", [_readable(totals[i]) for i in shown])]
    width = max(len(name) for name, _ in rows)
    return "\n".join(
        name.ljust(width) + "".join(cell.rjust(14) for cell in cells) for name, cells in rows
    )


def _in_python(obj: "Population | Projection") -> int:
    arrays = list(obj._initial.values())
    edges = getattr(obj, "_edges", None)
    return sum(each.nbytes for each in arrays) + (0 if edges is None else edges.n_bytes)


def _for_each(obj: "Population | Projection", n_bytes: int) -> str:
    """Return what a neuron or a synapse takes, like ``12.0 B``."""
    n_elements = len(obj) if isinstance(obj, Population) else obj.nb_synapses
    return f"{n_bytes / n_elements:.1f} B" if n_elements else "-"


def _readable(n_bytes: int) -> str:
    value, unit = float(n_bytes), 0
    while value >= 1024 and unit < len(UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.0f} {UNITS[unit]}" if unit == 0 else f"{value:.1f} {UNITS[unit]}"
