"""Libraries that only exports need, and how to get one that is missing.

In: a name.  Out: the module.
Not here: what it is used for.
"""

from importlib import import_module
from types import ModuleType

from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["library"]


def library(name: str) -> ModuleType:
    """Import a library of the extra ``io``.

    Raises
    ------
    ANNarchyException
        If it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise ANNarchyException(
            f"this needs {name}, which is not installed: pip install 'annarchy-lab[io]'."
        ) from None
