"""Model cells that are run again: networks that have the model get the new one.

In: the name of a model, what the name stood for, the new model.
Out: the model that the name stands for from now on; what has changed, shown under the cell.
Not here: exchanging models (`api.replacing`), reading cells (`magics`).

A network that cannot have the new model keeps the one that it has and says why, so that one can go
on and build it anew.  A later cell of that name still reaches it.
"""

import weakref
from collections.abc import Callable
from typing import TypeAlias

from annarchy_lab.api.model_diff import ModelDiff
from annarchy_lab.api.network import Network
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.language.declare import Neuron, Synapse

__all__ = ["LiveModels"]

Model: TypeAlias = Neuron | Synapse


class LiveModels:
    """All models that a name of a cell has stood for.

    Parameters
    ----------
    show
        Takes what is shown under the cell: a `ModelDiff`, or the text of a refusal.
    """

    def __init__(self, show: Callable[[ModelDiff | str], None]) -> None:
        self._show = show
        self._earlier: dict[str, weakref.WeakSet[Model]] = {}

    def renew(self, name: str, before: object, model: Model) -> Model:
        """Let compiled networks have the model that a cell declares.

        Parameters
        ----------
        name
            What the cell is called.
        before
            What the name stood for.
        model
            The new model.

        Returns
        -------
        Neuron or Synapse
            The new model, or the old one if it says the same.
        """
        earlier = self._earlier.setdefault(name, weakref.WeakSet())
        if isinstance(before, Neuron | Synapse):
            earlier.add(before)
            if before.declaration == model.declaration:
                model = before  # a network may have gone back behind it
        for network in sorted(WORKSPACE.networks, key=lambda each: each.id):
            for old in tuple(earlier) if network.compiled else ():
                if old is not model:
                    self._replace(network, old, model)
        earlier.add(model)
        return model

    def _replace(self, network: Network, old: Model, model: Model) -> None:
        owners = [*network.get_populations(), *network.get_projections()]
        if not any(_model_of(owner) is old for owner in owners):
            return
        try:
            self._show(network.replace(old, model))
        except ANNarchyException as refused:
            title = LABORATORY.title_of(network)
            self._show(f"{title} keeps the model it has. {refused.message.strip()}")


def _model_of(owner: object) -> object:
    return getattr(owner, "neuron_type", None) or getattr(owner, "synapse_type", None)
