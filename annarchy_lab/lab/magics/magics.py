"""The magics of the lab.  They only parse; what they do is plain Python, named in each docstring.

In: lines and cells.
Out: models and networks in the user's namespace.
Not here: reading a model (`language.model_cell`), texts (`texts`), reading the words behind
a magic (`words`, `things`).

A cell with a mistake shows the mistake, not a traceback, and leaves the old model as it is.
"""

from typing import TYPE_CHECKING, Any, Final, Literal

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class
from IPython.display import display

from annarchy_lab.api.magic import magic_network
from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.network import Network
from annarchy_lab.api.recordable import owner_of
from annarchy_lab.diagnostics import Source
from annarchy_lab.lab.ahead import Ahead
from annarchy_lab.lab.assist.hooks import ShellHooks
from annarchy_lab.lab.cards.network import NetworkCard
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.magics.live_models import LiveModels
from annarchy_lab.lab.magics.texts import HELP, TEMPLATES
from annarchy_lab.lab.magics.things import recordable
from annarchy_lab.lab.magics.words import Words, checked_name
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.model_cell import parse_model_cell

if TYPE_CHECKING:
    from annarchy_lab.lab.channel import Channel
    from annarchy_lab.lab.dashboards.dashboard import Dashboard
    from annarchy_lab.lab.explorer.explorer import Explorer
    from annarchy_lab.lab.widgets.journal import JournalTable
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


@magics_class
class LabMagics(Magics):
    """Model cells, networks, ``%simulate %record %journal %live %explore %dashboard``."""

    def __init__(self, shell: Any, channel: "Channel") -> None:  # noqa: ANN401
        super().__init__(shell)
        self.channel = channel
        self.ahead = Ahead()
        self.hooks = ShellHooks(shell)
        self.models = LiveModels(_show)

    @line_cell_magic
    def neuron(self, line: str, cell: str | None = None) -> Neuron | None:  # noqa: D102 - below
        model = self._model("neuron", line, cell)
        return model if isinstance(model, Neuron) else None

    @line_cell_magic
    def synapse(self, line: str, cell: str | None = None) -> Synapse | None:  # noqa: D102 - below
        model = self._model("synapse", line, cell)
        return model if isinstance(model, Synapse) else None

    neuron.__doc__, synapse.__doc__ = HELP["neuron"], HELP["synapse"]  # what %%neuron? shows

    @line_cell_magic
    def network(self, line: str, cell: str | None = None) -> NetworkCard | None:
        """Build a network from a cell and compile it; in one line, show a network as it is now.

        %%network net --dt 0.5 --seed 7
        pop = create(100, LIF)
        proj = connect(pop, pop, "exc").fixed_probability(0.1, weights=0.2)

        In the body, ``create connect monitor`` are methods of the new network.
        Plain Python: ``net = ann.Network(dt=..., seed=...)``, the body with ``net.create`` and so
        on, then ``net.compile()``.

        %network net shows that network, %network the current one.
        """
        __tracebackhide__ = True
        return self._shown(line) if cell is None else self._built(line, cell)

    @line_magic
    def simulate(self, line: str) -> None:
        """Simulate the network of that name, or the current one.

        %simulate 1000              live views follow; *interrupt* ends it at a step edge
        %simulate 1e6 --progress

        Plain Python: ``net.simulate(duration, progress=True)``; ``net.start()`` returns at once.
        """
        words = Words("%simulate", LabMagics.simulate.__doc__)
        words.add_argument("duration", type=float, help="in ms")
        words.add_argument("--network", help="variable that holds the network")
        words.add_argument("--progress", action="store_true", help="show a progress bar")
        arguments = words.read(line)
        if arguments is not None:
            network = self._named(arguments.network)
            network.simulate(arguments.duration, progress=arguments.progress)

    @line_magic
    def record(self, line: str) -> Monitor | None:
        """Record variables of a population, view or projection from now on.

        %record pop v spike --period 10
        m = %record pop[:20] v

        Plain Python: ``m = net.monitor(pop, ["v", "spike"], period=10)``.
        """
        words = Words("%record", LabMagics.record.__doc__)
        words.add_argument("what", help="variable that holds it, pop or pop[:20]; or its name")
        words.add_argument("variables", nargs="+", help="names of attributes, or spike")
        words.add_argument("--period", type=float, help="in ms; default: every step")
        words.add_argument("--name", help="name of the monitor")
        given = words.read(line)
        if given is None:
            return None
        what = recordable(given.what, self._user.user_ns, self._named(None))
        network = owner_of(what).network
        return network.monitor(what, given.variables, period=given.period, name=given.name)

    @line_magic
    def journal(self, line: str) -> "JournalTable | None":
        """Show what was changed in the network of that name, or in the current one.

        %journal              a table of changes that grows, and where the file lies
        %journal --script     a plain script that does the same, into a new cell

        Plain Python: ``ann.lab.journal_table(net)``, ``ann.lab.to_script(path)``.
        """
        words = Words("%journal", LabMagics.journal.__doc__)
        words.add_argument("network", nargs="?", help="variable that holds the network")
        words.add_argument("--script", action="store_true", help="write it as a script")
        given = words.read(line)
        if given is None:
            return None
        from annarchy_lab.lab.journals.replaying import to_script

        session = LABORATORY.session(self._named(given.network))
        journal = session.journal
        if not given.script:
            from annarchy_lab.lab.widgets.journal import JournalTable

            return JournalTable(session)
        if journal.path is None:
            raise UsageError("the journal begins with the first live run: net.start().")
        self._user.set_next_input(to_script(journal.path))
        return None

    @line_magic
    def live(self, line: str) -> "LivePanel | None":
        """Show the network of that name, or the current one, while it runs.

        Plain Python: ``ann.lab.live(net)``.
        """
        from annarchy_lab.lab.views.views import live

        words = Words("%live", LabMagics.live.__doc__)
        words.add_argument("network", nargs="?", help="variable that holds the network")
        arguments = words.read(line)
        return None if arguments is None else live(self._named(arguments.network))

    @line_magic
    def explore(self, line: str) -> "Explorer | None":
        """Show what a neuron model does by itself: traces, phase plane, f-I curve, scans.

        %explore LIF
        %explore pop[15]      a neuron of a network, whose state is shown besides

        Plain Python: ``LIF.explore(drive=..., dt=...)``, ``ann.lab.explore(pop[15])``.
        """
        from annarchy_lab.lab.explorer.explore import explore

        words = Words("%explore", LabMagics.explore.__doc__)
        words.add_argument("what", help="variable that holds a neuron model, pop or pop[15]")
        words.add_argument("--drive", help="a parameter, g_target or sum(target)")
        words.add_argument("--dt", type=float, help="step in ms")
        given = words.read(line)
        if given is None:
            return None
        model = self._user.user_ns.get(given.what)
        if not isinstance(model, Neuron) and not _is_neuron_class(model):
            model = recordable(given.what, self._user.user_ns, self._named(None))
        return explore(model, given.drive, dt=given.dt)

    @line_magic
    def dashboard(self, line: str) -> "Dashboard | None":
        """Show all of the network of that name, or of the current one, on one page.

        %dashboard
        %dashboard net --layout mine.json

        Plain Python: ``net.dashboard()``, ``net.dashboard(layout="mine.json")``.
        """
        from annarchy_lab.lab.dashboards.dashboard import dashboard

        words = Words("%dashboard", LabMagics.dashboard.__doc__)
        words.add_argument("network", nargs="?", help="variable that holds the network")
        words.add_argument("--layout", help="file that holds a layout")
        given = words.read(line)
        return None if given is None else dashboard(self._named(given.network), layout=given.layout)

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
            shown = checked_name(f"%%{kind} {name}", name, f"a {kind} model") if name else "Name"
            self._user.set_next_input(TEMPLATES[kind].format(name=shown), replace=True)
            return None
        head = f"%%{kind} {line}\n"
        checked_name(head, name, f"a {kind} model")
        source = Source(head + cell, f"{kind.capitalize()} '{name}'")
        model = parse_model_cell(kind, name, source, len(head))
        model = self.models.renew(name, self._user.user_ns.get(name), model)
        self._user.user_ns[name] = model
        return model

    def _built(self, line: str, cell: str) -> NetworkCard | None:
        __tracebackhide__ = True
        words = Words("%%network", LabMagics.network.__doc__)
        words.add_argument("name", help="variable that will hold the network")
        words.add_argument("--dt", type=float, help="step in ms")
        words.add_argument("--seed", type=int, help="seed of all random numbers")
        arguments = words.read(line)
        if arguments is None:
            return None
        checked_name(f"%%network {line}", arguments.name, "a network")
        given = {"dt": arguments.dt, "seed": arguments.seed}
        network = Network(**{key: value for key, value in given.items() if value is not None})
        self._run_body(network, arguments.name, cell)
        return NetworkCard(network, arguments.name)

    def _shown(self, line: str) -> NetworkCard | None:
        words = Words("%network", LabMagics.network.__doc__)
        words.add_argument("name", nargs="?", help="variable that holds the network")
        arguments = words.read(line)
        if arguments is None:
            return None
        network = self._named(arguments.name)
        return NetworkCard(network, arguments.name or LABORATORY.title_of(network))

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


def _is_neuron_class(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Neuron)


def _show(what: object) -> None:
    """Show something under the cell; text as it is."""
    if isinstance(what, str):
        print(what)
    else:
        display(what)  # type: ignore[no-untyped-call] # IPython says nothing of it
