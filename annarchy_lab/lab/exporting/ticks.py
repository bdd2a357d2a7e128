"""Where ticks stand and what they say; the same rules as ``ticks.ts`` has on the screen.

In: ends of an axis, and how many ticks fit.
Out: values and texts.
"""

import math

__all__ = ["Tick", "around", "nice_step", "number", "ticks", "time_ticks"]

Tick = tuple[float, str]


def nice_step(span: float, n: int) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten that cuts `span` into at most `n`."""
    rough = span / max(n, 1)
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next((f * power for f in (1, 2, 5) if f * power >= rough * (1 - 1e-9)), 10 * power)


def around(low: float, high: float, n: int) -> tuple[float, float, float]:
    """Return limits around two values that are multiples of a nice step, and that step."""
    span = high - low or max(abs(high), 1.0)
    step = nice_step(span, n)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return bottom, top if top > bottom else bottom + step, step


def number(value: float, digits: int) -> str:
    """Return a number with a true minus sign and thin spaces between thousands."""
    text = f"{abs(value):.{digits}f}"
    whole, _, fraction = text.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", "\N{THIN SPACE}")
    text = f"{whole}.{fraction}" if fraction else whole
    return f"\N{MINUS SIGN}{text}" if value < 0 and float(f"{value:.{digits}f}") else text


def ticks(low: float, high: float, step: float) -> list[Tick]:
    """Return the multiples of `step` between two values, with their texts."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    digits = min(max(-math.floor(math.log10(step) + 1e-9), 0), 12)
    values = [k * step for k in range(first, last + 1)]
    if step >= 1000:
        return [(v, f"{number(v / 1000, 0)}k" if v else "0") for v in values]
    return [(v, number(v, digits)) for v in values]


def time_ticks(start_ms: float, stop_ms: float, n: int) -> tuple[str, list[Tick]]:
    """Return the unit of a time axis and its ticks in ms; from a second on it counts seconds."""
    scale = 1000.0 if stop_ms - start_ms >= 999.5 else 1.0
    step_ms = nice_step(stop_ms - start_ms, n)
    said = ticks(max(start_ms, 0.0) / scale, stop_ms / scale, step_ms / scale)
    return "s" if scale > 1.0 else "ms", [(value * scale, text) for value, text in said]
