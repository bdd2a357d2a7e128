"""The refractory period of a population: a number of ms, or the name of what holds it.

In: what the neuron model or a script says.  Out: `Refractoriness`, the part of a population that
keeps it; a number is then an attribute like a parameter, one for all neurons or one for each.
Not here: what refractory neurons do.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.attributes import ModelObject
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.model import REFRACTORY
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Kind,
    Locality,
    NeuronDeclaration,
)
from annarchy_lab.language.printer import print_expression
from annarchy_lab.language.syntax import Expr, Name

__all__ = ["Refractoriness"]


class Refractoriness(ModelObject):
    """The refractory period of neurons."""

    if TYPE_CHECKING:

        @property
        def is_spiking(self) -> bool:  # noqa: D102 - a declaration
            ...

        @property
        def declaration(self) -> NeuronDeclaration:  # noqa: D102 - a declaration
            ...

    @property
    def refractory(self) -> Any:  # noqa: ANN401 - a number, an array, a name, None
        """Refractory period: in ms, one number or an array; a name; or None.

        It may be set to a number, one number per neuron, or the name of a parameter or variable of
        the neuron, which is then looked up at each spike.  Once the network is compiled only
        numbers may change.
        """
        period = self.declaration.refractory
        if period is None or isinstance(period, float | int):
            return None if period is None else self._seen(REFRACTORY)
        return print_expression(period)

    @refractory.setter
    def refractory(self, value: object) -> None:
        is_name = isinstance(value, str) and value in self._attributes and value != REFRACTORY
        is_number_now = REFRACTORY in self._attributes
        if is_name or value is None or not is_number_now:
            self._require_spiking()
            self._network._require_not_compiled(
                f"what holds the refractory period of {self._name} cannot be changed"
            )
            self._declare_refractory(
                Name(str(value)) if is_name else None if value is None else 0.0
            )
        if not is_name and value is not None:
            self._network.write([self._change(REFRACTORY, value)])

    def _declare_refractory(self, period: "Expr | float | None") -> None:
        self._declaration = replace(self.declaration, refractory=period)
        for known in (self._attributes, self._localities, self._initial):
            known.pop(REFRACTORY, None)
        if isinstance(period, float | int):
            self._attributes[REFRACTORY] = AttributeDeclaration(
                REFRACTORY, Kind.PARAMETER, locality=Locality.GLOBAL, initial=float(period)
            )
            self._localities[REFRACTORY] = Locality.LOCAL

    def _require_spiking(self) -> None:
        if not self.is_spiking:
            raise ANNarchyException(f"{self._name} is rate-coded: it has no refractory period.")
