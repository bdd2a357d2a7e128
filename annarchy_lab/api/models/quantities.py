"""What the parameters of the standard models are called in words, and their units.

In: the arguments of a model's constructor.  Out: its `Parameter` objects.
Not here: values; they are the defaults of each constructor.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declare import Parameter

__all__ = ["Value", "Words", "as_number", "parameters"]

Value: TypeAlias = float | RandomDistribution
"""What a parameter may be given as: a number, or a distribution where each element has its own."""

Words: TypeAlias = Mapping[str, tuple[str, str]]
"""Unit and description by name."""

COMMON: Final[Words] = {
    "v_rest": ("mV", "resting potential"),
    "v_reset": ("mV", "potential after a spike"),
    "v_thresh": ("mV", "threshold"),
    "cm": ("nF", "capacity of the membrane"),
    "tau_m": ("ms", "time constant of the membrane"),
    "tau_refrac": ("ms", "refractory period"),
    "tau_syn_E": ("ms", "time constant of excitation"),
    "tau_syn_I": ("ms", "time constant of inhibition"),
    "e_rev_E": ("mV", "reversal potential of excitation"),
    "e_rev_I": ("mV", "reversal potential of inhibition"),
    "i_offset": ("nA", "constant current"),
}


def as_number(value: Value) -> float | None:
    """Return a number, or None for what is none."""
    try:
        return None if isinstance(value, RandomDistribution) else float(value)
    except (TypeError, ValueError):  # the declaration tells what is wrong with it
        return None


def parameters(
    given: Mapping[str, object], locality: str, words: Words = COMMON
) -> dict[str, Parameter]:
    """Return the parameters of a model.

    Parameters
    ----------
    given
        The names of a constructor, ``locals()`` in its first line; those in `words` are taken.
    locality
        ``'local'`` or ``'global'``.
    words
        Unit and description of each parameter.
    """
    return {
        name: Parameter(value, locality, unit=words[name][0], description=words[name][1])
        for name, value in given.items()
        if name in words
    }
