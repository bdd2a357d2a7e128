"""The magics of the lab.  They only parse; what they do is plain Python, named in each docstring.

In: lines and cells.
Out: models and networks in the user's namespace.
Not here: reading a model (`language.model_cell`), texts (`magic_texts`).

A cell with a mistake shows the mistake, not a traceback, and leaves the old model as it is.
"""

import argparse
import inspect
import keyword
import shlex
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_cell_magic, line_magic, magics_class

from annarchy_lab.api.magic import magic_network
from annarchy_lab.api.network import Network
from annarchy_lab.diagnostics import Diagnostic, ModelError, Source, Span
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.magic_texts import HELP, TEMPLATES
from annarchy_lab.lab.network_card import NetworkCard
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.model_cell import parse_model_cell

if TYPE_CHECKING:
    from annarchy_lab.lab.channel import Channel
    from annarchy_lab.lab.widgets.live import LivePanel

__all__ = ["LabMagics", "without_body"]

MODELS: Final = ("neuron", "synapse")
BOUND: Final = ("create", "connect", "monitor")
"""Methods of the new network that the body of ``%%network`` may call by name."""


def without_body(lines: list[str]) -> list[str]:
    """Turn a model magic whose cell is empty into a line magic, which IPython would refuse."""
    text = "".join(lines).strip()
    word = text.removeprefix("%%").split(maxsplit=1)[:1]
    if text.startswith("%%") and "\n" not in text and word and word[0] in MODELS:
        return [f"{text[1:]}\n"]
    return lines


class Words(argparse.ArgumentParser):
    """The words behind a magic, read as a shell would."""

    def __init__(self, magic: str, doc: str | None) -> None:
        text = inspect.cleandoc(doc or "")
        super().__init__(magic, description=text, add_help=False, exit_on_error=False)
        self.add_argument("--help", "-h", action="store_true", help="show this")

    def read(self, line: str) -> argparse.Namespace | None:
        """Return the arguments; None if help was asked for, which is then printed.

        Raises
        ------
        UsageError
            If they make no sense.
        """
        given = shlex.split(line)
        if "--help" in given or "-h" in given:
            print(self.format_help())
            return None
        try:
            return self.parse_args(given)
        except argparse.ArgumentError as error:
            raise UsageError(f"{self.prog}: {error}\n{self.format_usage()}") from error

    def error(self, message: str) -> NoReturn:
        """Say what is missing."""
        raise UsageError(f"{self.prog}: {message}\n{self.format_usage()}")


@magics_class
class LabMagics(Magics):
    """``%%neuron %%synapse %%network %simulate %live``."""

    def __init__(self, shell: Any, channel: "Channel") -> None:  # noqa: ANN401
        super().__init__(shell)
        self.channel = channel

    @line_cell_magic
    def neuron(self, line: str, cell: str | None = None) -> Neuron | None:
        """Declare a neuron model; see ``%%neuron --help``.

        Plain Python: ``Name = ann.Neuron(...)``.
        """
        model = self._model("neuron", line, cell)
        return model if isinstance(model, Neuron) else None

    @line_cell_magic
    def synapse(self, line: str, cell: str | None = None) -> Synapse | None:
        """Declare a synapse model; see ``%%synapse --help``.

        Plain Python: ``Name = ann.Synapse(...)``.
        """
        model = self._model("synapse", line, cell)
        return model if isinstance(model, Synapse) else None

    @cell_magic
    def network(self, line: str, cell: str) -> NetworkCard | None:
        """Build a network and compile it; ``create connect monitor`` are its methods.

        Plain Python: ``net = ann.Network(dt=..., seed=...)``, the body with ``net.create`` and so
        on, then ``net.compile()``.
        """
        __tracebackhide__ = True
        words = Words("%%network", LabMagics.network.__doc__)
        words.add_argument("name", help="variable that will hold the network")
        words.add_argument("--dt", type=float, help="step in ms")
        words.add_argument("--seed", type=int, help="seed of all random numbers")
        arguments = words.read(line)
        if arguments is None:
            return None
        _checked_name(f"%%network {line}", arguments.name, "a network")
        given = {"dt": arguments.dt, "seed": arguments.seed}
        network = Network(**{key: value for key, value in given.items() if value is not None})
        self._run_body(network, arguments.name, cell)
        return NetworkCard(network, arguments.name)

    @line_magic
    def simulate(self, line: str) -> None:
        """Simulate the network of that name, or the current one.

        Plain Python: ``net.simulate(duration)``.
        """
        words = Words("%simulate", LabMagics.simulate.__doc__)
        words.add_argument("duration", type=float, help="in ms")
        words.add_argument("--network", help="variable that holds the network")
        arguments = words.read(line)
        if arguments is not None:
            self._named(arguments.network).simulate(arguments.duration)

    @line_magic
    def live(self, line: str) -> "LivePanel | None":
        """Show the network of that name, or the current one, while it runs.

        Plain Python: ``ann.lab.live(net)``.
        """
        from annarchy_lab.lab.views import live

        words = Words("%live", LabMagics.live.__doc__)
        words.add_argument("network", nargs="?", help="variable that holds the network")
        arguments = words.read(line)
        return None if arguments is None else live(self._named(arguments.network))

    # Below: how

    @property
    def _user(self) -> Any:  # noqa: ANN401 - the shell, which is always there
        return self.shell

    def _model(
        self, kind: Literal["neuron", "synapse"], line: str, cell: str | None
    ) -> Neuron | Synapse | None:
        name = line.strip()
        if name in ("--help", "-h", "?"):
            print(HELP[kind])
            return None
        if cell is None or (not name and not cell.strip()):
            shown = _checked_name(f"%%{kind} {name}", name, f"a {kind} model") if name else "Name"
            self._user.set_next_input(TEMPLATES[kind].format(name=shown), replace=True)
            return None
        head = f"%%{kind} {line}\n"
        _checked_name(head, name, f"a {kind} model")
        source = Source(head + cell, f"{kind.capitalize()} '{name}'")
        model = parse_model_cell(kind, name, source, len(head))
        self._user.user_ns[name] = model
        return model

    def _run_body(self, network: Network, name: str, cell: str) -> None:
        """Run the body of a network cell; the user's names are as before if it fails."""
        __tracebackhide__ = True
        space = self._user.user_ns
        before = {word: space[word] for word in (*BOUND, name) if word in space}
        space |= {word: getattr(network, word) for word in BOUND} | {name: network}
        try:
            source = self._user.transform_cell(cell)
            place = self._user.compile.cache(source, self._user.execution_count, raw_code=cell)
            exec(self._user.compile(source, place, "exec"), space)  # Python, and the user's own
            network.compile(silent=True)
        except BaseException:
            space.pop(name, None)
            space |= {name: before[name]} if name in before else {}
            raise
        finally:
            for word in BOUND:
                space.pop(word, None)
            space |= {word: before[word] for word in BOUND if word in before}

    def _named(self, name: str | None) -> Network:
        if name is None:
            session = LABORATORY.current()
            return magic_network() if session is None else session.network
        network = self._user.user_ns.get(name)
        if not isinstance(network, Network):
            raise UsageError(f"there is no network called {name!r}.")
        return network


def _checked_name(head: str, name: str, what: str) -> str:
    """Return a name that can stand in Python.

    Raises
    ------
    ModelError
        With the line and a caret, if it is none.
    """
    if name.isidentifier() and not keyword.iskeyword(name):
        return name
    word = head.partition(" ")[0]
    start = head.find(name, len(word)) if name else len(word)
    span = Span(Source(head, f"{word} cell"), start, start + max(1, len(name)))
    message = f"{name!r} cannot be the name of {what}" if name else f"{what} needs a name"
    hint = "a name consists of letters, digits and _, and begins with a letter"
    raise ModelError([Diagnostic("ANN190", message, span, hint)])
