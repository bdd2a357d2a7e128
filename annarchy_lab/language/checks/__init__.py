"""Checks of a whole model: one file, one function, one code, one mistake each.

In: a `Model`.  Out: diagnostics.
To add one: write ``checks/<fault>.py`` with ``CODE`` and a function ``<fault>(model)``, and a pair
``tests/errors/bad_<fault>.py`` and ``.txt``.  Nothing is registered by hand.
"""

import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.lightweight import dataclass

__all__ = ["Check", "all_checks"]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule that a model must keep.

    Parameters
    ----------
    code
        Of its diagnostics, such as ``ANN102``.
    name
        Of the file and the function.
    run
        Yields a diagnostic per mistake.
    what
        The function's docstring: what it reports, why that is bad, an example.
    """

    code: str
    name: str
    run: Callable[[Model], Iterable[Diagnostic]]
    what: str


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check of this folder, in the order of their codes."""
    modules = [
        import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    ]
    checks = [
        Check(module.CODE, name, function, function.__doc__ or "")
        for module in modules
        for name in [module.__name__.rpartition(".")[2]]
        for function in [getattr(module, name)]
    ]
    return tuple(sorted(checks, key=lambda check: check.code))
