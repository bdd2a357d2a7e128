"""Synapses from a function that the user wrote."""

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.lil import LILConnectivity
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    method: Callable[..., object],
    pre: object,
    post: object,
    dt_ms: float,
    arguments: Mapping[str, object] = MappingProxyType({}),
) -> EdgeList:
    """Call ``method(pre, post, **arguments)`` or ``method(pre, post, dt, **arguments)``.

    The second form is taken if the function has a third positional parameter that `arguments` do
    not fill and that is named ``dt`` or has no default, or a keyword-only parameter ``dt``.

    Parameters
    ----------
    ends
        What to connect; only the sizes are read.
    rng
        Not used: the function draws from a generator of its own.
    method
        The user's function; it returns a `LILConnectivity` with ranks of the full populations.
    pre, post
        Handed to `method`: the user's own populations or views.
    dt_ms
        Step in ms, handed over in the second form.
    arguments
        Further keyword arguments of `method`.  Default: none.

    Raises
    ------
    ANNarchyException
        If the function returns anything else, or its synapses are refused.
    """
    if not callable(method):
        raise ANNarchyException(f"from_function: method is a function, not {method!r}.")
    result = _call(method, pre, post, dt_ms, arguments)
    if not isinstance(result, LILConnectivity):
        raise ANNarchyException(
            f"from_function: {_name(method)} must return a LILConnectivity, "
            f"not {type(result).__name__}."
        )
    return result.to_edges(ends.n_pre, ends.n_post)


def _call(
    method: Callable[..., object],
    pre: object,
    post: object,
    dt_ms: float,
    arguments: Mapping[str, object],
) -> object:
    try:
        parameters = tuple(inspect.signature(method).parameters.values())
    except ValueError:  # some functions written in C do not tell
        return method(pre, post, **arguments)
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    third = positional[2] if len(positional) > 2 else None
    if (
        third
        and third.name not in arguments
        and (third.name == "dt" or third.default is third.empty)
    ):
        return method(pre, post, dt_ms, **arguments)
    is_named = any(p.name == "dt" and p.kind is p.KEYWORD_ONLY for p in parameters)
    if is_named and "dt" not in arguments:
        return method(pre, post, dt=dt_ms, **arguments)
    return method(pre, post, **arguments)


def _name(method: Callable[..., object]) -> str:
    return getattr(method, "__name__", repr(method))
