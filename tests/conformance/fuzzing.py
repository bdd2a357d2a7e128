"""How random models are tried: the same ones every time, and few, since each is compiled.

``ANNARCHY_LAB_EXAMPLES=20`` tries twenty times as many, and others each time (``make fuzz``).
"""

import os

from hypothesis import HealthCheck, Phase, settings

__all__ = ["compiled_examples"]

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
