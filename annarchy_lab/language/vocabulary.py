"""The words of the language: built-in functions, distributions, flags and names that are taken.

In: nothing.  Out: constant tables; every other module of this room looks words up here and nowhere
else.  Not here: meaning (arithmetic belongs to the backends), grammar (see `parser`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from annarchy_lab.lightweight import dataclass

__all__ = [
    "ALIASES",
    "DISTRIBUTIONS",
    "EVENT_FLAGS",
    "FLAG_KEYS",
    "FLAG_WORDS",
    "FUNCTIONS",
    "GLOBAL_OPERATIONS",
    "LARGEST",
    "LOCALITY_WORDS",
    "METHODS",
    "NEURON_LOCALITIES",
    "NUMBERS",
    "OPERATIONS",
    "OPTION_KEYS",
    "RESERVED_ATTRIBUTES",
    "RESERVED_WORDS",
    "SYNAPSE_LOCALITIES",
    "SYNTAX_WORDS",
    "TYPE_WORDS",
    "Arity",
    "is_built_in",
]


@dataclass(frozen=True, slots=True)
class Arity:
    """How many arguments a call takes, at least and at most."""

    least: int
    most: int

    def __str__(self) -> str:
        """Return it as words, such as ``1 argument`` or ``2 to 4 arguments``."""
        if self.least == self.most:
            return f"{self.least} argument{'s' * (self.least != 1)}"
        joint = "or" if self.most == self.least + 1 else "to"
        return f"{self.least} {joint} {self.most} arguments"

    def admits(self, count: int) -> bool:
        """Whether a call with `count` arguments is complete."""
        return self.least <= count <= self.most


LARGEST: Final = "the largest number is about 1.8e308"
"""What to say of larger ones."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ONE: Final = Arity(1, 1)
_TWO: Final = Arity(2, 2)

FUNCTIONS: Final[Mapping[str, Arity]] = MappingProxyType(
    dict.fromkeys(
        _words(
            "cos sin tan acos asin atan cosh sinh tanh asinh acosh atanh exp log log10 sqrt abs "
            "floor ceil isnan isfinite pos neg round"
        ),
        _ONE,
    )
    | dict.fromkeys(("modulo", "pow", "power"), _TWO)
    | dict.fromkeys(("clip", "ite"), Arity(3, 3))
)
"""Built-in functions under their canonical names; a complete ``ite`` becomes a `Conditional`."""

ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {"ln": "log", "fabs": "abs", "positive": "pos", "negative": "neg"}
)
"""Second names of built-in functions."""

DISTRIBUTIONS: Final[Mapping[str, Arity]] = MappingProxyType(
    {
        "Uniform": _TWO,
        "DiscreteUniform": _TWO,
        "Normal": Arity(2, 4),
        "LogNormal": Arity(2, 4),
        "Exponential": Arity(1, 3),
        "Gamma": Arity(2, 4),
        "Binomial": _TWO,
    }
)

GLOBAL_OPERATIONS: Final = frozenset(_words("min max mean norm1 norm2"))
OPERATIONS: Final = ("sum", "max", "min", "mean")
"""How the contributions of a dendrite are joined."""

SYNTAX_WORDS: Final = frozenset(_words("if else and or not is True False"))
"""Words of the grammar; legal only as names of targets."""

NUMBERS: Final = frozenset(("pi", "E"))
"""Mathematical constants: ``pi`` always, ``E`` unless declared."""

RESERVED_ATTRIBUTES: Final = frozenset(
    _words("t dt t_pre t_post t_last last_spike rk_post rk_pre i j active refractory size")
)
"""Names that every population or projection uses itself."""

RESERVED_WORDS: Final = SYNTAX_WORDS | frozenset(
    _words("sum pre post pi clip pos positive neg negative modulo fabs ite power round")
)
"""Words of the language that no attribute may have."""

METHODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "explicit": "explicit",
        "implicit": "implicit",
        "semiimplicit": "semiimplicit",
        "exponential": "exponential",
        "midpoint": "midpoint",
        "rk4": "rk4",
        "runge-kutta4": "rk4",
        "event-driven": "event-driven",
        "exact": "event-driven",
    }
)
"""Every accepted name of a numerical method and its canonical name."""

LOCALITY_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "local": "local",
        "semiglobal": "semiglobal",
        "global": "global",
        "postsynaptic": "semiglobal",
        "population": "global",
        "projection": "global",
    }
)
"""Every accepted word for a locality and its canonical word."""

NEURON_LOCALITIES: Final = frozenset(("local", "global", "population"))
SYNAPSE_LOCALITIES: Final = frozenset(LOCALITY_WORDS) - {"population"}
"""The words that each kind of model accepts."""

TYPE_WORDS: Final = frozenset(("int", "bool", "float"))
EVENT_FLAGS: Final = frozenset(("unless_refractory", "unless_post"))
FLAG_KEYS: Final = frozenset(("init", "min", "max"))
"""Flags that need a value."""

OPTION_KEYS: Final = FLAG_KEYS | {"method", "locality", "type"}
"""Every key of an option, as a flag is stored; words alone become ``method=`` and the like."""

FLAG_WORDS: Final = frozenset((*METHODS, *LOCALITY_WORDS, *TYPE_WORDS, *EVENT_FLAGS, *FLAG_KEYS))
"""Every word that may stand behind the colon of a definition."""


def is_built_in(word: str) -> bool:
    """Whether `word` names a built-in function, distribution, operation or word of the grammar."""
    return (
        word in FUNCTIONS
        or word in ALIASES
        or word in DISTRIBUTIONS
        or word in GLOBAL_OPERATIONS
        or word in SYNTAX_WORDS
        or word in ("sum", "pre", "post")
    )
