"""The attributes of a model: one `AttributeDeclaration` per parameter and assigned variable.

In: the lines of a model.
Out: attributes in the order that `declaration` promises, equal names included (a check tells).
Not here: conductances of a spiking neuron (see `build`), whether words and values are right.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Initial,
    Kind,
    Locality,
    ValueType,
)
from annarchy_lab.language.model import EquationLine, Line, Option, ParameterLine
from annarchy_lab.language.syntax import Expr, Name, Ode
from annarchy_lab.language.vocabulary import (
    LOCALITY_WORDS,
    NEURON_LOCALITIES,
    SYNAPSE_LOCALITIES,
    TYPE_WORDS,
)

__all__ = ["assigned_name", "attributes_of"]

_WEIGHT = AttributeDeclaration(
    "w", Kind.PARAMETER, is_locality_explicit=True, description="weight of the synapse"
)


def attributes_of(lines: Sequence[Line], *, is_neuron: bool) -> tuple[AttributeDeclaration, ...]:
    """Return the attributes that the lines declare.

    Parameters
    ----------
    lines
        All lines of the model, in the order of the text.
    is_neuron
        Whether only equations create variables; in a synapse, events do so too.
    """
    assigned = _assigned(lines, is_neuron=is_neuron)
    parameters = [_parameter(line, is_neuron) for line in lines if isinstance(line, ParameterLine)]
    known = {parameter.name for parameter in parameters}
    if not is_neuron and "w" not in known | assigned.keys():
        parameters.append(_WEIGHT)
    changed = {name for name, group in assigned.items() if not _has_equation(group)}
    parameters = [
        _promoted(parameter, assigned[parameter.name]) if parameter.name in changed else parameter
        for parameter in parameters
    ]
    variables = [
        _variable(name, group, is_neuron)
        for name, group in assigned.items()
        if name not in known or name not in changed
    ]
    return (*parameters, *variables)


def assigned_name(line: EquationLine) -> str | None:
    """Return the model's own name that a line assigns, ``None`` for ``pre.x`` and ``post.x``."""
    if isinstance(line.statement, Ode):
        return line.statement.state
    target = line.statement.target
    return target.id if isinstance(target, Name) else None


def _assigned(lines: Iterable[Line], *, is_neuron: bool) -> dict[str, list[EquationLine]]:
    """Group the lines by the attribute that they assign, in the order of first assignment."""
    groups: dict[str, list[EquationLine]] = {}
    known = {line.name for line in lines if isinstance(line, ParameterLine)}
    for line in lines:
        if not isinstance(line, EquationLine):
            continue
        name = assigned_name(line)
        if name is None or (name == "g_target" and not is_neuron):
            continue
        # A neuron's reset changes what the equations declare and creates nothing.
        if line.section == "equations" or not is_neuron or name in groups.keys() | known:
            groups.setdefault(name, []).append(line)
    return groups


def _has_equation(group: Sequence[EquationLine]) -> bool:
    return any(line.section == "equations" for line in group)


def _parameter(line: ParameterLine, is_neuron: bool) -> AttributeDeclaration:
    locality = _locality(line.options, is_neuron)
    default = line.default_locality
    is_drawn = isinstance(line.value, RandomDistribution)
    undecided = Locality.LOCAL if is_drawn else Locality.GLOBAL
    type_ = _type(line.options, ValueType.BOOL if isinstance(line.value, bool) else ValueType.FLOAT)
    return AttributeDeclaration(
        line.name,
        Kind.PARAMETER,
        type_,
        locality or default or undecided,
        is_locality_explicit=locality is not None or default is not None,
        initial=_typed(line.value, type_),
        control_range=line.control_range,
        unit=line.unit,
        description=line.description,
        span=line.span,
    )


def _promoted(
    parameter: AttributeDeclaration, group: Sequence[EquationLine]
) -> AttributeDeclaration:
    """Return a parameter as the variable that an event makes of it, its value as ``init``."""
    options = _options(group)
    is_explicit = parameter.is_locality_explicit
    return replace(
        parameter,
        kind=Kind.VARIABLE,
        locality=parameter.locality if is_explicit else Locality.LOCAL,
        is_locality_explicit=True,
        lower=_bound(options, "min"),
        upper=_bound(options, "max"),
    )


def _variable(name: str, group: Sequence[EquationLine], is_neuron: bool) -> AttributeDeclaration:
    options = _options(group)
    locality = _locality(options, is_neuron)
    type_ = _type(options, ValueType.FLOAT)
    initial = cast("Initial | None", _value(options, "init"))
    return AttributeDeclaration(
        name,
        Kind.VARIABLE,
        type_,
        locality or Locality.LOCAL,
        is_locality_explicit=locality is not None,
        initial=_typed(0 if initial is None else initial, type_),
        lower=_bound(options, "min"),
        upper=_bound(options, "max"),
        unit=next((line.unit for line in group if line.unit), ""),
        description=next((line.description for line in group if line.description), ""),
        span=group[0].span,
    )


def _options(group: Sequence[EquationLine]) -> tuple[Option, ...]:
    return tuple(option for line in group for option in line.options)


def _value(options: Iterable[Option], key: str) -> "Expr | Initial | None":
    return next((option.value for option in options if option.key == key), None)


def _locality(options: Iterable[Option], is_neuron: bool) -> Locality | None:
    """Return the declared locality, ``None`` if it is left open or not one of this kind."""
    word = str(_value(options, "locality"))
    is_right = word in (NEURON_LOCALITIES if is_neuron else SYNAPSE_LOCALITIES)
    return Locality(LOCALITY_WORDS[word]) if is_right else None


def _bound(options: Iterable[Option], key: str) -> Expr | None:
    return cast("Expr | None", _value(options, key))


def _type(options: Iterable[Option], default: ValueType) -> ValueType:
    word = _value(options, "type")
    return ValueType(word) if word in TYPE_WORDS else default


def _saturated(value: float) -> int:
    """Truncate as docs/exactness.md says: what does not fit ends at the limits, NaN gives 0."""
    if math.isnan(value):
        return 0
    return int(min(max(value, -(2**31)), 2**31 - 1))


def _typed(value: Initial, type_: ValueType) -> Initial:
    if not isinstance(value, float | int):
        return value
    match type_:
        case ValueType.BOOL:
            return bool(value)
        case ValueType.INT:
            return _saturated(value)
        case ValueType.FLOAT:
            return float(value)
