"""The few lines that this package prints: notices and warnings that scripts of ANNarchy expect.

In: a text.  Out: one line on standard output.
Not here: errors, which are exceptions; progress and displays, which are the lab's.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.language.declare import Neuron, Synapse

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = [
    "UnknownAttributeError",
    "did_you_mean",
    "say",
    "show_notices",
    "warn",
    "warn_of_slip",
    "warn_once",
]


def say(text: str) -> None:
    """Print one line."""
    print(text, flush=True)


def warn(text: str, network: "Network | None" = None) -> None:
    """Print a warning, unless ``suppress_warnings`` is set.

    Parameters
    ----------
    text
        What to say.
    network
        Whose settings count.  Default: those of ``setup``.
    """
    config = WORKSPACE.config if network is None else network.settings
    if not config.suppress_warnings:
        say(f"WARNING: {text}")


def show_notices(model: Neuron | Synapse, network: "Network") -> None:
    """Print, once, what a model should rather say differently."""
    for notice in model.notices:
        hint = f"; {notice.hint}" if notice.hint else ""
        warn_once(f"{model.name}: {notice.message}{hint}", network)


def warn_once(text: str, network: "Network | None" = None) -> None:
    """Print a warning that was not printed before; see `warn`."""
    if text not in WORKSPACE.shown:
        WORKSPACE.shown.add(text)
        warn(text, network)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the known name closest to `name`, or nothing."""
    from difflib import get_close_matches  # needed for mistakes only

    names = list(known)
    equal = [each for each in names if each.casefold() == name.casefold()]
    close = equal or get_close_matches(name, names, n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


class UnknownAttributeError(AttributeError):
    """An object has no such attribute; what was meant is looked for when the message is read.

    ``hasattr`` and ``getattr`` with a default, which the writing of every value asks, throw it away
    unread.

    Parameters
    ----------
    owner
        The object.
    name
        What was asked for.
    attributes
        Names of the attributes of its model; methods are known besides.
    hint
        Returns what helps, given the name and all that are known.
    """

    def __init__(
        self,
        owner: object,
        name: str,
        attributes: Iterable[str] = (),
        hint: Callable[[str, Iterable[str]], str] = did_you_mean,
    ) -> None:
        super().__init__(name=name, obj=owner)
        self._name, self._attributes, self._hint = name, attributes, hint

    def __str__(self) -> str:
        known = [] if self._name.startswith("_") else [*self._attributes, *dir(self.obj)]
        hint = self._hint(self._name, known)
        return f"{type(self.obj).__name__} has no attribute {self._name!r}.{hint}"


def warn_of_slip(owner: object, name: str, known: Iterable[str]) -> None:
    """Warn where a new attribute of a Python object is nearly called like one of its model.

    Scripts may hang what they like on populations and projections; ``pop.taau = 20.0`` in front of
    a running network is rather a slip that would change nothing in silence.

    Parameters
    ----------
    owner
        The object on which `name` is being set.
    name
        Name of the attribute.
    known
        Names of the attributes of its model.
    """
    if name.startswith("_") or name in vars(owner) or hasattr(type(owner), name):
        return
    hint = did_you_mean(name, known)
    if hint:
        label = getattr(owner, "name", type(owner).__name__)
        warn(f"{label} has no attribute {name!r}; nothing in the network was changed.{hint}")
