"""What a model needs to know of the network around it, and the names that every model shares.

In: constants, functions and defaults of the network.
Out: `Context`; `shared_names`, the meaning of ``t``, ``pi``, constants.
Not here: anything of one model.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from annarchy_lab.diagnostics import Report
from annarchy_lab.ir.expression import Const, DType, Expr, Owner, Ref, Symbol
from annarchy_lab.ir.model import Attribute, Role
from annarchy_lab.language.checks.mixed_methods import mixed
from annarchy_lab.language.declaration import Equation, UserFunction
from annarchy_lab.lightweight import dataclass

__all__ = [
    "Context",
    "constant_names",
    "functions_by_name",
    "refuse_mixed",
    "shared_names",
]


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of a network that the meaning of a model's text depends on.

    Attributes
    ----------
    constants
        Names of the network's constants.
    functions
        Global functions.
    method
        Default numerical method.
    weight
        How weights are stored: `REAL`, or `SINGLE` for float32 among float64.
    owner
        Whose model is being built, for messages: ``population 'pop0'``.
    """

    constants: frozenset[str] = frozenset()
    functions: tuple[UserFunction, ...] = ()
    method: str = "explicit"
    weight: DType = DType.REAL
    report: Report = field(default_factory=Report)
    owner: str = ""

    def of(self, owner: str) -> "Context":
        """Return the context of one object's model, with a report of its own."""
        return replace(self, owner=owner, report=Report())


def refuse_mixed(context: Context, equations: Iterable[Equation]) -> None:
    """Report coupled methods side by side, one of which is the network's default."""
    context.report.diagnostics.extend(mixed(equations, context.method))


def shared_names(context: Context, declared: Iterable[str]) -> dict[str, Expr]:
    """Return what every equation may name; declared attributes hide numbers and constants."""
    names: dict[str, Expr] = {
        "pi": Const(math.pi, DType.REAL),
        "E": Const(math.e, DType.REAL),
        "t": Symbol("t", DType.TIME),
        "dt": Symbol("dt", DType.TIME),
    }
    names.update({name: Ref(name, Owner.SELF, DType.REAL) for name in context.constants})
    for name in declared:
        names.pop(name, None)
    return names


def constant_names(attributes: Iterable[Attribute]) -> frozenset[str]:
    """Return the constants of the network that a model's own names do not hide."""
    return frozenset(a.name for a in attributes if a.role is Role.CONSTANT)


def functions_by_name(context: Context, own: Iterable[UserFunction]) -> Mapping[str, UserFunction]:
    """Return the global functions and the model's own, which come first."""
    return {f.name: f for f in (*context.functions, *own)}
