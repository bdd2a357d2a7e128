"""What models and networks offer of the lab, which stands above their rooms.

In: who finds things of the lab; the package itself installs it.
Out: `from_the_lab`.
Not here: anything of the lab.
"""

from collections.abc import Callable
from typing import Any, Final

__all__ = ["from_the_lab", "install_lab_door"]

_finders: Final[list[Callable[[str], Any]]] = []


def install_lab_door(find: Callable[[str], Any]) -> None:
    """Install what finds things of the lab by name; the package does so once."""
    _finders[:] = [find]


def from_the_lab(name: str) -> Any:  # noqa: ANN401 - whatever it is
    """Return something of `annarchy_lab.lab`; the first call imports what it needs."""
    return _finders[0](name)
