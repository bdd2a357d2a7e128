"""What a model may name beyond itself: constants, and functions declared for all models.

In: a provider that the api installs, because constants and global functions live there.
Out: `current_surroundings()`, asked anew whenever a model is declared.
Not here: the constants' values.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Final

from annarchy_lab.language.declaration import UserFunction
from annarchy_lab.lightweight import dataclass

__all__ = ["Surroundings", "current_surroundings", "set_surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Names that mean something in every model.

    Parameters
    ----------
    constants
        Names of all constants that exist now.
    functions
        Functions of ``add_function``, by name.
    """

    constants: frozenset[str] = frozenset()
    functions: Mapping[str, UserFunction] = field(default_factory=dict)


_providers: Final[list[Callable[[], Surroundings]]] = [Surroundings]


def set_surroundings(provider: Callable[[], Surroundings]) -> None:
    """Install who knows the constants and global functions; the api does so once.

    Parameters
    ----------
    provider
        Called at every declaration of a model; replaces the one before.
    """
    _providers[:] = [provider]


def current_surroundings() -> Surroundings:
    """Return the constants and global functions that exist now; none without a provider."""
    return _providers[0]()
