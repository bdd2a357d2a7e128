"""User functions called from Python, in the arithmetic of a network.

In: the text of a function, arrays of arguments, what the network knows.
Out: an array: the bits that equations get, on every backend.
Not here: which functions an object has (api).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from annarchy_lab.diagnostics import Report
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.context import Context, shared_names
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.typing import Scope, Typer, dtype_of_value_type
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import UserFunction, ValueType
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array
from annarchy_lab.runtime.reference.evaluate import Evaluator

__all__ = ["call_function"]


def call_function(
    function: UserFunction,
    arguments: Sequence[Array],
    *,
    real: DTypeLike,
    functions: Mapping[str, UserFunction],
    constants: Mapping[str, float],
) -> Array:
    """Return the values of `function`.

    Parameters
    ----------
    arguments
        One array for each argument; they are broadcast.
    real
        The network's real type.
    functions
        Every function that the text may call, by name.
    constants
        Value of each constant that the text may name.

    Raises
    ------
    ModelError
        If the text names something else.
    """
    types = function.argument_types or (ValueType.FLOAT,) * len(function.arguments)
    dtypes = [dtype_of_value_type(each) for each in types]
    report = Report()
    names: dict[str, e.Expr] = {**shared_names(Context(), ())}
    names |= {name: e.Const(value, DType.REAL) for name, value in constants.items()}
    given = [f"argument {i}" for i in range(len(dtypes))]  # no name that a user can write
    names |= {name: e.Local(name, dtype) for name, dtype in zip(given, dtypes, strict=True)}
    scope = Scope(names, {**functions, function.name: function}, report)
    typed = Typer(scope).expr(s.Call(function.name, tuple(s.Name(name) for name in given)))
    report.raise_if_any()
    arithmetic = Arithmetic(np.dtype(real))
    values = [arithmetic.given(a, dtype) for a, dtype in zip(arguments, dtypes, strict=True)]
    with np.errstate(all="ignore"):
        result = Evaluator(arithmetic).value(typed, _NOWHERE, dict(zip(given, values, strict=True)))
    shape = np.broadcast_shapes(*(each.shape for each in values))
    return np.broadcast_to(result, shape).copy()


_NOWHERE: Any = object()  # a function sees nothing but its arguments and numbers
