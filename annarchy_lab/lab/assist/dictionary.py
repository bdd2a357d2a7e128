"""What the words of the language mean, one entry each.

In: the words (`language.vocabulary`, the sections of model cells).
Out: tables of `Entry`; a test compares them with the vocabulary, so that none is forgotten.
Not here: names that a user declares (`names`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from annarchy_lab.lab.assist.entry import Entry
from annarchy_lab.language.model_cell import NEURON_SECTIONS, SYNAPSE_SECTIONS

__all__ = ["FLAGS", "FUNCTIONS", "KEYWORDS", "OPERATIONS", "SECTIONS", "TIMES", "sections_of"]

_ARGUMENTS: Final = {
    "x": "the number",
    "low": "nothing below it",
    "high": "nothing above it",
    "condition": "true or false",
    "min": "lower end",
    "max": "upper end",
    "mu": "mean",
    "sigma": "standard deviation, at least 0",
    "target": "name of the target, such as exc, or nothing for all",
    "name": "one local attribute, in a synapse pre.name or post.name",
}
_CLIPPED: Final = {"min": "values below are set to it", "max": "values above are set to it"}


def _table(lines: str, kind: str) -> Iterator[Entry]:
    """Yield the entries of lines ``form | meaning``, whose forms may be calls."""
    for line in lines.strip().splitlines():
        form, text = (part.strip() for part in line.split("|"))
        word = form.partition("(")[0]
        yield Entry(word, kind, form, text, arguments=tuple(_arguments(form)))


def _arguments(form: str) -> Iterator[tuple[str, str]]:
    special = _CLIPPED if "[" in form else {}
    for name in re.findall(r"\w+", form.partition("(")[2]):
        told = special.get(name) or _SPECIAL.get(f"{form.partition('(')[0]}.{name}")
        yield name, told or _ARGUMENTS.get(name, "")


_SPECIAL: Final = {
    "LogNormal.mu": "mean of the logarithm",
    "LogNormal.sigma": "standard deviation of the logarithm, at least 0",
    "Exponential.lambda": "rate, so that the mean is 1/lambda",
    "Gamma.alpha": "shape",
    "Gamma.beta": "scale",
    "Binomial.n": "number of trials",
    "Binomial.p": "probability of success in one trial",
    "DiscreteUniform.min": "smallest integer",
    "DiscreteUniform.max": "largest integer",
    "ite.a": "the value if it is true",
    "ite.b": "the value otherwise",
    "modulo.a": "dividend, its fraction cut off",
    "modulo.b": "divisor, its fraction cut off",
    "pow.x": "base",
    "pow.y": "exponent, any number",
    "power.x": "base",
    "power.n": "exponent, an integer of at least 1",
}


def _by_word(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    return MappingProxyType({entry.word: entry for entry in entries})


FUNCTIONS: Final = _by_word(
    (
        *_table(
            """
            cos(x) | cosine, x in radians
            sin(x) | sine, x in radians
            tan(x) | tangent, x in radians
            acos(x) | inverse of the cosine, in radians
            asin(x) | inverse of the sine, in radians
            atan(x) | inverse of the tangent, in radians
            cosh(x) | hyperbolic cosine
            sinh(x) | hyperbolic sine
            tanh(x) | hyperbolic tangent
            acosh(x) | inverse of the hyperbolic cosine
            asinh(x) | inverse of the hyperbolic sine
            atanh(x) | inverse of the hyperbolic tangent
            exp(x) | e to the power of x
            log(x) | natural logarithm
            ln(x) | natural logarithm, as log
            log10(x) | logarithm to base 10
            sqrt(x) | square root
            abs(x) | absolute value
            fabs(x) | absolute value, as abs
            floor(x) | largest integer not above x
            ceil(x) | smallest integer not below x
            round(x) | nearest integer, halves away from zero
            isnan(x) | whether x is not a number
            isfinite(x) | whether x is neither infinite nor not a number
            pos(x) | positive part: x above zero, else 0
            positive(x) | positive part, as pos
            neg(x) | negative part: x below zero, else 0
            negative(x) | negative part, as neg
            clip(x, low, high) | x kept between two bounds
            modulo(a, b) | remainder of integer division, with the sign of a
            pow(x, y) | x to the power of y
            power(x, n) | x to the power of an integer, by repeated products
            ite(condition, a, b) | a if the condition holds, else b
            sum(target) | weighted sum of a target's inputs
            min(name) | smallest value over the whole population
            max(name) | largest value over the whole population
            mean(name) | mean over the whole population
            norm1(name) | sum of the absolute values over the whole population
            norm2(name) | root of the sum of squares over the whole population
            """,
            "function",
        ),
        *_table(
            """
            Uniform(min, max) | random number between two ends, all equally likely
            DiscreteUniform(min, max) | random integer between two ends, both included
            Normal(mu, sigma[, min, max]) | normally distributed random number
            LogNormal(mu, sigma[, min, max]) | random number with a normally distributed logarithm
            Exponential(lambda[, min, max]) | exponentially distributed random number
            Gamma(alpha, beta[, min, max]) | gamma-distributed random number
            Binomial(n, p) | random number of successes in n trials
            """,
            "distribution",
        ),
    )
)
"""Everything that is called: functions, global operations, sums, distributions."""

FLAGS: Final = _by_word(
    (
        Entry("init", "flag", "init=0.0", "value at the start and after reset", insert="init="),
        Entry("min", "flag", "min=0.0", "lower bound, kept after each step", insert="min="),
        Entry("max", "flag", "max=1.0", "upper bound, kept after each step", insert="max="),
        Entry("unless_refractory", "flag", text="accepted; every equation pauses then anyway"),
        Entry("unless_post", "flag", text="not if both neurons spiked in the same step"),
        *_table(
            """
            explicit | Euler's method, from old values
            implicit | backward Euler; solved for the new value
            semiimplicit | Euler's method, stable for linear decay
            exponential | exact while the input is constant; linear equations only
            midpoint | Runge-Kutta method of second order
            rk4 | Runge-Kutta method of fourth order
            runge-kutta4 | as rk4
            event-driven | integrated at spikes only; linear equations of spiking synapses
            exact | old word for event-driven
            """,
            "method",
        ),
        *_table(
            """
            local | one value per neuron or synapse
            semiglobal | one value per post-synaptic neuron
            postsynaptic | as semiglobal
            global | one value for all
            population | one value per population
            projection | one value per projection
            """,
            "locality",
        ),
        *_table(
            """
            float | a real number
            int | an integer, fractions cut off
            bool | True or False
            """,
            "type",
        ),
    )
)
"""Words behind the colon of a definition."""

KEYWORDS: Final = _by_word(
    _table(
        """
        if | if condition: a else: b
        else | if condition: a else: b
        and | both hold
        or | at least one holds
        not | does not hold
        is | equals
        True | the truth
        False | the opposite of True
        """,
        "keyword",
    )
)

TIMES: Final = _by_word(
    (
        Entry("t", "constant", text="time at the beginning of the step", unit="ms"),
        Entry("dt", "constant", text="length of a step", unit="ms"),
        Entry("t_last", "constant", text="time of the neuron's last spike", unit="ms"),
        Entry("t_pre", "constant", text="time of the last spike of the pre-neuron", unit="ms"),
        Entry("t_post", "constant", text="time of the last spike of the post-neuron", unit="ms"),
        Entry("pi", "constant", text="3.14159..."),
    )
)
"""Names that always mean something."""

OPERATIONS: Final = _by_word(
    _table(
        """
        sum | contributions are added, the usual
        max | the largest contribution counts
        min | the smallest contribution counts
        mean | contributions are averaged
        """,
        "keyword",
    )
)
"""How the contributions of a dendrite are joined."""

SECTIONS: Final = _by_word(
    Entry(entry.word, "section", entry.form, entry.text, insert=f"{entry.word}:")
    for entry in _table(
        """
        description | one sentence about the model; a docstring says the same
        reference | the paper that describes it
        parameters | name = value in lo..hi  # meaning (unit)
        equations | assignments and ODEs; options behind a colon
        functions | f(x) = expression, one per line
        spike | condition of a spike; without it the neuron is rate-coded
        axon_spike | condition of an additional spike of the axon
        reset | what happens at a spike
        axon_reset | what happens at a spike of the axon
        refractory | how long nothing else happens after a spike (ms)
        psp | what a synapse transmits; default w * pre.r
        operation | how contributions are joined: sum, max, min or mean
        pre_spike | what happens when a spike arrives; default g_target += w
        pre_axon_spike | what happens when a spike of the axon arrives
        post_spike | what happens when the post-synaptic neuron spikes
        pruning | condition : proba=1.0, when a synapse goes
        creating | condition : proba=1.0, w=0.0, d=1.0, when a synapse comes
        """,
        "section",
    )
)


def sections_of(kind: str) -> tuple[str, ...]:
    """Return the section words of a kind of model."""
    return NEURON_SECTIONS if kind == "neuron" else SYNAPSE_SECTIONS
