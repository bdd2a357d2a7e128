"""The names that a user has declared: in the cell itself, and around it.

In: a cell, mostly unfinished; the user's variables.
Out: entries.
Not here: the words of the language (`dictionary`).

Lines that cannot be read yet are left out; nothing here complains.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from annarchy_lab.api.population import Population
from annarchy_lab.lab.assist.cell import Cell
from annarchy_lab.lab.assist.entry import Entry
from annarchy_lab.language.build import Reading
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Kind,
    NeuronDeclaration,
    UserFunction,
)
from annarchy_lab.language.declare import Neuron
from annarchy_lab.language.model import EquationLine, ParameterLine
from annarchy_lab.language.model_cell import read_model_cell
from annarchy_lab.language.printer import print_expression
from annarchy_lab.language.surroundings import current_surroundings
from annarchy_lab.language.syntax import Assign, Name, Ode

__all__ = ["conductances", "members", "names_of", "targets"]

_WEIGHT: Final = Entry("w", "variable", text="weight of the synapse")
_RATE: Final = Entry("r", "variable", text="mean firing rate", unit="Hz")
_INPUT: Final = Entry("g_target", "target", text="the conductance that the synapse's target names")
_G: Final = re.compile(r"\bg_([A-Za-z]\w*)")
_SUM: Final = re.compile(r"\bsum\(\s*([A-Za-z_]\w*)\s*\)")
_USUAL: Final = ("exc", "inh")


def names_of(cell: Cell, section: str) -> tuple[Entry, ...]:
    """Return the names that may stand in an expression of a section, the cell's own first."""
    reading = read_model_cell(cell.kind, cell.name, cell.source, cell.start)
    own = {entry.word: entry for entry in _attributes(reading)}
    own |= {entry.word: entry for entry in map(_function, reading.functions)}
    around = current_surroundings()
    constants = (Entry(word, "constant", text="a constant") for word in sorted(around.constants))
    functions = map(_function, around.functions.values())
    found = (*own.values(), *_given(cell, reading, section), *constants, *functions)
    return tuple({entry.word: entry for entry in reversed(found)}.values())[::-1]


def _given(cell: Cell, reading: Reading, section: str) -> tuple[Entry, ...]:
    """Return the names that every model of this kind has."""
    if cell.kind == "neuron":
        return (_RATE,) if reading.spike is not None else ()
    return (_WEIGHT, _INPUT) if section.endswith("spike") else (_WEIGHT,)


def _attributes(reading: Reading) -> Iterator[Entry]:
    yield from map(_parameter, reading.parameters)
    events = (line for lines in reading.events.values() for line in lines)
    seen: set[str] = set()
    for line in (*reading.equations, *events):
        name = _assigned(line)
        if name and name not in seen | {"g_target"}:
            seen.add(name)
            yield Entry(name, "variable", line.text, line.description, line.unit)


def _parameter(line: ParameterLine) -> Entry:
    form = f"{line.name} = {line.value_span.text or line.value}"
    if line.control_range is not None:
        form += " in {:g}..{:g}".format(*line.control_range)
    return Entry(line.name, "parameter", form, line.description, line.unit)


def _assigned(line: EquationLine) -> str:
    match line.statement:
        case Ode(state=name) | Assign(target=Name(id=name)):
            return name
        case _:
            return ""


def _function(function: UserFunction) -> Entry:
    form = f"{function.name}({', '.join(function.arguments)})"
    arguments = tuple((name, "") for name in function.arguments)
    text = f"= {print_expression(function.body)}"
    return Entry(function.name, "function", form, text, arguments=arguments)


# What lies around the cell


def members(variables: Mapping[str, object]) -> tuple[Entry, ...]:
    """Return the attributes that neurons of the user's models have, for ``pre.`` and ``post.``."""
    found: dict[str, Entry] = {}
    for neuron in _neurons(variables):
        for attribute in neuron.attributes:
            found.setdefault(attribute.name, _member(attribute, neuron.name))
    found.setdefault("r", Entry("r", "variable", text="firing rate"))
    return tuple(found.values())


def targets(cell: Cell, variables: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of targets that the cell and the user's models use, then the usual ones."""
    own = (*_G.findall(cell.text), *_SUM.findall(cell.text))
    others = (target for neuron in _neurons(variables) for target in neuron.targets)
    found = dict.fromkeys((*own, *others, *_USUAL))
    return tuple(name for name in found if name != "target")


def conductances(cell: Cell, variables: Mapping[str, object]) -> tuple[Entry, ...]:
    """Return ``g_exc`` and the like, of a neuron."""
    return tuple(
        Entry(f"g_{name}", "target", text=f"what spikes bring through the target {name}")
        for name in targets(cell, variables)
    )


def _neurons(variables: Mapping[str, object]) -> Iterator[NeuronDeclaration]:
    """Yield the neuron models among the user's variables, each once."""
    seen: set[int] = set()
    for value in tuple(variables.values()):
        if isinstance(value, Neuron | Population) and id(value.declaration) not in seen:
            seen.add(id(value.declaration))
            yield value.declaration


def _member(attribute: AttributeDeclaration, owner: str) -> Entry:
    kind = "parameter" if attribute.kind is Kind.PARAMETER else "variable"
    value = attribute.initial
    form = f"{attribute.name} = {value}" if kind == "parameter" else attribute.name
    text = attribute.description or f"{kind} of {owner}"
    return Entry(attribute.name, kind, form, text, attribute.unit)
