"""The kinds of views that a dashboard can have: what each takes, and how it is made.

In: a scene, a tile.
Out: a widget, or why there is none; what one can choose among.
Not here: which of them a new dashboard has (`rules`), where they stand (`layout`).
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, TypeAlias

from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.dashboards.layout import Tile
from annarchy_lab.lab.dashboards.scene import Scene
from annarchy_lab.lab.messages import DashboardKind
from annarchy_lab.lab.views.graph import graph
from annarchy_lab.lab.views.shown import Shown
from annarchy_lab.lab.views.states import activity_map, histogram, phase_plane
from annarchy_lab.lab.views.synapses import check_attribute, receptive_fields, weights
from annarchy_lab.lab.views.travels import journal_table, timeline
from annarchy_lab.lab.views.views import (
    controls,
    default_variable,
    raster,
    rate,
    stimulus,
    trace,
)
from annarchy_lab.lab.widgets.base import LabWidget
from annarchy_lab.lightweight import dataclass

__all__ = ["KINDS", "Kind", "catalogue", "kind_of", "make", "subjects_of", "title_of"]

Subject: TypeAlias = Shown | Projection
Made: TypeAlias = LabWidget


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of view.

    Attributes
    ----------
    name, label
        In layouts, and on the page.
    takes
        How many populations, views or projections it shows.
    fits
        Gives the names of the variables of a subject that it can show; None where it cannot show
        the subject at all.
    build
        Makes the widget of a tile from the subjects.
    n_variables
        How many variables one chooses.
    w, h
        Columns and rows of a new one.
    """

    name: str
    label: str
    takes: Literal["none", "one", "many"]
    fits: Callable[[Subject], list[str] | None]
    build: "Callable[[Scene, Tile, list[Any], float], Made]"
    n_variables: int = 0
    has_neurons: bool = False
    w: int = 5
    h: int = 6


def kind_of(name: str) -> Kind | None:
    """Return the kind of that name, if there is one."""
    return next((kind for kind in KINDS if kind.name == name), None)


def subjects_of(kind: Kind, scene: Scene) -> dict[str, Subject]:
    """Return what a kind of view can show of a scene, by name."""
    every: dict[str, Subject] = {**scene.groups}
    every |= {_free(name, every): proj for name, proj in scene.projections.items()}
    return {name: subject for name, subject in every.items() if kind.fits(subject) is not None}


def catalogue(scene: Scene) -> list[DashboardKind]:
    """Return the kinds of views that a scene can have, as the page takes them."""
    return [_entry(kind, subjects) for kind, subjects in _possible(scene)]


def make(scene: Scene, tile: Tile, window_ms: float) -> Made:
    """Return the view of a tile.

    Raises
    ------
    ANNarchyException
        If the network has no such thing; the message says what it has instead.
    """
    kind = kind_of(tile.kind)
    if kind is None:
        known = ", ".join(each.name for each in KINDS)
        raise ANNarchyException(f"there is no kind of view called {tile.kind!r}, but {known}.")
    return kind.build(scene, tile, _wanted(kind, scene, tile), window_ms)


def title_of(tile: Tile) -> str:
    """Return a tile in a few words, for those who do not see it."""
    kind = kind_of(tile.kind)
    words = [kind.label if kind else tile.kind]
    words += [" over ".join(reversed(tile.variables))] if tile.variables else []
    return " ".join([*words, *(["of", ", ".join(tile.of)] if tile.of else [])])


def _possible(scene: Scene) -> Iterator[tuple[Kind, dict[str, Subject]]]:
    for kind in KINDS:
        subjects = subjects_of(kind, scene)
        if subjects:
            yield kind, subjects


def _entry(kind: Kind, subjects: dict[str, Subject]) -> DashboardKind:
    return {
        "kind": kind.name,
        "label": kind.label,
        "takes": kind.takes,
        "n_variables": kind.n_variables,
        "has_neurons": kind.has_neurons,
        "subjects": [
            {"name": name, "variables": kind.fits(subject) or []}
            for name, subject in subjects.items()
        ],
        "w": kind.w,
        "h": kind.h,
    }


def _wanted(kind: Kind, scene: Scene, tile: Tile) -> list[Subject]:
    """Return what a tile names; where it names nothing, what is usual."""
    fitting = subjects_of(kind, scene)
    if not fitting:
        raise ANNarchyException(f"this network has nothing that a {kind.label} can show.")
    if not tile.of:
        main: list[Subject] = [group for group in scene.main if kind.fits(group) is not None]
        usual = main or list(fitting.values())
        return usual if kind.takes == "many" else usual[:1]
    found = [fitting.get(name) or _by_own_name(scene, name) for name in tile.of]
    for name, subject in zip(tile.of, found, strict=True):
        if subject is None:
            raise ANNarchyException(_missing(name, tile, fitting))
        if kind.fits(subject) is None:
            raise ANNarchyException(f"a {kind.label} cannot show {name!r}.")
    return [subject for subject in found if subject is not None]


def _by_own_name(scene: Scene, name: str) -> Subject | None:
    return scene.group(name) or scene.projection(name)


def _missing(name: str, tile: Tile, fitting: dict[str, Subject]) -> str:
    shown = ", ".join(list(fitting)[:8])
    return f"this network has no {name!r} to show as {tile.kind}: it has {shown}."


def _free(name: str, taken: "dict[str, Subject]") -> str:
    """Return a name of a projection that no population has."""
    return f"{name} (projection)" if name in taken else name


# What fits


def _spiking(subject: Subject) -> list[str] | None:
    return [] if isinstance(subject, Shown) and subject.group.is_spiking else None


def _with_rate(subject: Subject) -> list[str] | None:
    if not isinstance(subject, Shown):
        return None
    return [] if subject.group.is_spiking or "r" in subject.group.variables else None


def _group(subject: Subject) -> list[str] | None:
    if not isinstance(subject, Shown):
        return None
    names = [*subject.group.variables, *_inputs(subject)]
    return names or [*subject.group.parameters] or None


def _inputs(subject: Shown) -> list[str]:
    """Return the names of what arrives at spiking neurons."""
    targets = subject.group.targets if subject.group.is_spiking else []
    return [f"g_{name}" for name in targets if f"g_{name}" not in subject.group.variables]


def _any_group(subject: Subject) -> list[str] | None:
    return [] if isinstance(subject, Shown) else None


def _plane(subject: Subject) -> list[str] | None:
    names = _group(subject)
    return names if names is not None and len(names) > 1 else None


def _mapped(subject: Subject) -> list[str] | None:
    if not isinstance(subject, Shown) or not isinstance(subject.group, Population):
        return None
    if subject.group.dimension > 2:
        return None
    own = [*subject.group.variables, *_inputs(subject)]
    return ["spike", *own] if subject.group.is_spiking else own or None


def _synapses(subject: Subject) -> list[str] | None:
    if not isinstance(subject, Projection):
        return None
    return [name for name in subject.attributes if _is_per_synapse(subject, name)] or None


def _fields(subject: Subject) -> list[str] | None:
    is_flat = isinstance(subject, Projection) and subject.pre.population.dimension <= 2
    return _synapses(subject) if is_flat else None


def _counted(subject: Subject) -> list[str] | None:
    return _group(subject) if isinstance(subject, Shown) else _synapses(subject)


def _is_per_synapse(projection: Projection, name: str) -> bool:
    try:
        check_attribute(projection, name)
    except ANNarchyException:
        return False
    return True


# How they are made


def _raster(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    return raster(scene.session.network, groups, window=window_ms)


def _rate(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    return rate(scene.session.network, groups, window=window_ms)


def _trace(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    name = tile.variables[0] if tile.variables else default_variable(groups[0])
    neurons = list(tile.neurons) or [0]
    return trace(scene.session.network, name, groups[0], neurons, window=window_ms)


def _phase(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    x, y = (*tile.variables, None, None)[:2]
    return phase_plane(scene.session.network, x, y, groups[0], list(tile.neurons) or [0])


def _map(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    population = groups[0].group.population
    return activity_map(scene.session.network, next(iter(tile.variables), None), population)


def _histogram(scene: Scene, tile: Tile, subjects: list[Subject], window_ms: float) -> Made:
    return histogram(scene.session.network, next(iter(tile.variables), None), subjects[0])


def _weights(scene: Scene, tile: Tile, found: list[Projection], window_ms: float) -> Made:
    return weights(scene.session.network, found[0], next(iter(tile.variables), "w"))


def _receptive(scene: Scene, tile: Tile, found: list[Projection], window_ms: float) -> Made:
    name, neurons = next(iter(tile.variables), "w"), list(tile.neurons) or None
    return receptive_fields(scene.session.network, found[0], name, neurons)


def _controls(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    return controls(scene.session.network, groups)


def _graph(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    return graph(scene.session.network, groups if tile.of else None)


def _timeline(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    return timeline(scene.session.network, window=window_ms)


def _journal(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    return journal_table(scene.session.network)


def _stimulus(scene: Scene, tile: Tile, groups: list[Shown], window_ms: float) -> Made:
    return stimulus(scene.session.network, groups)


KINDS: Final = (
    Kind("raster", "raster of spikes", "many", _spiking, _raster, w=9, h=6),
    Kind("rate", "rates", "many", _with_rate, _rate, w=9, h=3),
    Kind("trace", "trace", "one", _group, _trace, 1, has_neurons=True, w=9, h=3),
    Kind("map", "activity map", "one", _mapped, _map, 1),
    Kind("phase", "phase plane", "one", _plane, _phase, 2, has_neurons=True),
    Kind("histogram", "histogram", "one", _counted, _histogram, 1, h=4),
    Kind("weights", "matrix of weights", "one", _synapses, _weights, 1),
    Kind("fields", "receptive fields", "one", _fields, _receptive, 1, has_neurons=True),
    Kind("graph", "graph of the network", "many", _any_group, _graph),
    Kind("timeline", "timeline", "none", _any_group, _timeline, w=12, h=3),
    Kind("journal", "journal", "none", _any_group, _journal),
    Kind("controls", "controls", "many", _any_group, _controls, w=3, h=12),
    Kind("stimulus", "stimulus tool", "many", _any_group, _stimulus, w=3, h=5),
)
"""All kinds, in the order in which the page offers them."""
