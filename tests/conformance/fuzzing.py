"""How random models are tried: the same ones every time, and few, since each is compiled."""

from hypothesis import HealthCheck, Phase, settings

__all__ = ["compiled_examples"]


def compiled_examples(n: int) -> settings:
    """Return the settings for `n` examples; shrinking a failing one would compile for minutes."""
    return settings(
        max_examples=n,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
