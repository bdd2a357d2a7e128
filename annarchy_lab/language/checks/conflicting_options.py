"""Two different values for the same option of one attribute."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.attributes import assigned_name
from annarchy_lab.language.model import EquationLine, Model, Option

CODE: Final = "ANN145"
_OF_ATTRIBUTES: Final = frozenset(("init", "min", "max", "locality", "type"))


def conflicting_options(model: Model) -> Iterator[Diagnostic]:
    """Report two methods on one line, or two different bounds, inits, types of one variable.

    A variable that is assigned in several places has one declaration; only one value would count.

    Example: ``dv/dt = -v : rk4, midpoint``.
    """
    first: dict[tuple[str, str], Option] = {}
    lines = (line for line in model.lines if isinstance(line, EquationLine))
    equations = [assigned_name(line) for line in lines if line.section == "equations"]
    for number, line in enumerate(model.lines):
        name = (assigned_name(line) or "") if isinstance(line, EquationLine) else ""
        if name and equations.count(name) > 1:
            continue  # a second equation is told by duplicate_name
        for option in line.options:
            # A method belongs to its line, the others to the variable.
            owner = name if option.key in _OF_ATTRIBUTES and name else str(number)
            earlier = first.setdefault((owner, option.key), option)
            if earlier is not option and earlier.value != option.value:  # NaN is not NaN
                subject = f" of '{name}'" if name else ""
                message = f"a second, different value for '{option.key}'{subject}"
                yield Diagnostic(CODE, message, option.span, "keep one of them")
