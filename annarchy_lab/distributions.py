"""Descriptions of random draws: what to draw, not the drawing itself.

In: the arguments of a distribution, and at each draw a NumPy generator.
Out: arrays of draws; the bound, the LaTeX and the argument names that other rooms ask for.
Not here: distributions inside equations, which the backends draw from their own counter-based
generator.

A distribution without a generator of its own draws from the one handed to `draw`, which is the
network's, so that one seed fixes weights and initial values too.  Draws that belong to no network,
such as ``Uniform(0, 1).get_values(10)``, follow `seed_loose_draws`, which ``setup(seed=...)``
calls.  ``min`` and ``max`` of the unbounded distributions clip: values outside pile up at the
bound.
"""

from abc import ABC, abstractmethod
from dataclasses import field, fields
from math import inf, isnan, nan
from numbers import Real
from typing import Any, ClassVar, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

__all__ = [
    "Binomial",
    "DiscreteUniform",
    "Exponential",
    "Gamma",
    "LogNormal",
    "Normal",
    "RandomDistribution",
    "Uniform",
    "seed_loose_draws",
]

Shape: TypeAlias = int | tuple[int, ...]


@dataclass(slots=True)
class _Loose:
    """What draws without any generator take theirs from; None for a fresh one each time."""

    rng: np.random.Generator | None = None


_LOOSE: Final = _Loose()


def seed_loose_draws(seed: int | None) -> None:
    """Begin the draws that have no generator anew from `seed`; None leaves them unseeded."""
    _LOOSE.rng = None if seed is None else np.random.default_rng(seed)


class RandomDistribution(ABC):
    """Base of all distributions: frozen, comparable descriptions of one random number.

    Besides its own arguments every distribution takes `rng`, a NumPy generator that it then
    always draws from, and `seed`, which makes such a generator (the 4.8 spelling: an integer in
    the place of `rng` is a seed as well, and a negative seed is none).

    Raises
    ------
    ANNarchyException
        If an argument is no number, or no distribution exists for it.
    """

    __slots__ = ()
    symbol: ClassVar[str]
    integers: ClassVar[tuple[str, ...]] = ()
    rng: np.random.Generator | None
    seed: int

    @property
    @abstractmethod
    def upper_bound(self) -> float:
        """No draw is larger than this; ``inf`` where nothing bounds it."""

    @abstractmethod
    def _check(self) -> None:
        """Refuse arguments for which the distribution does not exist."""

    @abstractmethod
    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        """Draw from `rng`, bounds applied."""

    def __post_init__(self) -> None:
        """Turn the arguments into plain numbers and check them."""
        optional = ("min", "max") if isinstance(self, _Clipped) else ()
        for name in self.keywords:
            value = getattr(self, name)
            if value is not None or name not in optional:
                object.__setattr__(self, name, self._number(name, value))
        self._check()
        object.__setattr__(self, "rng", self._generator(self.rng))

    @property
    def keywords(self) -> tuple[str, ...]:
        """Names of the arguments that shape the distribution, in the order of the call."""
        names = [f.name for f in fields(self)]  # type: ignore[arg-type] # subclasses are dataclasses
        return tuple(name for name in names if name not in {"rng", "seed"})

    def draw(self, shape: Shape, rng: np.random.Generator | None = None) -> NDArray[Any]:
        """Draw an array.

        Parameters
        ----------
        shape
            Shape of the result.
        rng
            Generator to draw from.  The distribution's own goes before it; without either, that
            of `seed_loose_draws` or a fresh one is taken.

        Returns
        -------
        numpy.ndarray
            float64, or int64 for `DiscreteUniform` and `Binomial`.
        """
        return self._sample(shape, self.rng or rng or _LOOSE.rng or np.random.default_rng())

    def get_values(self, shape: Shape) -> NDArray[Any]:
        """Draw an array of that shape; see `draw`."""
        return self.draw(shape)

    def get_list_values(self, size: int) -> list[float]:
        """Draw `size` numbers as a list, from the own generator, or from a fresh one."""
        values: list[float] = self.draw(size).tolist()
        return values

    def get_value(self) -> float:
        """Draw one number from the own generator, or from a fresh one."""
        return self.get_list_values(1)[0]

    def latex(self) -> str:
        r"""Write the distribution as LaTeX, such as ``\mathcal{N}(0.0, 1.0)``."""
        values = (getattr(self, name) for name in self.keywords)
        return f"{self.symbol}({', '.join(str(v) for v in values if v is not None)})"

    def __repr__(self) -> str:
        """Write the call that makes this description; a generator is left out."""
        shown = {name: getattr(self, name) for name in self.keywords}
        if self.seed >= 0:
            shown["seed"] = self.seed
        inner = ", ".join(f"{name}={value!r}" for name, value in shown.items() if value is not None)
        return f"{type(self).__name__}({inner})"

    def _number(self, name: str, value: object) -> float | int:
        number = float(value) if isinstance(value, Real) else nan
        hint = "; give the generator as rng=" if isinstance(value, np.random.Generator) else ""
        self._require(not isnan(number), f"{name} must be a number, not {value!r}{hint}")
        if name not in self.integers:
            return number
        self._require(number.is_integer(), f"{name} must be an integer, not {value!r}")
        return int(number)

    def _generator(self, rng: object) -> np.random.Generator | None:
        if isinstance(rng, int | np.integer):
            object.__setattr__(self, "seed", int(rng))
            rng = None
        if rng is None:
            return np.random.default_rng(self.seed) if self.seed >= 0 else None
        self._require(self.seed < 0, "give rng or seed, not both")
        if isinstance(rng, np.random.Generator):
            return rng
        raise ANNarchyException(
            f"{type(self).__name__}: rng must be a numpy.random.Generator, not {rng!r}."
        )

    def _require(self, condition: bool, message: str) -> None:
        if not condition:
            raise ANNarchyException(f"{type(self).__name__}: {message}.")


class _Clipped(RandomDistribution):
    """A distribution whose values may be clipped to `min` and `max`."""

    __slots__ = ()
    non_negative: ClassVar[tuple[str, ...]]
    min: float | None
    max: float | None

    @property
    def upper_bound(self) -> float:
        """Return `max`, or ``inf`` without one."""
        return inf if self.max is None else self.max

    def _check(self) -> None:
        for name in self.non_negative:
            value = getattr(self, name)
            self._require(value >= 0, f"{name} = {value} must not be negative")
        is_ordered = self.min is None or self.max is None or self.min <= self.max
        self._require(is_ordered, f"min = {self.min} must not be larger than max = {self.max}")

    def _clip(self, values: NDArray[Any]) -> NDArray[Any]:
        unbounded = self.min is None and self.max is None
        return values if unbounded else np.clip(values, self.min, self.max)


@dataclass(frozen=True, slots=True, repr=False)
class Uniform(RandomDistribution):
    """Real numbers from the interval ``[min, max)``, all equally likely.

    Parameters
    ----------
    min, max
        Ends of the interval; `min` must be the smaller one.
    """

    symbol: ClassVar[str] = r"\mathcal{U}"

    min: float
    max: float
    rng: np.random.Generator | None = field(default=None, compare=False)
    seed: int = -1

    @property
    def upper_bound(self) -> float:
        """Return `max`."""
        return self.max

    def _check(self) -> None:
        self._require(self.min < self.max, f"min = {self.min} must be below max = {self.max}")
        self._require(self.max - self.min < inf, "min and max must be finite")

    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        return rng.uniform(self.min, self.max, shape)


@dataclass(frozen=True, slots=True, repr=False)
class DiscreteUniform(RandomDistribution):
    """Integers from `min` to `max`, both included, all equally likely.

    Parameters
    ----------
    min, max
        Smallest and largest integer.
    """

    symbol: ClassVar[str] = r"\mathcal{U}_{\mathbb{Z}}"
    integers: ClassVar[tuple[str, ...]] = ("min", "max")

    min: int
    max: int
    rng: np.random.Generator | None = field(default=None, compare=False)
    seed: int = -1

    @property
    def upper_bound(self) -> float:
        """Return `max`."""
        return self.max

    def _check(self) -> None:
        is_ordered = self.min <= self.max
        self._require(is_ordered, f"min = {self.min} must not be larger than max = {self.max}")

    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        return rng.integers(self.min, self.max, shape, endpoint=True)


@dataclass(frozen=True, slots=True, repr=False)
class Normal(_Clipped):
    """The normal distribution.

    Parameters
    ----------
    mu
        Mean.
    sigma
        Standard deviation, at least 0.
    min, max
        Values outside are set to the bound.  Default: no bound.
    """

    symbol: ClassVar[str] = r"\mathcal{N}"
    non_negative: ClassVar[tuple[str, ...]] = ("sigma",)

    mu: float
    sigma: float
    min: float | None = None
    max: float | None = None
    rng: np.random.Generator | None = field(default=None, compare=False)
    seed: int = -1

    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        return self._clip(rng.normal(self.mu, self.sigma, shape))


@dataclass(frozen=True, slots=True, repr=False)
class LogNormal(_Clipped):
    """Numbers whose logarithm is normally distributed.

    Parameters
    ----------
    mu
        Mean of the logarithm.
    sigma
        Standard deviation of the logarithm, at least 0.
    min, max
        Values outside are set to the bound.  Default: no bound.
    """

    symbol: ClassVar[str] = r"\ln\mathcal{N}"
    non_negative: ClassVar[tuple[str, ...]] = ("sigma",)

    mu: float
    sigma: float
    min: float | None = None
    max: float | None = None
    rng: np.random.Generator | None = field(default=None, compare=False)
    seed: int = -1

    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        return self._clip(rng.lognormal(self.mu, self.sigma, shape))


@dataclass(frozen=True, slots=True, repr=False)
class Exponential(_Clipped):
    """The exponential distribution with *mean* `Lambda`.

    In equations ``Exponential(Lambda)`` has the mean ``1/Lambda`` instead; both meanings are
    ANNarchy's.

    Parameters
    ----------
    Lambda
        Mean, at least 0.
    min, max
        Values outside are set to the bound.  Default: no bound.
    """

    symbol: ClassVar[str] = r"\mathrm{Exp}"
    non_negative: ClassVar[tuple[str, ...]] = ("Lambda",)

    Lambda: float
    min: float | None = None
    max: float | None = None
    rng: np.random.Generator | None = field(default=None, compare=False)
    seed: int = -1

    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        return self._clip(rng.exponential(self.Lambda, shape))


@dataclass(frozen=True, slots=True, repr=False)
class Gamma(_Clipped):
    """The gamma distribution with mean ``alpha * beta``.

    Parameters
    ----------
    alpha
        Shape, at least 0.
    beta
        Scale, at least 0.  Default: 1.
    min, max
        Values outside are set to the bound.  Default: no bound.
    """

    symbol: ClassVar[str] = r"\Gamma"
    non_negative: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    alpha: float
    beta: float = 1.0
    min: float | None = None
    max: float | None = None
    rng: np.random.Generator | None = field(default=None, compare=False)
    seed: int = -1

    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        return self._clip(rng.gamma(self.alpha, self.beta, shape))


@dataclass(frozen=True, slots=True, repr=False)
class Binomial(RandomDistribution):
    """Number of successes in `n` independent trials.

    Parameters
    ----------
    n
        Number of trials, at least 0.
    p
        Probability of success, from 0 to 1.
    """

    symbol: ClassVar[str] = r"\mathcal{B}"
    integers: ClassVar[tuple[str, ...]] = ("n",)

    n: int
    p: float
    rng: np.random.Generator | None = field(default=None, compare=False)
    seed: int = -1

    @property
    def upper_bound(self) -> float:
        """Return `n`."""
        return self.n

    def _check(self) -> None:
        self._require(self.n >= 0, f"n = {self.n} must not be negative")
        self._require(0 <= self.p <= 1, f"p = {self.p} must lie between 0 and 1")

    def _sample(self, shape: Shape, rng: np.random.Generator) -> NDArray[Any]:
        return rng.binomial(self.n, self.p, shape)
