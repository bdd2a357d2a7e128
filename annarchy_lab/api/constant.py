"""Numbers with a name that equations of every network may use.

In: a name and a value.  Out: `Constant`, a float whose value can be changed.
Not here: how a running network learns of a change; it is told through `Network.write`.
"""

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from annarchy_lab.api.messages import warn
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.arguments import shown
from annarchy_lab.language.vocabulary import RESERVED_ATTRIBUTES, is_built_in

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Constant", "get_constant"]


class Constant(float):
    """A named number: usable in equations, and in Python like a float.

    Parameters
    ----------
    name
        How equations call it.  A parameter of the same name in a model goes before it.
    value
        Its value.
    network
        The only network that knows it.  Default: every network.

    Raises
    ------
    ANNarchyException
        If the name cannot be used in an equation, or the value is no number.

    Examples
    --------
    >>> tau = Constant("tau_doc", 10.0)
    >>> 2 * tau
    20.0
    """

    name: str
    value: float
    _network: "Network | None"
    _shared: "Constant | None"

    def __new__(cls, name: str, value: float, network: "Network | None" = None) -> Self:
        """Make the constant and announce it; a second one of the same name replaces the first."""
        _check_name(name)
        number = _number(name, value)
        self = super().__new__(cls, number)
        self.name, self.value, self._network, self._shared = name, number, network, None
        constants = WORKSPACE.constants if network is None else network._constants
        if name in constants:
            warn(f"the constant {name!r} existed already; its value is now {self.value}.")
        constants[name] = self
        return self

    def set(self, value: float) -> None:
        """Change the value, also in compiled and running networks that know the constant.

        What `Network.get_constant` returns changes inside that network only.
        """
        self.value = _number(self.name, value)
        networks = tuple(WORKSPACE.networks) if self._network is None else (self._network,)
        for network in networks:
            known = network.constants.get(self.name)
            if known is self:
                network._constant_changed(self)
            elif known is not None and known._shared is self:
                known.set(value)

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process without announcing itself there; what holds it does."""
        state = (self.name, self.value, self._network, self._shared)
        return float.__new__, (type(self), self.value), state

    def __setstate__(self, state: "tuple[str, float, Network | None, Constant | None]") -> None:
        self.name, self.value, self._network, self._shared = state

    def _within(self, network: "Network") -> "Constant":
        """Return the constant as one network sees it: it follows this one until it is set."""
        own = super().__new__(type(self), self.value)
        own.name, own.value, own._network, own._shared = self.name, self.value, network, self
        network._constants[self.name] = own
        return own

    def __float__(self) -> float:
        return self.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        return f"Constant({self.name!r}, {self.value!r})"

    def __str__(self) -> str:
        return str(self.value)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:  # noqa: ANN401 - NumPy's protocol
        """Take part in NumPy's arithmetic with the current value."""
        plain = [x.value if isinstance(x, Constant) else x for x in inputs]
        return getattr(ufunc, method)(*plain, **options)


def get_constant(name: str) -> Constant:
    """Return the constant of that name.

    Raises
    ------
    ANNarchyException
        If there is none.
    """
    if name not in WORKSPACE.constants:
        raise ANNarchyException(f"there is no constant {name!r}.")
    return WORKSPACE.constants[name]


def _number(name: str, value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type] # anything else is the user's mistake
    except (TypeError, ValueError, OverflowError):
        raise ANNarchyException(f"constant {name!r}: {shown(value)} is not a number.") from None


def _check_name(name: object) -> None:
    if not (isinstance(name, str) and name.isidentifier() and name.isascii()):
        raise ANNarchyException(f"{name!r} cannot be the name of a constant.")
    if name in RESERVED_ATTRIBUTES or is_built_in(name):
        raise ANNarchyException(f"{name!r} has a meaning of its own in equations.")


def _forward(operation: Callable[..., Any], *, is_reflected: bool) -> Callable[..., Any]:
    def method(self: Constant, other: object) -> Any:  # noqa: ANN401 - whatever `other` makes of it
        plain = other.value if isinstance(other, Constant) else other
        return operation(plain, self.value) if is_reflected else operation(self.value, plain)

    return method


def _forward_unary(operation: Callable[[float], float]) -> Callable[[Constant], float]:
    return lambda self: operation(self.value)


# A float cannot change: arithmetic must ask for the current value instead.
for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    _operation = getattr(operator, _name)
    setattr(Constant, f"__{_name}__", _forward(_operation, is_reflected=False))
    setattr(Constant, f"__r{_name}__", _forward(_operation, is_reflected=True))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Constant, f"__{_name}__", _forward(getattr(operator, _name), is_reflected=False))
for _name in ("neg", "pos", "abs"):
    setattr(Constant, f"__{_name}__", _forward_unary(getattr(operator, _name)))
