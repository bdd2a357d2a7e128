"""Another model for what exists, also while it runs.

In: a population, a projection, or a model that some of them have; the model that they shall have.
Out: `Replacing`, the part of a network that does it at one step edge and announces it.
Not here: what Python then knows of the objects (`redeclaring`), what is refused (`structure`).

What is announced is a dict: ``model``, the new model as text (see `language.as_data`), and
``drawn``, the start values that were drawn for it, by ``attribute of object``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from annarchy_lab.api.applying import Applying
from annarchy_lab.api.compile import population_spec, projection_spec
from annarchy_lab.api.messages import show_notices
from annarchy_lab.api.model_diff import ModelDiff, diff_of
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.redeclaring import Declared, Drawn, Model, Owner, Redeclared, redeclared
from annarchy_lab.api.structure import check_kind, check_monitors, check_readers
from annarchy_lab.api.travel.fitting import about, models_of
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException, StateError
from annarchy_lab.language.as_data import model_data, model_of

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.ir.network import NetworkSpec
    from annarchy_lab.language.declare import Neuron, Synapse
    from annarchy_lab.runtime.replacing import NewModel, Replacement

__all__ = ["Replacing"]

Replaced: TypeAlias = "Population | Projection | Neuron | Synapse | str"


class Replacing(Applying):
    """Exchanging models."""

    if TYPE_CHECKING:
        _spec: NetworkSpec | None

    def replace(
        self, old: Replaced, new: "Model | type[Model]", origin: str | None = None
    ) -> ModelDiff:
        """Let a population, a projection, or all that have a certain model, have another one.

        Works before the network is compiled, afterwards, and while it runs: the new model is
        compiled beside the old one, and takes its place between two steps.  Variables keep their
        values by name.  A parameter takes its new value if its text says another one than before,
        else it stays as it is.  A new initial value of a variable counts from the next reset on.
        New variables begin with theirs, and delayed values, spikes under way and clocks stay.
        All other noise is left as it was.

        Parameters
        ----------
        old
            A population or projection, its name, or the model that objects of this network have.
        new
            The model.
        origin
            As in `write`.

        Returns
        -------
        ModelDiff
            What was kept, added, dropped and changed, and from which step on.

        Raises
        ------
        ModelError
            If the model does not fit the network.
        ANNarchyException
            If something would change that cannot: rate-coded and spiking, a target or an attribute
            that others read, rules for synapses that were stored without, values that would be
            lost.  Everything then goes on as it was.
        StateError
            If another model is being compiled for this network.

        Examples
        --------
        >>> from annarchy_lab import Network, Neuron
        >>> net = Network(dt=1.0, seed=1)
        >>> pop = net.create(2, Neuron("k = 1.0", "r = r + k", name="Counter"))
        >>> net.compile(silent=True)
        >>> net.simulate(3.0)
        >>> net.replace(pop, Neuron("k = 1.0", "r = r + 2.0 * k", name="Counter"))
        Counter in pop0, from step 3 on (t = 3 ms)
          changed equation of r: r = r + k -> r = r + 2.0 * k
          kept    parameter k: 1.0, local
          kept    variable r: 0.0
        >>> net.simulate(1.0)
        >>> pop.r.tolist()
        [5.0, 5.0]
        """
        model = new() if isinstance(new, type) else new
        owners = self._having(old)
        before = _model_of(owners[0]).declaration
        step = self._replace(owners, model, {}, origin)
        names = [owner.name for owner in owners]
        return diff_of(before, model.declaration, names, step, cast("Network", self).dt)

    def _having(self, old: Replaced) -> Sequence[Owner]:
        """Return the objects that are meant."""
        if isinstance(old, str):
            return [self._object(old)]
        if isinstance(old, Population | Projection):
            if old.network is not self:
                raise ANNarchyException(f"{old!r} belongs to another network.")
            return [old]
        known: list[Owner] = [*self._populations.values(), *self._projections.values()]
        found = [owner for owner in known if _model_of(owner) is old]
        if not found:
            what = "replace takes a population, a projection, or the model that some of them have"
            raise ANNarchyException(f"{what}; nothing here has {old!r}.")
        return found

    def _replace(
        self, owners: Sequence[Owner], model: Model, drawn: Mapping[str, Drawn], origin: str | None
    ) -> int | None:
        generator = cast("Network", self).default_rng.bit_generator
        with self._replacing_alone():
            state = generator.state
            try:
                return self._exchange(owners, model, drawn, origin)
            except BaseException:
                generator.state = state
                raise

    @contextmanager
    def _replacing_alone(self, *, waits: bool = False) -> Iterator[None]:
        if not self._replace_lock.acquire(blocking=waits):
            raise StateError(
                "another model is being compiled for this network: wait until it is in place."
            )
        try:
            yield
        finally:
            self._replace_lock.release()

    def _exchange(
        self, owners: Sequence[Owner], model: Model, drawn: Mapping[str, Drawn], origin: str | None
    ) -> int | None:
        """Try until nobody has stored the network in another way meanwhile."""
        while True:
            made = [_made(owner, model, drawn.get(owner.name)) for owner in owners]
            drawn = {new.owner.name: new.drawn for new in made}
            simulator = self._simulator
            if simulator is None:
                with self._build_lock:
                    if self._simulator is None:
                        self._adopt(made, None, origin)
                        return None
                continue
            put = simulator.replacing(self._replacement(made))
            with self._steady():
                step = put() if self._simulator is simulator else None
                if step is not None:
                    self._adopt(made, step, origin)
                    return step

    @contextmanager
    def _steady_models(self) -> Iterator[None]:
        """Let nobody else change anything, not even models, and no step begin."""
        with self._replacing_alone(waits=True), self._steady():
            yield

    def _exchange_back(self, then: Mapping[str, Declared]) -> None:
        """Let objects be what they were at another time, all at once.

        The caller sees to it that all is steady, sets the values of then, and tells of it.
        """
        if not then:
            return
        made = [each.redeclared(self._object(name)) for name, each in then.items()]
        for new in made:
            check_monitors(new)
        self._require_simulator().replacing(self._replacement(made))()
        for new in made:
            new.adopt()
        self._describe_anew({*then})

    def _tell_of_models(self, names: Iterable[str], origin: str) -> None:
        for name in names:
            value = _announced(_model_of(self._object(name)), {})
            self._announce(self._require_simulator().step, name, "", "replace", value, origin)

    def _replacement(self, made: Sequence[Redeclared]) -> "Replacement":
        from annarchy_lab.runtime.replacing import Replacement

        constants = {name: constant.value for name, constant in self.constants.items()}
        functions = tuple(WORKSPACE.functions.values())
        return Replacement(tuple(map(_new_model, made)), constants, functions)

    def _adopt(self, made: Sequence[Redeclared], step: int | None, origin: str | None) -> None:
        for new in made:
            new.adopt()
            name = new.owner.name
            self._forget_snapshots(name)
            show_notices(new.model, cast("Network", self))
            if step is not None:
                drawn = {f"{key} of {name}": x for key, x in new.drawn.items()}
                value = _announced(new.model, drawn)
                self._announce(step, name, "", "replace", value, origin)
        self._describe_anew({new.owner.name for new in made})

    def _describe_anew(self, names: set[str]) -> None:
        """Let the description of the compiled network tell of the new models, for checkpoints."""
        if self._spec is None:
            return
        had = models_of(about(self._spec)).items()
        pops, projs = self._populations, self._projections
        self._spec = replace(
            self._spec,
            populations=tuple(
                population_spec(pops[each.name]) if each.name in names else each
                for each in self._spec.populations
            ),
            projections=tuple(
                projection_spec(projs[each.name]) if each.name in names else each
                for each in self._spec.projections
            ),
        )
        self._had_models |= {*had, *models_of(about(self._spec)).items()}

    def _replace_again(self, name: str, value: Mapping[str, Any], origin: str) -> None:
        """Do once more what was announced."""
        model = model_of(json.loads(value["model"]))
        end = f" of {name}"
        drawn = {key.removesuffix(end): values for key, values in value["drawn"].items()}
        self._replace([self._object(name)], model, {name: drawn}, origin)


def _model_of(owner: Owner) -> Model:
    return owner.neuron_type if isinstance(owner, Population) else owner.synapse_type


def _announced(model: Model, drawn: Drawn) -> dict[str, Any]:
    return {"model": json.dumps(model_data(model.declaration)), "drawn": drawn}


def _made(owner: Owner, model: Model, drawn: Drawn | None) -> Redeclared:
    check_kind(owner, model)
    new = redeclared(owner, model, drawn)
    check_readers(new)
    return new


def _new_model(new: Redeclared) -> "NewModel":
    from annarchy_lab.runtime.replacing import NewModel

    draft = new.draft
    parts = (new.owner.name, draft.declaration)
    if isinstance(draft, Population):
        return NewModel(*parts, population_spec(draft).values, new.anew, draft._stop)
    return NewModel(*parts, projection_spec(draft).values, new.anew)
