"""What the inspector knows of one thing; its branches are made when they are opened.

In: a part of a network.
Out: `Item` values.
Not here: which parts there are (`contents`), which are on screen (`rows`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from urllib.parse import quote

from annarchy_lab.api.view import PopulationView
from annarchy_lab.lab.inspector.present import Present, Thing
from annarchy_lab.lab.inspector.words import bytes_text, spread
from annarchy_lab.lab.messages import RowKind, TabName
from annarchy_lab.lab.session import Session
from annarchy_lab.lightweight import dataclass

__all__ = ["Item", "Names", "escaped", "fact", "memory", "path", "written"]

SAFE = "!'()*"
"""What encodeURIComponent leaves alone, too."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the inspector knows.

    Attributes
    ----------
    id
        Made of the names on the way to it.
    detail
        What does not change.
    hint
        What row and value mean.
    thing, attribute
        What a live view of it shows.
    is_open
        Whether its branches are seen at first.
    value
        Tells what is so now; asked only while it is on screen.
    branches
        Makes what is below it; None if there is nothing.
    """

    id: str
    kind: RowKind
    name: str
    session: Session
    detail: str = ""
    hint: str = ""
    thing: object = None
    attribute: str = ""
    color_index: int = -1
    views: tuple[TabName, ...] = ()
    is_open: bool = False
    value: Callable[[Present], str] = field(default=lambda _: "", repr=False)
    branches: "Callable[[], Sequence[Item]] | None" = field(default=None, repr=False)

    @property
    def is_compiled(self) -> bool:
        """Whether its network is."""
        return self.session.network.compiled


class Names:
    """The user's names for things, looked up once for many of them.

    Parameters
    ----------
    variables
        The user's variables.
    """

    def __init__(self, variables: Mapping[str, object]) -> None:
        self._variables = dict(variables)
        self._names: dict[int, str] = {}
        for name, value in self._variables.items():
            if not name.startswith("_"):
                self._names.setdefault(id(value), name)

    def of(self, thing: object) -> str:
        """Return the name of a variable that holds it, or its own."""
        return self._names.get(id(thing)) or str(getattr(thing, "name", "?"))

    def views(self, population: object) -> Iterator[tuple[str, PopulationView]]:
        """Yield the parts of a population that variables hold."""
        for name, value in self._variables.items():
            is_view = isinstance(value, PopulationView) and not name.startswith("_")
            if is_view and value.population is population:  # type: ignore[attr-defined]
                yield name, value  # type: ignore[misc]


def escaped(name: str) -> str:
    """Return a name as a part of an id, as the browser writes it."""
    return quote(name, safe=SAFE)


def path(above: str, name: str) -> str:
    """Return the id of what is below another item."""
    return f"{above}/{escaped(name)}"


def fact(above: Item, name: str, value: Callable[[Present], str], hint: str) -> Item:
    """Return a row that tells something of the item above."""
    # no attribute has a name with a colon
    return Item(path(above.id, f"{name}:"), "fact", name, above.session, hint=hint, value=value)


def memory(above: Item, thing: Thing) -> list[Item]:
    """Return the row of what an object takes; none before it is compiled."""
    if not above.is_compiled or isinstance(thing, PopulationView):
        return []
    hint = "What it takes in the compiled network, apart from recordings."
    return [fact(above, "memory", lambda present: bytes_text(present.memory(thing)), hint)]


def written(present: Present, thing: Thing, name: str, *, median: bool = False) -> str:
    """Return the values of an attribute in a few words."""
    values, is_all = present.values(thing, name)
    told = spread(values, median=median)
    return told if is_all else f"≈ {told}"
