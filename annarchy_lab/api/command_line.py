"""Options on the command line of a user's script: ``python script.py -j 4 --prec=single``.

In: the arguments of the process.
Out: the settings they ask for, which go before those of ``setup`` and ``Network.config``.
Not here: options of scripts themselves; whatever is not one of ANNarchy's is left alone.

============================ ===================================================================
``-j N``, ``--num-threads N``   threads of a run
``--prec single`` or ``double`` real numbers of the networks
``--gpu``                       CUDA, which is refused
``-v``, ``--verbose``           as ``setup(verbose=True)``
``-c``, ``--clean``             nothing: what is compiled is always that of the model as it is
``-d``, ``--debug``, ...        nothing: see `IDLE`
============================ ===================================================================

They are looked at whenever settings are made, and only in a script that Python runs: never in a
notebook, in IPython, in tests, or where this package is imported by another program.
"""

import builtins
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

__all__ = ["IDLE", "asked_for", "script_arguments"]

IDLE: Final = frozenset(
    ("--report", "--trace", "--profile", "--profile-out", "--auto-tuning", "--visible-cores")
)
"""Options of ANNarchy that have no effect here, with a warning."""

HOSTS: Final = ("ipykernel", "pytest")
PRECISION: Final = {"single": "float32", "double": "float64"}


def script_arguments() -> list[str]:
    """Return the arguments of the script that Python runs, nothing if it runs no script."""
    if hasattr(builtins, "__IPYTHON__") or any(host in sys.modules for host in HOSTS):
        return []
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if script is None or not sys.argv or Path(sys.argv[0]).resolve() != Path(script).resolve():
        return []
    return sys.argv[1:]


def asked_for(arguments: Sequence[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return settings by key, and the options that have no effect.

    Parameters
    ----------
    arguments
        Of the command line; those after ``--``, and whatever is none of our options or has no
        value that fits, are passed over.
    """
    settings: dict[str, Any] = {}
    idle = []
    for option, value in _options(arguments):
        if option in IDLE:
            idle.append(option)
        elif option in SETTINGS:
            settings.update(SETTINGS[option](value))
    return settings, tuple(dict.fromkeys(idle))


def _options(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Iterate over options and what may be their values."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            return
        joined = re.fullmatch(r"(--[\w-]+)=(.*)|(-j)(\d+)", argument, re.DOTALL)
        if joined is None:
            yield argument, following
        else:
            yield joined[1] or joined[3], joined[2] or joined[4] or ""


def _threads(value: str) -> dict[str, Any]:
    return {"num_threads": int(value)} if re.fullmatch(r"[1-9]\d{0,5}", value) else {}


def _precision(value: str) -> dict[str, Any]:
    return {"dtype": PRECISION[value]} if value in PRECISION else {}


SETTINGS: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "-j": _threads,
    "--num-threads": _threads,
    "--prec": _precision,
    "--gpu": lambda _: {"paradigm": "cuda"},
    "-v": lambda _: {"verbose": True},
    "--verbose": lambda _: {"verbose": True},
}
