"""Functions that users declare: known to all equations, and called from Python.

In: their text; numbers.  Out: networks compiled afterwards know them; `ModelFunction`, which gives
the values that equations get.
Not here: reading the text (`language.functions`), computing (`runtime.calling`).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.api.messages import did_you_mean, warn
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException, ModelError
from annarchy_lab.language.checks import all_checks
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Kind,
    NeuronDeclaration,
    UserFunction,
)
from annarchy_lab.language.functions import parse_function
from annarchy_lab.language.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annarchy_lab.api.network import Network

__all__ = ["ModelFunction", "add_function", "functions"]


def add_function(function: str) -> None:
    """Make a function known to all equations.

    Parameters
    ----------
    function
        One line ``name(argument, ...) = expression``.

    Raises
    ------
    ModelError
        If the text is no such line, its name is taken, or it names more than its arguments and the
        constants that exist.

    Examples
    --------
    >>> add_function("sigmoid_doc(x) = 1.0 / (1.0 + exp(-x))")
    """
    declared = parse_function(function)
    # a model of nothing but this function must pass every check
    rate = AttributeDeclaration("r", Kind.PARAMETER)
    alone = NeuronDeclaration("", attributes=(rate,), functions=(declared,))
    model = Model(alone, (), WORKSPACE.surroundings())
    faults = [fault for check in all_checks() for fault in check.run(model)]
    if faults:
        raise ModelError(faults)
    if declared.name in WORKSPACE.functions:
        warn(f"the function {declared.name!r} existed already and is replaced.")
    WORKSPACE.functions[declared.name] = declared


class ModelFunction:
    """A function of a model, or a global one, to be called from Python.

    Parameters
    ----------
    network
        Its network, compiled: its arithmetic and its constants count.
    declared
        The function.
    own
        The functions of the model, which its text may call.

    Examples
    --------
    >>> import annarchy_lab as ann
    >>> net = ann.Network()
    >>> model = ann.Neuron(equations="r = half(t)", functions="half(x) = x / 2")
    >>> pop = net.create(2, model)
    >>> net.compile(silent=True, backend="reference")
    >>> pop.half(3.0), pop.half([1.0, 2.0])
    (1.5, [0.5, 1.0])
    """

    def __init__(
        self, network: "Network", declared: UserFunction, own: Mapping[str, UserFunction]
    ) -> None:
        self._network = network
        self._declared = declared
        self._own = own

    def __call__(self, *arguments: object) -> Any:  # noqa: ANN401 - a number or a list
        """Return the value for numbers, or the list of values for lists of equal lengths.

        Raises
        ------
        StateError
            If the network is not compiled.
        ANNarchyException
            If the number of arguments, or the lengths of lists, do not fit.
        """
        from annarchy_lab.runtime.calling import call_function  # heavy, and seldom needed

        spec, declared = self._network.spec, self._declared
        values = call_function(
            declared,
            self._arrays(arguments),
            real=spec.dtype,
            functions={f.name: f for f in spec.functions} | dict(self._own),
            constants={name: c.value for name, c in self._network.constants.items()},
        )
        return values.tolist()

    def _arrays(self, arguments: Sequence[object]) -> "list[NDArray[Any]]":
        names = self._declared.arguments
        called = f"{self._declared.name}({', '.join(names)})"
        if len(arguments) != len(names):
            raise ANNarchyException(f"{called} takes {len(names)} arguments, not {len(arguments)}.")
        try:
            arrays = [np.asarray(each, np.float64) for each in arguments]
        except (TypeError, ValueError):
            raise ANNarchyException(f"{called} takes numbers, or lists of numbers.") from None
        lengths = {each.shape for each in arrays if each.ndim}
        if len(lengths) > 1:
            raise ANNarchyException(f"the lists given to {called} have different lengths.")
        return arrays

    def __repr__(self) -> str:
        return f"<Function {self._declared.name}({', '.join(self._declared.arguments)})>"


def functions(name: str, network: "Network | None" = None) -> ModelFunction:
    """Return a global function, to be called from Python.

    Parameters
    ----------
    name
        As given to `add_function`.
    network
        Whose arithmetic and constants count.  Default: the implicit network.

    Raises
    ------
    ANNarchyException
        If there is no such function.
    """
    if name not in WORKSPACE.functions:
        hint = did_you_mean(name, WORKSPACE.functions)
        raise ANNarchyException(f"there is no function {name!r}.{hint}")
    if network is None:
        from annarchy_lab.api.magic import magic_network  # which is made of everything here

        network = magic_network()
    return ModelFunction(network, WORKSPACE.functions[name], {})
