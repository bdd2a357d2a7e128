"""Pulses, noise and spikes that are given to neurons by hand.

In: neurons, amplitudes, times in ms.
Out: `Stimulating`, the part of a network that lays them on top of its neurons.
Not here: what that does in a step (`ir.stimulus`), inputs that belong to the model (`inputs`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.applying import Applying
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.periods import whole_steps
from annarchy_lab.api.population import Population
from annarchy_lab.api.stimuli.pulse import Pulse
from annarchy_lab.api.stimuli.receiving import receiving_attribute
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.stimulus import SPIKES, Stimulus, described, stimulus_of

__all__ = ["Neurons", "Stimulating"]

Neurons: TypeAlias = "Population | PopulationView | IndividualNeuron"
MOST_DRAWN: Final = 2_000_000
"""Random numbers that are drawn for one stimulus; they begin anew after so many."""
TIMES: Final = 1_000_000_000
"""More than this are without end."""


class Stimulating(Applying):
    """Stimuli of populations, for exact steps."""

    _n_stimuli = 0

    def pulse(  # noqa: PLR0913 - one call says all of it
        self,
        neurons: Neurons,
        amplitude: "float | Sequence[float] | NDArray[np.float64]" = 1.0,
        duration: float = 10.0,
        attribute: str | None = None,
        *,
        noise: float = 0.0,
        delay: float = 0.0,
        period: float | None = None,
        times: int | None = None,
        seed: int | None = None,
        origin: str | None = None,
    ) -> Pulse:
        """Add something to an attribute of some neurons for a while; also while the network runs.

        It begins before the next step and acts in exactly ``duration / dt`` steps, however the
        simulation is cut up.  A parameter is only covered: reading it gives what lies beneath,
        setting it sets that, and afterwards it is, bit for bit, what it would have been; a monitor
        sees the sum.  To a conductance, a weighted sum or a variable the amplitude is added once
        per step.  Several pulses add up.  It is journaled, replayed, kept by checkpoints, and ended
        by `undo` and `reset`.

        Parameters
        ----------
        neurons
            Population, view or neuron.
        amplitude
            In the unit of the attribute; one for all, or one per neuron.
        duration
            In ms, rounded to steps, one at least.
        attribute
            A parameter, a variable, ``g_target``, ``sum(target)`` or the name of a target.
            Default: a parameter that is called like a current (``I``, ``I_ext`` ...), else the
            first target, else a rate.
        noise
            Standard deviation of normal noise that is added in each step, for each neuron.
        delay
            Until it begins, in ms.
        period
            From one beginning to the next, in ms.  Default: it acts once.
        times
            How often it acts, where it has a period.  Default: until it is ended.
        seed
            Of the noise.  Default: from the network's seed and the number of the stimulus.
        origin
            As in `write`.

        Returns
        -------
        Pulse
            To end it.

        Raises
        ------
        ANNarchyException
            If the attribute cannot be stimulated, or a number makes no sense.
        StateError
            If the network is not compiled.

        Examples
        --------
        >>> from annarchy_lab import Network, Neuron
        >>> net = Network(dt=1.0, seed=1)
        >>> pop = net.create(3, Neuron("I = 0.5", "r = I"))
        >>> net.compile(silent=True)
        >>> pulse = net.pulse(pop[:2], 10.0, duration=2.0)
        >>> net.simulate(1.0)
        >>> pop.r.tolist(), pop.I.tolist()
        ([10.5, 10.5, 0.5], [0.5, 0.5, 0.5])
        >>> net.simulate(2.0)
        >>> pop.r.tolist(), pulse.is_over
        ([0.5, 0.5, 0.5], True)
        """
        population, ranks = self._aimed(neurons)
        name = receiving_attribute(population, attribute)
        n_steps = self._steps(duration, "duration", least=1)
        first, period_steps, n_times = self._rhythm(n_steps, delay, period, times)
        number = self._next_stimulus(population)
        rows = _rows(amplitude, len(ranks))
        if noise:
            n_rows = n_steps * max(min(n_times, TIMES), 1)
            rng = np.random.default_rng([self._seed_of(seed), number])
            rows = rows + _drawn(rng, n_rows, len(ranks), noise)
        order = np.argsort(ranks, kind="stable")
        rows = rows if rows.ndim == 1 else np.ascontiguousarray(rows[:, order])
        times_of = (first, n_steps, period_steps, n_times)
        return self._give(Stimulus(number, name, ranks[order], rows, *times_of), population, origin)

    def fire(
        self,
        neurons: Neurons,
        *,
        delay: float = 0.0,
        period: float | None = None,
        times: int | None = None,
        origin: str | None = None,
    ) -> Pulse:
        """Make neurons spike in the next step, besides those that do so by themselves.

        Their spikes are transmitted, recorded and counted as any others, as if the axon had been
        stimulated: neither reset nor refractory period follow.

        Parameters
        ----------
        neurons, delay, period, times, origin
            As for `pulse`.

        Raises
        ------
        ANNarchyException
            If the neurons are rate-coded.
        StateError
            If the network is not compiled.

        Examples
        --------
        >>> from annarchy_lab import Network, Neuron
        >>> net = Network(dt=1.0, seed=1)
        >>> pop = net.create(3, Neuron(spike="False"))
        >>> net.compile(silent=True)
        >>> spikes = net.fire(pop[1])
        >>> net.simulate(1.0)
        >>> pop.spike.tolist()
        [1]
        """
        population, ranks = self._aimed(neurons)
        first, period_steps, n_times = self._rhythm(1, delay, period, times)
        number = self._next_stimulus(population)
        times_of = (first, 1, period_steps, n_times)
        stimulus = Stimulus(number, SPIKES, np.sort(ranks), np.ones(1), *times_of)
        return self._give(stimulus, population, origin)

    def end_pulse(self, pulse: Pulse, origin: str | None = None) -> None:
        """End a stimulus before its time; nothing happens to one that is over.

        Parameters
        ----------
        pulse
            What `pulse` or `fire` returned.
        origin
            As in `write`.
        """
        self._calm(pulse.population, pulse.number, origin)

    # Below: for the other files of this room

    def _stimulate(self, population: str, stimulus: Stimulus, origin: str | None) -> int:
        """Lay a stimulus on top of a population, at an edge, and return its step."""
        simulator = self._require_simulator()
        self._n_stimuli = max(self._n_stimuli, stimulus.number)
        with self._in_order():
            told = described(stimulus)
            step = simulator.stimulate(population, stimulus)
            self._about_to_change(("stimulate", population, stimulus.attribute, told), origin)
            self._announce(step, population, stimulus.attribute, "stimulate", told, origin)
        return step

    def _calm(self, population: str, number: int, origin: str | None) -> None:
        """End a stimulus at an edge; one that is over stays so, and nothing is announced."""
        simulator = self._require_simulator()
        with self._in_order():
            if number in simulator.stimuli(population):
                step = simulator.end_stimulus(population, number)
                self._announce(step, population, "", "calm", number, origin)

    def _stimulate_again(self, name: str, attribute: str, value: Any, origin: str) -> None:  # noqa: ANN401 - as announced
        if isinstance(value, Mapping):
            self._stimulate(name, stimulus_of(attribute, value), origin)
        else:
            self._calm(name, int(value), origin)

    # Below: for this file

    def _give(self, stimulus: Stimulus, population: Population, origin: str | None) -> Pulse:
        step = self._stimulate(population.name, stimulus, origin)
        n_neurons, net = len(stimulus.ranks), population.network
        number, name = stimulus.number, population.name
        return Pulse(name, stimulus.attribute, n_neurons, step, number, net)

    def _aimed(self, neurons: Neurons) -> tuple[Population, NDArray[np.int64]]:
        """Return a population of this network, and ranks in it."""
        self._require_simulator()
        if not isinstance(neurons, Population | PopulationView | IndividualNeuron):
            raise ANNarchyException(
                f"a stimulus goes to a population, a view or a neuron, not to {neurons!r}."
            )
        if neurons.network is not self:
            raise ANNarchyException(f"{neurons!r} belongs to another network.")
        if isinstance(neurons, IndividualNeuron):
            return neurons.population, np.array([neurons.rank], np.int64)
        return neurons.population, np.asarray(neurons.ranks, np.int64)

    def _next_stimulus(self, population: Population) -> int:
        """Return a number that no stimulus has, also none of a checkpoint from elsewhere."""
        known = self._require_simulator().stimuli(population.name)
        self._n_stimuli = max(self._n_stimuli, *known, 0) + 1
        return self._n_stimuli

    def _seed_of(self, seed: int | None) -> int:
        net: Any = self
        return int(net.seed if seed is None else seed) % 2**63

    def _rhythm(
        self, n_steps: int, delay: float, period: float | None, times: int | None
    ) -> tuple[int, int, int]:
        first = self._steps(delay, "delay")
        n_times = 0 if times is None else times
        if times is not None and times < 1:
            raise ANNarchyException(f"a stimulus acts once at least, not {times!r} times.")
        if period is None:
            if n_times > 1:
                raise ANNarchyException("a stimulus that acts several times has a period.")
            return first, 0, 0
        period_steps = self._steps(period, "period", least=1)
        if period_steps < n_steps:
            raise ANNarchyException(
                f"a stimulus begins again after {period} ms, before it has ended: its period is "
                "at least its duration."
            )
        return first, period_steps, n_times

    def _steps(self, time: float, what: str, least: int = 0) -> int:
        net: Any = self
        n_steps = whole_steps(time, net.dt, f"the {what} of a stimulus")
        if n_steps < least or time < 0:
            shortest = f"at least one step ({net.dt} ms)" if least else "not negative"
            raise ANNarchyException(f"the {what} of a stimulus is {shortest}, not {time} ms.")
        return n_steps


def _rows(amplitude: object, n_ranks: int) -> NDArray[np.float64]:
    """Return one row of amplitudes: one number, or one per neuron."""
    try:
        values = np.asarray(amplitude, np.float64)
    except (TypeError, ValueError):
        raise ANNarchyException(f"the amplitude is a number, not {amplitude!r}.") from None
    if values.shape not in ((), (n_ranks,)):
        raise ANNarchyException(
            f"the amplitude is 1 number or {n_ranks}, not of shape {values.shape}."
        )
    if not np.isfinite(values).all():
        raise ANNarchyException("the amplitude is finite: NaN and infinity never leave a network.")
    return values[np.newaxis]


def _drawn(
    rng: np.random.Generator, n_rows: int, n_ranks: int, noise: float
) -> NDArray[np.float64]:
    if not (np.isfinite(noise) and noise >= 0):
        raise ANNarchyException(f"noise is a standard deviation, not {noise!r}.")
    n_rows = max(1, min(n_rows, MOST_DRAWN // max(n_ranks, 1)))
    return rng.normal(0.0, noise, (n_rows, n_ranks))
