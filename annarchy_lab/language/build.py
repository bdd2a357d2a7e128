"""Builds the frozen declaration of a model from what was read, and has it checked.

In: lines and expressions as read, in a `Reading`.
Out: a `NeuronDeclaration` or `SynapseDeclaration`; or `ModelError` with every mistake at once.
Not here: reading text, judging (see `checks`).

What is added to the user's words: ``w`` of a synapse; the variables that an event creates;
``g_target`` of a spiking neuron.  A parameter that an event assigns becomes a variable.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from annarchy_lab.diagnostics import Diagnostic, Span
from annarchy_lab.language.attributes import attributes_of
from annarchy_lab.language.checks import all_checks
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    Kind,
    NeuronDeclaration,
    RewiringRule,
    SynapseDeclaration,
    UserFunction,
)
from annarchy_lab.language.model import EquationLine, Line, Model, Option, ParameterLine
from annarchy_lab.language.read import Reader
from annarchy_lab.language.surroundings import Surroundings, current_surroundings
from annarchy_lab.language.syntax import (
    Assign,
    Binary,
    Expr,
    GlobalOperation,
    Gradient,
    Name,
    Ode,
    WeightedSum,
    rewrite,
    walk,
)
from annarchy_lab.language.values import python_value
from annarchy_lab.language.vocabulary import EVENT_FLAGS, METHODS
from annarchy_lab.lightweight import dataclass

__all__ = ["Reading", "build_neuron", "build_synapse", "notices"]


@dataclass(slots=True)
class Reading:
    """What was read of one model, section by section; every field may stay empty.

    Parameters
    ----------
    events
        Statements by section; a section that the user did not write is missing.
    extra_values
        Numbers by name, for names that stand as the value of a parameter or as an ``init``.
    places
        Where sections stand that leave no node in the declaration.
    """

    name: str
    description: str = ""
    reference: str = ""
    reader: Reader = field(default_factory=Reader)
    parameters: tuple[ParameterLine, ...] = ()
    equations: tuple[EquationLine, ...] = ()
    events: dict[str, tuple[EquationLine, ...]] = field(default_factory=dict)
    functions: tuple[UserFunction, ...] = ()
    spike: Expr | None = None
    axon_spike: Expr | None = None
    refractory: Expr | float | None = None
    psp: Expr | None = None
    operation: str = "sum"
    pruning: RewiringRule | None = None
    creating: RewiringRule | None = None
    extra_values: Mapping[str, Any] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, parameters first, then equations, then events."""
        events = (line for lines in self.events.values() for line in lines)
        return (*self.parameters, *self.equations, *events)


def build_neuron(reading: Reading) -> NeuronDeclaration:
    """Return the checked declaration of a neuron model.

    Raises
    ------
    ModelError
        With every mistake of the wording and of the model.
    """
    surroundings = current_surroundings()
    attributes = _attributes(reading, is_neuron=True)
    known = {a.name for a in attributes} | surroundings.constants
    neuron = NeuronDeclaration(
        reading.name,
        reading.description,
        attributes,
        _equations(reading.equations, known),
        reading.spike,
        _equations(reading.events.get("reset", ()), known),
        reading.axon_spike,
        _equations(reading.events.get("axon_reset", ()), known),
        reading.refractory,
        reading.functions,
        reference=reading.reference,
    )
    neuron = _with_inputs(neuron, surroundings)
    _check(Model(neuron, reading.lines, surroundings, reading.places), reading.reader)
    return neuron


def build_synapse(reading: Reading) -> SynapseDeclaration:
    """Return the checked declaration of a synapse model.

    Raises
    ------
    ModelError
        With every mistake of the wording and of the model.
    """
    surroundings = current_surroundings()
    attributes = _attributes(reading, is_neuron=False)
    known = {a.name for a in attributes} | surroundings.constants
    events = {
        section: _equations(lines, known) for section, lines in reading.events.items()
    }  # fmt: skip
    synapse = SynapseDeclaration(
        reading.name,
        reading.description,
        attributes,
        _equations(reading.equations, known),
        reading.psp,
        reading.operation,
        events.get("pre_spike"),
        events.get("post_spike"),
        events.get("pre_axon_spike"),
        reading.functions,
        reading.pruning,
        reading.creating,
        reading.reference,
    )
    _check(Model(synapse, reading.lines, surroundings, reading.places), reading.reader)
    return synapse


def notices(lines: Sequence[Line]) -> tuple[Diagnostic, ...]:
    """Return what is accepted but should be written differently."""
    return tuple(
        Diagnostic("ANN199", message, option.span, hint)
        for line in lines
        for option in line.options
        if option.key == "method"
        for message, hint in _notices_of(line, option)
    )


def _notices_of(line: Line, option: Option) -> Iterator[tuple[str, str]]:
    if option.value == "exact":
        yield "'exact' is the old word for event-driven", "write event-driven"
    if isinstance(line, EquationLine) and not isinstance(line.statement, Ode):
        yield f"'{option.value}' has no effect on '{line.text}', which has no gradient", "remove it"


def _attributes(reading: Reading, *, is_neuron: bool) -> tuple[AttributeDeclaration, ...]:
    attributes = attributes_of(reading.lines, is_neuron=is_neuron)
    return tuple(_with_extra_value(attribute, reading) for attribute in attributes)


def _with_extra_value(attribute: AttributeDeclaration, reading: Reading) -> AttributeDeclaration:
    name = attribute.initial
    if not isinstance(name, str) or name not in reading.extra_values:
        return attribute
    given = reading.extra_values[name]
    value = reading.reader.attempt(lambda: python_value(given, attribute.span))
    return replace(attribute, initial=0.0 if value is None else value)


def _check(model: Model, reader: Reader) -> None:
    model = replace(
        model,
        broken_names=frozenset(reader.broken_names),
        broken_functions=frozenset(reader.broken_functions),
    )
    # Where whole sections are missing, every check would complain about what they declare.
    for check in () if reader.is_incomplete else all_checks():
        for diagnostic in check.run(model):
            reader.add(diagnostic)
    reader.report.raise_if_any()


def _equations(lines: Sequence[EquationLine], known: set[str]) -> tuple[Equation, ...]:
    return tuple(_equation(line, known) for line in lines)


def _equation(line: EquationLine, known: set[str]) -> Equation:
    words = {option.key: option.value for option in reversed(line.options)}
    statement = line.statement
    match statement:
        case Ode(right=right):
            statement = replace(statement, right=_without_division_by_dt(right, known))
        case Assign(value=value):
            statement = replace(statement, value=_without_division_by_dt(value, known))
    return Equation(
        statement,
        METHODS.get(str(words.get("method"))),
        frozenset(flag for flag in EVENT_FLAGS if flag in words),
        line.text,
        line.span,
    )


def _without_division_by_dt(expr: Expr, known: set[str]) -> Expr:
    """Read ``delta/dt`` as a division where `delta` is declared and a variable `elta` is not."""

    def change(node: Expr) -> Expr:
        if isinstance(node, Gradient) and f"d{node.id}" in known and node.id not in known:
            return Binary("/", Name(f"d{node.id}", node.span), Name("dt", node.span), node.span)
        return node

    return rewrite(expr, change)


def _with_inputs(neuron: NeuronDeclaration, surroundings: Surroundings) -> NeuronDeclaration:
    """Add the conductances that the text names, and the list of targets."""
    sums = [node for node in _nodes(neuron) if isinstance(node, WeightedSum)]
    targets = {node.target: None for node in sums if node.target is not None}
    attributes = list(neuron.attributes)
    if neuron.is_spiking:
        declared = {a.name: a.kind for a in attributes}
        declared |= dict.fromkeys(surroundings.constants - declared.keys(), Kind.PARAMETER)
        for name in _conductances(neuron):
            if name not in declared:
                attributes.append(AttributeDeclaration(name, Kind.VARIABLE))
            # A parameter or constant that happens to be called g_... is no conductance.
            if declared.get(name) is not Kind.PARAMETER:
                targets[name.removeprefix("g_")] = None
    return replace(
        neuron,
        attributes=tuple(attributes),
        targets=tuple(targets),
        sums_all_targets=any(node.target is None for node in sums),
    )


def _nodes(neuron: NeuronDeclaration) -> Iterator[Expr]:
    for site in Model(neuron).sites():
        yield from walk(site.expr)


def _conductances(neuron: NeuronDeclaration) -> Iterator[str]:
    """Yield each ``g_x`` that is read or assigned, each once, assigned ones first."""
    assigned = (equation.assigned for _, equation in Model(neuron).statements())
    read = (n.id for n in _nodes(neuron) if isinstance(n, Name | GlobalOperation | Gradient))
    for name in dict.fromkeys((*assigned, *read)):
        if name.startswith("g_") and name != "g_":
            yield name
