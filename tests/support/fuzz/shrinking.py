"""A finding made small: words and fields go as long as the finding stays."""

from collections.abc import Callable

from fuzz.cases import Case
from fuzz.texts import TOKEN

__all__ = ["smallest"]


def smallest(case: Case, is_finding: Callable[[Case], bool], n_tries: int = 2000) -> Case:
    """Return a case with fewer words for which `is_finding` still holds."""
    tries = iter(range(n_tries))
    size = max(len(TOKEN.findall(text)) for _, text in case.fields)
    while size:
        smaller = next((c for c in _cuts(case, size) if _next(tries) and is_finding(c)), None)
        if smaller is None:
            size //= 2
        else:
            case = smaller
    return case


def _next(tries) -> bool:
    return next(tries, None) is not None


def _cuts(case: Case, size: int):
    for field, text in case.fields:
        words = TOKEN.findall(text)
        for start in range(0, len(words), size):
            yield case.with_text(field, "".join(words[:start] + words[start + size :]))
