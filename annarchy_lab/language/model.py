"""A model while it is checked: the declaration, and the words that the declaration leaves out.

In: the lines as read (`ParameterLine`, `EquationLine`) and the declaration built from them.
Out: `Model`, the one argument of every check, and its `Site`s: each expression with its place.
Not here: reading, building, judging.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final, TypeAlias

from annarchy_lab.diagnostics import Span
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    Initial,
    Kind,
    Locality,
    NeuronDeclaration,
    SynapseDeclaration,
)
from annarchy_lab.language.surroundings import Surroundings
from annarchy_lab.language.syntax import NOWHERE, Assign, Expr, Ode, Statement
from annarchy_lab.language.vocabulary import EVENT_FLAGS, LOCALITY_WORDS, OPTION_KEYS
from annarchy_lab.lightweight import dataclass

__all__ = [
    "NEURON_EVENTS",
    "SYNAPSE_EVENTS",
    "UNNAMED",
    "Declaration",
    "EquationLine",
    "Line",
    "Model",
    "Option",
    "ParameterLine",
    "Site",
]

Declaration: TypeAlias = NeuronDeclaration | SynapseDeclaration

UNNAMED: Final = (
    *("Rate-coded neuron", "Spiking neuron"),
    *("Rate-coded synapse", "Spiking synapse"),
)
"""What models are called that their user gave no name."""
NEURON_EVENTS: Final = ("reset", "axon_reset")
SYNAPSE_EVENTS: Final = ("pre_spike", "pre_axon_spike", "post_spike")


@dataclass(frozen=True, slots=True)
class Option:
    """One flag or keyword: its word, its value if it has one, its place."""

    key: str
    value: "Expr | Initial | None"
    span: Span


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """The definition of one parameter; `value_span` is the place of its value alone."""

    name: str
    value: Initial
    options: tuple[Option, ...]
    default_locality: Locality | None  # None: undecided
    span: Span
    section: str = "parameters"
    unit: str = ""
    description: str = ""
    control_range: tuple[float, float] | None = None
    value_span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class EquationLine:
    """One statement with its flags."""

    section: str
    statement: Statement
    options: tuple[Option, ...]
    text: str
    span: Span
    unit: str = ""
    description: str = ""


Line: TypeAlias = ParameterLine | EquationLine


@dataclass(frozen=True, slots=True)
class Site:
    """One expression of a model and where it stands.

    Parameters
    ----------
    section
        ``equations``, ``reset``, ``spike``, ``psp``, ... ; a bound belongs to ``bounds``.
    what
        The place in words, such as ``the equation of 'r'``.
    subject
        The variable that the expression gives a value or a bound; ``None`` for a condition.
    """

    section: str
    what: str
    expr: Expr
    subject: str | None = None
    equation: Equation | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A declaration that may still hold mistakes.

    Parameters
    ----------
    declaration
        As built from the lines that could be read.
    lines
        All lines, in the order of the text.
    surroundings
        Constants and global functions.
    places
        Where sections stand that leave no node in the declaration, such as ``operation``.
    broken_names, broken_functions
        What the unreadable lines declare: known, so that one mistake is told once.
    extra_sites
        Expressions over the model's attributes that stand outside of it.
    """

    declaration: Declaration
    lines: tuple[Line, ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    places: Mapping[str, Span] = field(default_factory=dict)
    broken_names: frozenset[str] = frozenset()
    broken_functions: frozenset[str] = frozenset()
    extra_sites: tuple[Site, ...] = ()

    @property
    def is_neuron(self) -> bool:
        """Whether this is a neuron model, a synapse model otherwise."""
        return isinstance(self.declaration, NeuronDeclaration)

    @property
    def kind(self) -> str:
        """``'neuron'`` or ``'synapse'``."""
        return "neuron" if self.is_neuron else "synapse"

    @property
    def label(self) -> str:
        """How a message without a place names the model, such as ``Neuron 'LIF'``."""
        name = self.declaration.name
        return name if name in UNNAMED else f"{self.kind.capitalize()} '{name}'"

    @property
    def lacks_spike(self) -> bool:
        """Whether this is a neuron with parts that only spiking ones have, but without `spike`."""
        neuron = self.declaration
        if not isinstance(neuron, NeuronDeclaration) or neuron.is_spiking:
            return False
        parts = (neuron.reset, neuron.axon_spike, neuron.axon_reset, neuron.refractory)
        return any(part not in (None, ()) for part in parts)

    @property
    def doubtful(self) -> frozenset[str]:
        """Names whose locality may be another one: a word that should say it cannot be read."""
        return frozenset(
            name
            for line in self.lines
            for name in _names_of(line)
            if any(_is_doubtful(option) for option in line.options)
        )

    @property
    def attributes(self) -> dict[str, AttributeDeclaration]:
        """Attributes by name; of two equal names the first."""
        return {a.name: a for a in reversed(self.declaration.attributes)}

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables."""
        return frozenset(a.name for a in self.declaration.attributes if a.kind is Kind.VARIABLE)

    def events(self) -> Iterator[tuple[str, tuple[Equation, ...]]]:
        """Yield each event that is declared: its section and its statements."""
        for section in NEURON_EVENTS if self.is_neuron else SYNAPSE_EVENTS:
            statements = getattr(self.declaration, section)
            if statements is not None:
                yield section, statements

    def statements(self) -> Iterator[tuple[str, Equation]]:
        """Yield each statement with its section: equations first, then events."""
        for equation in self.declaration.equations:
            yield "equations", equation
        for section, statements in self.events():
            for equation in statements:
                yield section, equation

    def sites(self) -> Iterator[Site]:
        """Yield every expression of the model, functions' bodies left out."""
        for section, equation in self.statements():
            yield from _sites_of_statement(section, equation)
        for attribute in self.declaration.attributes:
            for word, bound in (("min", attribute.lower), ("max", attribute.upper)):
                if bound is not None:
                    yield Site("bounds", f"{word} of '{attribute.name}'", bound, attribute.name)
        yield from self._conditions()
        yield from self.extra_sites

    def _conditions(self) -> Iterator[Site]:
        for section in ("spike", "axon_spike", "refractory", "psp", "pruning", "creating"):
            value = getattr(self.declaration, section, None)
            value = getattr(value, "condition", value) if section in _RULES else value
            if value is not None and not isinstance(value, float):
                yield Site(section, section, value)


_RULES: Final = ("pruning", "creating")


def _names_of(line: Line) -> tuple[str, ...]:
    if isinstance(line, ParameterLine):
        return (line.name,)
    if isinstance(line.statement, Ode):
        return (line.statement.state,)
    return (line.statement.target.id,)


def _is_doubtful(option: Option) -> bool:
    if option.key == "locality":
        return option.value not in LOCALITY_WORDS
    return option.key not in OPTION_KEYS | EVENT_FLAGS


def _sites_of_statement(section: str, equation: Equation) -> Iterator[Site]:
    name = equation.assigned
    what = f"the equation of '{name}'" if section == "equations" else f"'{name}' in {section}"
    match equation.statement:
        case Ode(left=left, right=right):
            yield Site(section, what, left, name, equation)
            yield Site(section, what, right, name, equation)
        case Assign(value=value):
            yield Site(section, what, value, name, equation)
