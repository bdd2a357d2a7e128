"""What a name stands for in one model, and what a misspelt one was meant to be.

In: a declaration, its surroundings, and where the name stands.
Out: `Meaning`; suggestions.
Not here: complaints (see `checks`).
"""

import re
from collections.abc import Collection
from dataclasses import field
from enum import Enum

from annarchy_lab.language.declaration import NeuronDeclaration
from annarchy_lab.language.model import SYNAPSE_EVENTS, Declaration
from annarchy_lab.language.surroundings import Surroundings
from annarchy_lab.language.vocabulary import FUNCTIONS, NUMBERS
from annarchy_lab.lightweight import dataclass

__all__ = ["Meaning", "Scope", "and_more", "did_you_mean", "suggested"]


class Meaning(Enum):
    """What a `Name` stands for."""

    ATTRIBUTE = "attribute"
    CONSTANT = "constant"
    TIME = "time"  # t, dt, t_last, t_pre, t_post
    NUMBER = "number"  # pi; E unless declared
    CONDUCTANCE = "conductance"  # g_target in an event of a synapse
    RATE = "rate"  # r of a spiking neuron: its mean firing rate
    SPIKED = "spiked"  # in a stop condition: whether the neuron emitted a spike in this step
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one model.

    Parameters
    ----------
    declaration
        The model.
    surroundings
        Constants beyond it.
    """

    declaration: Declaration
    surroundings: Surroundings = field(default_factory=Surroundings)

    def meaning(self, name: str, section: str = "equations") -> Meaning:
        """Return what `name` stands for in a section; attributes shadow constants."""
        if any(attribute.name == name for attribute in self.declaration.attributes):
            return Meaning.ATTRIBUTE
        if name in self.surroundings.constants:
            return Meaning.CONSTANT
        if name in self._time_names():
            return Meaning.TIME
        if name in NUMBERS:
            return Meaning.NUMBER
        if name in self._conductances(section):
            return Meaning.CONDUCTANCE
        if name in self._spiked(section):
            return Meaning.SPIKED
        return Meaning.RATE if name in self._rate() else Meaning.UNKNOWN

    def known(self, section: str = "equations") -> frozenset[str]:
        """Return every name that means something in a section."""
        return frozenset(
            (
                *(attribute.name for attribute in self.declaration.attributes),
                *self.surroundings.constants,
                *self._time_names(),
                *NUMBERS,
                *self._conductances(section),
                *self._rate(),
                *self._spiked(section),
            )
        )

    def functions(self) -> frozenset[str]:
        """Return every function that may be called."""
        own = (function.name for function in self.declaration.functions)
        return frozenset((*FUNCTIONS, *own, *self.surroundings.functions))

    def _time_names(self) -> tuple[str, ...]:
        if not isinstance(self.declaration, NeuronDeclaration):
            return ("t", "dt", "t_pre", "t_post")
        return ("t", "dt", "t_last") if self.declaration.is_spiking else ("t", "dt")

    def _conductances(self, section: str) -> tuple[str, ...]:
        return ("g_target",) if section in SYNAPSE_EVENTS else ()

    def _spiked(self, section: str) -> tuple[str, ...]:
        return ("spiked",) if section == "stop_condition" and self.declaration.is_spiking else ()

    def _rate(self) -> tuple[str, ...]:
        neuron = self.declaration
        return ("r",) if isinstance(neuron, NeuronDeclaration) and neuron.is_spiking else ()


def and_more(n_places: int) -> str:
    """Return what is said of further places of one mistake, ``''`` if there are none."""
    return f", and in {n_places} more place{'s' * (n_places > 1)}" if n_places else ""


def did_you_mean(word: str, known: Collection[str], otherwise: str = "") -> str:
    """Return the hint for a misspelt word: the nearest known one, then what else to do."""
    from difflib import get_close_matches  # needed for mistakes only

    # Wrong case and swapped letters are nearer than what only shares many letters.
    alike = [name for name in sorted(known) if sorted(name.lower()) == sorted(word.lower())]
    near = alike or get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    if not near:
        return otherwise
    return f"did you mean '{near[0]}'?" + (f" Otherwise {otherwise}." if otherwise else "")


def suggested(hint: str) -> str:
    """Return the word that a hint of `did_you_mean` proposes, ``''`` if it is no such hint."""
    found = re.match(r"did you mean '([^']+)'\?", hint)
    return found[1] if found else ""
