"""How random models are tried: the same ones every time, and few, since each is compiled.

``ANNARCHY_LAB_EXAMPLES=20`` tries twenty times as many, and others each time (``make fuzz``).
"""

import os

from hypothesis import HealthCheck, Phase, settings

__all__ = ["DRAWS", "DRAW_PARAMETERS", "compiled_examples"]

DRAW_PARAMETERS = """
    lo = -0.75 : {flag}
    hi = 1.5 : {flag}
    odd = -0.5 : {flag}
    few = 6 : {flag}, int
"""
"""Arguments of `DRAWS`, to be formatted with the flag of a global parameter."""

DRAWS = (
    *("Uniform(-1.0, 1.0)", "Uniform(lo, hi)", "Uniform(hi, lo)"),
    *("Normal(0.0, 1.0)", "Normal(lo, odd, lo, hi)", "LogNormal(0.0, 0.5)"),
    *("LogNormal(odd, hi, 0.1, 3.0)", "Exponential(hi)", "Exponential(2.0, 0.1)"),
    *("Gamma(hi, 0.5)", "Gamma(0.3, hi, 0.0, 4.0)", "Gamma(3.0, odd)", "Gamma(odd, 1.0)"),
    *("Binomial(few, 0.3)", "Binomial(few, hi)", "Binomial(2000, 0.7)", "Binomial(hi, 0.4)"),
    *("DiscreteUniform(-2, 3)", "DiscreteUniform(few, 2)", "DiscreteUniform(odd, few)"),
)
"""Calls of every distribution, some with arguments that make no sense."""

TIMES = int(os.environ.get("ANNARCHY_LAB_EXAMPLES", "1"))


def compiled_examples(n: int) -> settings:
    """Return the settings for `n` examples; shrinking a failing one would compile for minutes."""
    return settings(
        max_examples=n * TIMES,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
