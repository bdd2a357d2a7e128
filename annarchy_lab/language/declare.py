"""`Neuron` and `Synapse`: what users call to declare a model.

In: text and `Parameter` / `Variable` / `Creating` / `Pruning` objects.
Out: an object whose `declaration` is the frozen, checked result.
Not here: populations, sizes, connections; reading itself (see `read`), judging (see `checks`).

A model with mistakes raises `ModelError` with all of them, each with the user's line and a caret.
Constants and global functions become known through `surroundings.set_surroundings`.
"""

from collections.abc import Mapping
from typing import Any, Generic, Self, TypeVar

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.arguments import keyword
from annarchy_lab.language.build import Reading, build_neuron, build_synapse, notices
from annarchy_lab.language.declaration import NeuronDeclaration, RewiringRule, SynapseDeclaration
from annarchy_lab.language.gather import Gatherer
from annarchy_lab.language.lab_door import from_the_lab
from annarchy_lab.language.parts import Creating, Parameter, Pruning, Variable
from annarchy_lab.language.rewiring import read_rule
from annarchy_lab.language.summary import one_line, summary

__all__ = ["Creating", "Neuron", "Parameter", "Pruning", "Synapse", "Variable"]

_D = TypeVar("_D", NeuronDeclaration, SynapseDeclaration)


class _ModelType(Generic[_D]):
    """What neuron and synapse models share.

    Attributes
    ----------
    declaration
        The frozen, checked model.
    notices
        What is accepted but should be written differently.
    """

    declaration: _D
    notices: tuple[Diagnostic, ...]

    @classmethod
    def from_declaration(cls, declaration: _D, notices: tuple[Diagnostic, ...] = ()) -> Self:
        """Return a model with a declaration that was made and checked elsewhere."""
        model = cls.__new__(cls)
        model.declaration = declaration
        model.notices = notices
        return model

    @property
    def name(self) -> str:
        """Name of the model, in reports and messages."""
        return self.declaration.name

    @property
    def description(self) -> str:
        """One sentence about the model, ``''`` without."""
        return self.declaration.description

    @property
    def is_spiking(self) -> bool:
        """Whether the model works with spikes rather than rates."""
        return self.declaration.is_spiking

    def __repr__(self) -> str:
        """Return one line: kind, name, how many parameters and variables."""
        return one_line(self.declaration)

    def __str__(self) -> str:
        """Return the whole model, section by section."""
        return summary(self.declaration)

    def _gatherer(self, base: type, name: str | None, default: str, description: str) -> Gatherer:
        own = "" if type(self) is base else type(self).__name__  # a subclass names its model
        called = str(name or own)
        label = f"{base.__name__} '{called}'" if called else default
        return Gatherer(Reading(called or default, str(description)), label)


class Neuron(_ModelType[NeuronDeclaration]):
    """A neuron model: parameters, equations, and for spiking neurons a condition and a reset.

    Parameters
    ----------
    parameters
        A text with one ``name = value`` per line (local unless flagged), or a dict of numbers
        (global) and `Parameter` objects.
    equations
        A text with one equation per line, a `Variable`, or a list of both.
    spike
        Condition of a spike; makes the neuron spiking.  Default: rate-coded.
    axon_spike
        Condition of an additional axonal spike.
    reset, axon_reset
        Statements after a spike: a text or a list of texts.
    refractory
        Period without updates after a spike in ms, or the name of an attribute.
    functions
        Functions of this model, ``f(x) = expression``, one per line.
    name, description
        For reports and messages.
    extra_values
        Numbers by name, for names that stand as values in `parameters` and ``init``.

    Raises
    ------
    ModelError
        With every mistake in the text.

    Examples
    --------
    >>> neuron = Neuron("tau = 10.0", "tau*dr/dt + r = sum(exc) : min=0.0", name="Leaky")
    >>> neuron
    <Neuron 'Leaky': rate-coded, 1 parameter, 1 variable>
    """

    def __init__(  # noqa: PLR0913 - ANNarchy's signature
        self,
        parameters: str | Mapping[str, Any] = "",
        equations: str | Variable | list[str | Variable] = "",
        spike: str | None = None,
        axon_spike: str | None = None,
        reset: str | list[str] | None = None,
        axon_reset: str | list[str] | None = None,
        refractory: float | str | None = None,
        functions: str | None = None,
        name: str | None = "",
        description: str | None = "",
        extra_values: Mapping[str, Any] | None = None,
    ) -> None:
        is_spiking = isinstance(spike, str) and bool(spike)
        default = "Spiking neuron" if is_spiking else "Rate-coded neuron"
        gatherer = self._gatherer(Neuron, name, default, description or "")
        reading = gatherer.reading
        reading.extra_values = dict(extra_values or {})
        reading.parameters = gatherer.parameters(parameters)
        reading.equations = gatherer.equations("equations", equations)
        reading.spike = gatherer.expression("spike", spike)
        reading.axon_spike = gatherer.expression("axon_spike", axon_spike)
        reading.events = gatherer.events({"reset": reset, "axon_reset": axon_reset})
        reading.refractory = gatherer.refractory(refractory)
        reading.functions = gatherer.functions(functions)
        self.declaration = build_neuron(reading)
        self.notices = notices(reading.lines)

    def explore(self, drive: str | None = None, **options: Any) -> Any:  # noqa: ANN401 - the lab's
        """Return an explorer of this model: traces, phase plane, f-I curve, scans.

        In a notebook it displays itself, with a control for each parameter.

        Parameters
        ----------
        drive
            What the neuron is driven through: a parameter, ``g_target`` or ``sum(target)``.
            Default: a parameter that is named like a current, else a target.
        **options
            ``dt`` in ms, and ``live=pop[15]``, a neuron whose state is shown beside its equations;
            see `annarchy_lab.lab.explore`.

        Returns
        -------
        annarchy_lab.lab.Explorer
            Its answers are arrays.
        """
        return from_the_lab("explore")(self, drive, **options)


class Synapse(_ModelType[SynapseDeclaration]):
    """A synapse model: what an edge transmits and how it learns.

    Parameters
    ----------
    parameters, equations, functions, name, description, extra_values
        As for `Neuron`; ``w`` exists in every synapse.
    psp
        What one edge contributes.  Default: ``w * pre.r`` between rate-coded neurons.
    operation
        How the contributions of a dendrite are joined: ``'sum'``, ``'max'``, ``'min'``, ``'mean'``.
    pre_spike, post_spike, pre_axon_spike
        Statements at an event: a text or a list of texts; an undeclared name on the left becomes a
        local variable.  Default of `pre_spike`: ``g_target += w``.
    pruning, creating
        Rules of structural plasticity: a text such as ``"age > T : proba=0.2"``, or an object.

    Raises
    ------
    ModelError
        With every mistake in the text.

    Examples
    --------
    >>> Synapse("eta = 0.1", "dw/dt = eta * pre.r * post.r", name="Hebb")
    <Synapse 'Hebb': rate-coded, 1 parameter, 1 variable>
    """

    def __init__(  # noqa: PLR0913 - ANNarchy's signature
        self,
        parameters: str | Mapping[str, Any] = "",
        equations: str | Variable | list[str | Variable] = "",
        psp: str | None = None,
        operation: str = "sum",
        pre_spike: str | list[str] | None = None,
        post_spike: str | list[str] | None = None,
        pre_axon_spike: str | list[str] | None = None,
        functions: str | None = None,
        pruning: str | Pruning | None = None,
        creating: str | Creating | None = None,
        name: str | None = None,
        description: str | None = None,
        extra_values: Mapping[str, Any] | None = None,
    ) -> None:
        events = {
            "pre_spike": pre_spike,
            "pre_axon_spike": pre_axon_spike,
            "post_spike": post_spike,
        }
        is_spiking = any(text is not None for text in events.values())
        default = "Spiking synapse" if is_spiking else "Rate-coded synapse"
        gatherer = self._gatherer(Synapse, name, default, description or "")
        reading = gatherer.reading
        reading.extra_values = dict(extra_values or {})
        reading.parameters = gatherer.parameters(parameters)
        reading.equations = gatherer.equations("equations", equations)
        reading.psp = gatherer.expression("psp", psp)
        reading.operation = str(operation)
        reading.places["operation"] = keyword("operation", operation, gatherer.label)
        reading.events = gatherer.events(events)
        reading.functions = gatherer.functions(functions)
        reading.pruning = _rule(gatherer, "pruning", pruning)
        reading.creating = _rule(gatherer, "creating", creating)
        self.declaration = build_synapse(reading)
        self.notices = notices(reading.lines)


def _rule(
    gatherer: Gatherer, section: str, given: str | Creating | Pruning | None
) -> RewiringRule | None:
    if given is None or (isinstance(given, str) and not given):
        return None
    origin = f"{gatherer.label}, {section}"
    return gatherer.reading.reader.attempt(lambda: read_rule(section, given, origin))
