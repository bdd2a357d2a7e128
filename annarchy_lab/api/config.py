"""Settings of a network, and what ``setup`` and ``Network.config`` make of their keywords.

In: the keywords of both.  Out: a frozen `Config`.
Not here: anything that reads a setting; each is read once, where a network is built.
"""

import os
from collections.abc import Callable
from dataclasses import field, replace
from operator import index
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, SupportsIndex

import numpy as np

from annarchy_lab.api.command_line import asked_for, script_arguments
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.vocabulary import METHODS
from annarchy_lab.lightweight import dataclass

__all__ = ["IGNORED", "Config", "changed", "memory_limit", "of_script"]

IGNORED: Final = frozenset(
    (
        *("debug", "disable_SIMD_Eq", "disable_SIMD_SpMV", "disable_bitmask"),
        *("disable_parallel_rng", "disable_shared_library_time_offset", "disable_split_matrix"),
        *("only_int_idx_type", "trace_calls", "use_cpp_connectors", "use_seed_seq"),
        "visible_cores",
    )
)
"""Keys of ANNarchy that tune what this package decides itself; they change no result."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a network.

    Attributes
    ----------
    dt
        Step in ms.
    seed
        Seed of every draw; None for a random one per network.
    method
        Default numerical method.
    num_threads
        Threads that a run may use; never changes a result.  It uses as many of them as make it
        faster at the moment.  None: the variable ``OMP_NUM_THREADS``, else 1.
    fixed_threads
        Whether all of them work in every step, needed or not: for measuring.
    paradigm
        ``openmp``; ``cuda`` is refused.
    backend
        ``cpu``, ``reference``, or None: the first that works here.
    dtype
        float64 or float32, the real numbers of the network.
    weight_dtype
        float64 or float32, as what the weights ``w`` of synapses are stored; None: as `dtype`.
        float32 weights in a float64 network take half the memory: each is rounded whenever it is
        stored, and all arithmetic stays float64.  Wider than `dtype` they cannot be.
    sparse_matrix_format
        A hint how to store synapses; never changes a result.
    sparse_matrix_storage_order
        ``post_to_pre`` or ``pre_to_post``: the order is chosen here, whatever is asked for.
    structural_plasticity
        Whether synapses may be created and pruned by hand; by rule they may in any case.
    recording_memory
        Bytes that all monitors of the network may hold together; what goes beyond is moved to disk.
        None: a quarter of the memory that is free.
    recording_folder
        Folder for what is moved to disk.  None: one for temporary files.
    check_finite
        Whether simulations and live runs end where a variable becomes NaN or infinite.  None: only
        live runs of which the lab keeps a journal.
    verbose, show_time, suppress_warnings
        What is printed.
    """

    dt: float = 1.0
    seed: int | None = None
    method: str = "explicit"
    num_threads: int = 1
    fixed_threads: bool = False
    paradigm: str = "openmp"
    backend: str | None = None
    dtype: np.dtype[Any] = field(default_factory=lambda: np.dtype(np.float64))
    weight_dtype: np.dtype[Any] | None = None
    sparse_matrix_format: str = "default"
    sparse_matrix_storage_order: str = "post_to_pre"
    structural_plasticity: bool = False
    recording_memory: int | None = None
    recording_folder: str | None = None
    check_finite: bool | None = None
    verbose: bool = False
    show_time: bool = False
    suppress_warnings: bool = False

    @property
    def dtype_of_weights(self) -> np.dtype[Any]:
        """As what weights are stored."""
        return self.dtype if self.weight_dtype is None else self.weight_dtype

    @property
    def storage(self) -> str:
        """The hint of `sparse_matrix_format` as the backends know it."""
        if self.sparse_matrix_format in {"default", "auto"}:
            return "auto"
        return "dense" if self.sparse_matrix_format == "dense" else "csr"


def changed(config: Config, settings: dict[str, Any]) -> tuple[Config, tuple[str, ...]]:
    """Return `config` with `settings` applied, and the keys that had no effect.

    Raises
    ------
    ANNarchyException
        If a value makes no sense, or names a feature that does not exist yet.
    """
    known = {key: value for key, value in settings.items() if key in CHECKS}
    checked = {key: CHECKS[key](value) for key, value in known.items()}
    made = replace(config, **checked)
    if made.dtype_of_weights.itemsize > made.dtype.itemsize:
        raise ANNarchyException(
            "weight_dtype='float64' does not go with dtype='float32': weights cannot be stored "
            "more precisely than the network computes. Leave it out, or use dtype='float64'."
        )
    return made, tuple(key for key in settings if key not in CHECKS)


def of_script(config: Config) -> tuple[Config, tuple[str, ...]]:
    """Return `config` with what the command line of the user's script asks for.

    Returns
    -------
    config
        The settings.
    idle
        Options that have no effect.

    Raises
    ------
    ANNarchyException
        If an option asks for something that does not exist.
    """
    settings, idle = asked_for(script_arguments())
    return changed(config, settings)[0], idle


def _dt(value: object) -> float:
    if not isinstance(value, int | float | np.number) or not 0.0 < float(value) < np.inf:
        raise ANNarchyException(f"dt must be a positive number of ms, not {value!r}.")
    return float(value)


def _seed(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int | np.integer) or not 0 <= value < 2**64:
        raise ANNarchyException(f"a seed is an integer from 0 to 2**64 - 1, not {value!r}.")
    return int(value)


def _method(value: object) -> str:
    method = METHODS.get(value) if isinstance(value, str) else None
    if method is None or method == "event-driven":
        known = [name for name in dict.fromkeys(METHODS.values()) if name != "event-driven"]
        raise ANNarchyException(f"method must be one of {', '.join(known)}, not {value!r}.")
    return method


def _num_threads(value: object) -> int:
    if value is None:
        given = os.environ.get("OMP_NUM_THREADS", "")
        return max(1, int(given)) if given.isdecimal() else 1
    number = index(value) if isinstance(value, SupportsIndex) else 0
    if number < 1:
        raise ANNarchyException(f"num_threads must be an integer of at least 1, not {value!r}.")
    return number


def _paradigm(value: object) -> str:
    if value == "cuda":
        raise ANNarchyException(
            "paradigm='cuda' does not exist yet: no backend writes CUDA. Use 'openmp'."
        )
    return _one_of("paradigm", ("openmp",), value)


def _backend(value: object) -> str | None:
    return None if value is None else _one_of("backend", ("cpu", "reference"), value)


def _dtype(value: object, key: str = "dtype") -> np.dtype[Any]:
    names: dict[object, str] = {"float": "float32", "double": "float64"}
    for dtype in (np.dtype(np.float64), np.dtype(np.float32)):
        if isinstance(value, str):
            if names.get(value, value) == dtype.name:
                return dtype
        elif value in (dtype, dtype.type) or (value is float and dtype == np.float64):
            return dtype
    raise ANNarchyException(f"{key} must be float64 or float32, not {value!r}.")


def _format(value: object) -> str:
    return _one_of("sparse_matrix_format", FORMATS, value)


def _order(value: object) -> str:
    return _one_of("sparse_matrix_storage_order", ("post_to_pre", "pre_to_post"), value)


def memory_limit(key: str, value: object) -> int | None:
    """Return a number of bytes, or None for none given."""
    if value is None:
        return None
    if not isinstance(value, int | float | np.number) or not 0 <= float(value) < 2**63:
        raise ANNarchyException(f"{key} is a number of bytes, such as 2e9, not {value!r}.")
    return int(value)


def _path(value: object) -> str:
    if not isinstance(value, str | PathLike) or not Path(value).is_dir():
        raise ANNarchyException(f"recording_folder must be a folder that exists, not {value!r}.")
    return str(Path(value).absolute())


def _one_of(key: str, choices: tuple[str, ...], value: object) -> str:
    if value not in choices:
        raise ANNarchyException(f"{key} must be one of {', '.join(choices)}, not {value!r}.")
    return str(value)


FORMATS: Final = (
    *("default", "auto", "lil", "csr", "csr_vector", "csr_scalar", "dense"),
    *("ell", "ellr", "sell", "coo", "bsr", "hyb", "dia"),
)

CHECKS: Final[MappingProxyType[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "dt": _dt,
        "seed": _seed,
        "method": _method,
        "num_threads": _num_threads,
        "fixed_threads": bool,
        "paradigm": _paradigm,
        "backend": _backend,
        "dtype": _dtype,
        "weight_dtype": lambda value: None if value is None else _dtype(value, "weight_dtype"),
        "sparse_matrix_format": _format,
        "sparse_matrix_storage_order": _order,
        "structural_plasticity": bool,
        "recording_memory": lambda value: memory_limit("recording_memory", value),
        "recording_folder": lambda value: None if value is None else _path(value),
        "check_finite": lambda value: None if value is None else bool(value),
        "verbose": bool,
        "show_time": bool,
        "suppress_warnings": bool,
    }
)
