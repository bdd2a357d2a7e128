"""What users put into a model beside text: `Parameter`, `Variable`, `Creating`, `Pruning`.

In: the user's arguments, kept as given.
Out: lines and pieces that `read` and `build` understand.
Not here: complaints about the arguments; they need the model's name and come when it is declared.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from annarchy_lab.diagnostics import Span
from annarchy_lab.language.arguments import call_text, inside
from annarchy_lab.language.declaration import Initial, Locality
from annarchy_lab.language.faults import INVALID_ARGUMENT, INVALID_RANGE
from annarchy_lab.language.model import Option, ParameterLine
from annarchy_lab.language.parser import parse_expression
from annarchy_lab.language.syntax import Expr, Number, Unary
from annarchy_lab.language.template import Template
from annarchy_lab.language.values import initial_value, python_value
from annarchy_lab.lightweight import dataclass

__all__ = [
    "Creating",
    "Parameter",
    "Pruning",
    "Variable",
    "entry_text",
    "given_value",
    "parameter_line",
    "variable_keywords",
    "variable_option",
]


_NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a neuron or synapse: only Python changes it.

    Parameters
    ----------
    value
        A number, a bool, the name of a `Constant`, constant arithmetic as text (``"1/2.46"``), or a
        random distribution, drawn for each neuron or synapse.
    locality
        ``'local'``: one value per neuron or synapse; ``'semiglobal'``: one per post-synaptic neuron
        (synapses only); ``'global'``: one for all.  Default: undecided; it reads as one number
        until different ones are assigned.
    type
        ``float``, ``int`` or ``bool``, or their names.  Default: ``bool`` for a bool, else
        ``float``.
    range
        Lowest and highest value of a control in the lab; bounds nothing.
    unit, description
        Shown in tables and beside controls.

    Examples
    --------
    >>> Parameter(5.0, range=(0, 20), unit="mV").value
    5.0
    """

    value: Any
    locality: str | None = None
    type: Any = None
    range: tuple[float, float] | None = None
    unit: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a neuron or synapse with its equation.

    Parameters
    ----------
    equation
        One equation, such as ``"tau*dv/dt + v = I"``; standard models give a `Template`.
    locality
        ``'local'``, ``'semiglobal'`` (synapses only) or ``'global'``.  Default: local.
    type
        ``float``, ``int`` or ``bool``, or their names.  Default: ``float``.
    init
        Value at creation and after reset: a number, a bool, the name of a parameter or `Constant`,
        or a random distribution (object or text).  Default: 0.
    min, max
        Bounds, applied after each assignment: numbers or expressions such as ``"-w_max"``.
    method
        ``'explicit' 'implicit' 'semiimplicit' 'exponential' 'midpoint' 'rk4'``, or
        ``'event-driven'`` in a spiking synapse.  Default: that of the network.
    unit, description
        Shown in tables and on axes.

    Examples
    --------
    >>> Variable("tau*dv/dt + v = sum(exc)", init=-65.0, method="exponential").init
    -65.0
    """

    equation: str | Template
    locality: str | None = None
    type: Any = None
    init: Any = None
    min: Any = None
    max: Any = None
    method: str | None = None
    unit: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Creating:
    """When a synapse is created between a pair of neurons that has none.

    Parameters
    ----------
    equation
        Condition over ``pre.x``, ``post.x`` and global attributes.
    proba
        Probability where the condition holds.
    w
        Weight of the new synapse: a number or a distribution.
    d
        Its delay in ms.  Default: that of the projection.
    """

    equation: str
    proba: Any = 1.0
    w: Any = 0.0
    d: Any = None


@dataclass(frozen=True, slots=True)
class Pruning:
    """When a synapse is removed.

    Parameters
    ----------
    equation
        Condition over the synapse's attributes, ``pre.x`` and ``post.x``.
    proba
        Probability where the condition holds.
    """

    equation: str
    proba: Any = 1.0


def entry_text(name: str, given: object) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return one entry of a dict of parameters as text, and where each of its words stands."""
    head = f"{' '.join(name.split())} = "
    if not isinstance(given, Parameter):
        text, places = call_text(head, {"value": given}, 1)
    else:
        words = {"locality": given.locality, "type": given.type, "range": given.range}
        keywords = {key: word for key, word in words.items() if word is not None}
        arguments = {"value": given.value, **keywords}
        text, places = call_text(f"{head}Parameter(", arguments, 1, ")")
    return text, {"name": (0, len(head) - 3), **places}


def parameter_line(name: str, given: object, places: Mapping[str, Span]) -> ParameterLine:
    """Return one entry of a dict of parameters as a line.

    A plain number is global, a distribution local, a bare `Parameter` undecided.

    Parameters
    ----------
    places
        Where its words stand, as `entry_text` names them.

    Raises
    ------
    Mistake
        If a value has the wrong type.
    """
    if not _NAME.fullmatch(name):
        hint = "write ASCII letters, digits and '_', a letter first"
        raise INVALID_ARGUMENT.at(places["name"], f"'{name}' is no name", hint)
    parameter = given if isinstance(given, Parameter) else Parameter(given)
    value = given_value(parameter.value, places["value"])
    default: Locality | None = None
    if given is not parameter:
        is_one = isinstance(value, float | int | str)
        default = Locality.GLOBAL if is_one else Locality.LOCAL
    words = {"locality": parameter.locality, "type": _word(parameter.type)}
    return ParameterLine(
        name,
        value,
        tuple(Option(key, word, places[key]) for key, word in words.items() if word is not None),
        default,
        places["name"],
        unit=str(parameter.unit),
        description=str(parameter.description),
        control_range=_control_range(parameter.range, places),
        value_span=places["value"],
    )


def variable_keywords(variable: Variable) -> dict[str, object]:
    """Return the keywords of a `Variable` that its user gave."""
    keys = ("locality", "type", "init", "min", "max", "method")
    given = {key: getattr(variable, key) for key in keys}
    return {key: value for key, value in given.items() if value is not None}


def variable_option(key: str, value: object, place: Span) -> Option:
    """Return one keyword of a `Variable` as an option.

    Raises
    ------
    Mistake
        If its value has the wrong type or cannot be read.
    """
    match key:
        case "init":
            return Option(key, given_value(value, place), place)
        case "min" | "max":
            return Option(key, _bound(value, place), place)
        case "type":
            return Option(key, _word(value), place)
        case _:
            return Option(key, str(value), place)


def _word(type_: object) -> str | None:
    return type_.__name__ if isinstance(type_, type) else None if type_ is None else str(type_)


def given_value(value: object, span: Span) -> Initial:
    """Return a Python value, or what its text stands for; raises `Mistake`."""
    if not isinstance(value, str):
        return python_value(value, span)
    return initial_value(_parsed(value, span))


def _parsed(text: str, span: Span) -> Expr:
    place = inside(text, span)
    return parse_expression(place.source, place.start, place.stop)


def _bound(value: object, span: Span) -> Expr:
    if isinstance(value, str):
        return _parsed(value, span)
    number = python_value(value, span)
    if isinstance(number, str):
        return parse_expression(number)
    if not isinstance(number, float | int):
        hint = "write min=0.0, or min='-w_max'"
        raise INVALID_ARGUMENT.at(span, "a bound is a number or an expression", hint)
    literal = Number(abs(float(number)), isinstance(number, int), span)
    return Unary("-", literal, span) if number < 0 else literal


def _control_range(given: object, places: Mapping[str, Span]) -> tuple[float, float] | None:
    if given is None:
        return None
    try:
        low, high = (float(end) for end in given)  # type: ignore[attr-defined] # or else refused
    except (TypeError, ValueError):
        low = high = 0.0
    if not low < high:
        raise INVALID_RANGE.at(places["range"], "this is no range", "write range=(lowest, highest)")
    return low, high
