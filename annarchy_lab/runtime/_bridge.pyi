"""Types of the native core as Python sees it.

The meaning stands in ``_bridge*.pxi`` and ``core/*.h``.

Phases of `Engine.install`, one dict each.  ``population`` and ``context`` are numbers, buffers are
`Buffer`, ``dtype`` is f32 or f64.  Where a context is called, optional lists say which of its
buffers follow the clock, by their position in the module's table::

    rotations     (position, ring, stride_bytes, n_slots, lag)
    lates         (position, ring, stride_bytes, n_slots, now, lags), a lag per delay; -1: now
    recalls       (position, ring, stride_bytes, n_slots, now), on_pre: as of the emission

Spikes arrive by ``epochs``, dicts of first (emission step or None), delays (ascending) and, unless
the format is dense, row_ptr (by pre rank), post_ranks, edges (or None), pieces (has, before, begin,
n_words; None for one delay).  The phases::

    zero          buffer itemsize population
    push          source ring stride_bytes n_slots itemsize population
    once          context function(update_global|prepare)                      serial
    range         context function(update|psp|semiglobal|synapse|stop) population
    detect        context population axons(population of the axonal spikes, or None) serial
    rate          population rates dtype; after `detect`, and after `set_rate_window`
    deliver       format(dense|csr) dtype weights single targets pre_population post_population
                  epochs; dense: pre_lo pre_hi post_lo post_hi
    decode        dtype weights single target pre_population post_population epochs row_ptr
                  window(`DecodingWindow`)
    on_pre        context function(on_pre|on_axon) pre_population post_population epochs serial
    on_post       context post_population row_ptr serial
    weighted_sum  format dtype weights single target post_population; pre, or
                  rotation(ring, stride_bytes, n_slots, lag), or delay_of_edge and
                  late(ring, stride_bytes, n_slots, now, lags); csr: row_ptr pre_ranks;
                  dense: pre_lo pre_hi post_lo post_hi, weights row by row of post ranks
    global_op     op(min|max|mean|norm1|norm2) source dtype size result
                  elements(real|i32|bool) of the source                        serial
    halt          conditions[(u8 buffer, size, any|all)] operator(and|or)      serial
    record        stage(targets|end)
    barrier                                                                    serial

A serial phase is executed by one thread while all others wait, and is a barrier.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from os import PathLike
from typing import Any, Literal, TypedDict, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

_Real = TypeVar("_Real", np.float32, np.float64)
_Pieces = tuple[Buffer, Buffer, Buffer, int]
_Rows = tuple[Buffer, Buffer, Buffer, Buffer | None, _Pieces | None]
_State = Literal["idle", "running", "paused", "finished", "stopped", "failed"]

class Buffer:
    def __init__(self, n_bytes: int) -> None: ...
    @property
    def n_bytes(self) -> int: ...
    def __len__(self) -> int: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

class EdgeTable:
    def __init__(
        self,
        n_pre: int,
        n_post: int,
        row_ptr: Buffer,
        pre_rank: Buffer,
        post_rank: Buffer,
        columns: Iterable[tuple[Buffer, int, bytes | None]],
    ) -> None: ...
    @property
    def n_edges(self) -> int: ...
    @property
    def n_changes(self) -> int: ...
    def set_fresh(self, column: int, item: bytes) -> None: ...
    def lay_out(
        self, rows: Iterable[_Rows], delays: tuple[Buffer, int, int] | None = None
    ) -> None: ...
    def insert(
        self,
        pre_ranks: Sequence[int],
        post_ranks: Sequence[int],
        clock: int,
        delays: Sequence[int] | None = None,
    ) -> NDArray[np.int64]: ...
    def remove(self, positions: Sequence[int]) -> None: ...

class DecodingWindow:
    def __init__(self, n_post: int, n_steps: int) -> None: ...
    def form_anew(self) -> None: ...
    def clear(self) -> None: ...

class Module:
    def __init__(self, path: str | PathLike[str]) -> None: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def buffers(self) -> tuple[tuple[str, int, int, int], ...]: ...
    @property
    def functions(self) -> frozenset[str]: ...

class Collected(TypedDict, total=False):
    """``data``, ``ranks``, ``counts`` or ``edges`` is present, by the recorder's kind."""

    steps: NDArray[np.int64]
    data: NDArray[np.uint8]
    ranks: NDArray[np.int32]
    counts: NDArray[np.int32]
    edges: list[tuple[NDArray[np.uint8], NDArray[np.int64]]]
    dropped: int
    intervals: list[tuple[int, int]]

class Engine:
    def __init__(self, dt: float, seed: int = 0) -> None: ...

    # structure
    def hold(self) -> AbstractContextManager[None]: ...
    def add_population(
        self,
        size: int,
        n_slots: int = 1,
        flags: Buffer | None = None,
        last_spike: Buffer | None = None,
    ) -> int: ...
    def keep_spikes(self, population: int, n_slots: int) -> None: ...
    def forget_spikes(self, population: int) -> None: ...
    def set_rate_window(self, population: int, n_steps: int) -> None: ...
    def add_context(
        self,
        module: Module,
        buffers: Sequence[Buffer | None],
        size: int,
        n_pre: int = 0,
        n_post: int = 0,
        edges: EdgeTable | None = None,
    ) -> int: ...
    def remove_context(self, context: int) -> None: ...
    def set_plastic(self, context: int, is_plastic: bool) -> None: ...
    def install(self, phases: Iterable[dict[str, Any]]) -> None: ...
    def set_parallel(self, n_threads: int = 1, n_parts: int = 0) -> None: ...
    @property
    def parallel(self) -> tuple[int, int]: ...

    # clock
    @property
    def dt(self) -> float: ...
    @property
    def t(self) -> float: ...
    step: int
    elapsed: int
    rng_step: int
    seed: int

    # values
    def apply(
        self,
        writes: Iterable[tuple[Buffer, int, NDArray[np.int64] | None, NDArray[Any]]],
        dirty_contexts: Sequence[int] = (),
    ) -> int: ...
    def read(
        self, requests: Iterable[tuple[Buffer, int]]
    ) -> tuple[list[NDArray[np.uint8]], int]: ...
    def spikes(self, population: int) -> NDArray[np.int32]: ...
    def history(self, population: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]: ...
    def set_history(self, population: int, steps: ArrayLike, ranks: ArrayLike) -> None: ...

    # driving
    def run(self, n_steps: int, until: Iterable[dict[str, Any]] = ()) -> int: ...
    def set_next_callback(self, step: int, callback: Callable[[int], int] | None) -> None: ...
    def start(
        self,
        n_steps: int = -1,
        speed: float = 1.0,
        on_finish: Callable[[_State], object] | None = None,
    ) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def advance(self, n_steps: int = 1) -> int: ...
    def stop(self) -> None: ...
    def set_speed(self, speed: float) -> None: ...
    def wait(self, timeout: float | None = None) -> bool: ...
    @property
    def state(self) -> _State: ...
    @property
    def is_driven(self) -> bool: ...
    @property
    def failure(self) -> BaseException | None: ...
    @property
    def real_time_factor(self) -> float: ...
    @property
    def load(self) -> float: ...

    # recorders
    def add_recorder(
        self,
        kind: Literal["rows", "spikes", "counts", "edges"],
        *,
        source: Buffer | None = None,
        itemsize: int = 8,
        n_items: int = 0,
        indices: NDArray[np.int32] | None = None,
        stage: Literal["targets", "end"] = "end",
        period_steps: int = 1,
        offset_steps: int = 0,
        policy: Literal["keep", "latest"] = "keep",
        capacity: int = 0,
        population: int = -1,
        mask: NDArray[np.uint8] | None = None,
        edges: EdgeTable | None = None,
        posts: NDArray[np.int64] | None = None,
        is_started: bool = True,
    ) -> int: ...
    def pause_recorder(self, recorder: int) -> None: ...
    def resume_recorder(self, recorder: int) -> None: ...
    def remove_recorder(self, recorder: int) -> None: ...
    def n_bytes(self, recorder: int) -> int: ...
    def n_kept_bytes(self, recorder: int) -> int: ...
    def limit_recorders(self, n_bytes: int, on_full: Callable[[], None] | None) -> None: ...
    def collect(self, recorder: int, keep: bool = False) -> Collected: ...

# arithmetic and random numbers (_bridge_math.pxi)
def map_unary(name: str, array: NDArray[_Real]) -> NDArray[_Real]: ...
def map_pow(a: NDArray[_Real], b: NDArray[_Real]) -> NDArray[_Real]: ...
def libm(name: str, array: NDArray[_Real]) -> NDArray[_Real]: ...
def powi(array: NDArray[_Real], n: int) -> NDArray[_Real]: ...
def modulo(a: ArrayLike, b: ArrayLike) -> NDArray[np.int32]: ...
def to_i32(array: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.int32]: ...
def threefry4x32(
    counter: Sequence[int], key: Sequence[int], rounds: int
) -> tuple[int, int, int, int]: ...
def uniform_block(
    dtype: DTypeLike, seed: int, stream: int, n: int, draw: int, rng_step: int
) -> NDArray[Any]: ...
def normal_block(
    dtype: DTypeLike, seed: int, stream: int, n: int, draw: int, rng_step: int
) -> NDArray[Any]: ...
def uniform_at(
    dtype: DTypeLike, seed: int, stream: int, elements: ArrayLike, draw: int, rng_step: int
) -> NDArray[Any]: ...
def normal_at(
    dtype: DTypeLike, seed: int, stream: int, elements: ArrayLike, draw: int, rng_step: int
) -> NDArray[Any]: ...
def uniform_draws(
    seed: int, stream: int, element: int, first_draw: int, n: int, rng_step: int
) -> NDArray[np.float64]: ...

# distributions of their own (_bridge_samplers.pxi)
def gamma_block(
    dtype: DTypeLike, shape: float, scale: float, seed: int, stream: int, n: int, rng_step: int
) -> NDArray[Any]: ...
def gamma_at(
    dtype: DTypeLike,
    shape: float,
    scale: float,
    seed: int,
    stream: int,
    elements: ArrayLike,
    rng_step: int,
) -> NDArray[Any]: ...
def binomial_block(
    n_trials: int, p: float, seed: int, stream: int, n: int, rng_step: int
) -> NDArray[np.int32]: ...
def binomial_at(
    n_trials: int, p: float, seed: int, stream: int, elements: ArrayLike, rng_step: int
) -> NDArray[np.int32]: ...
def discrete_block(
    least: int, most: int, seed: int, stream: int, n: int, rng_step: int
) -> NDArray[np.int32]: ...
def discrete_at(
    least: int, most: int, seed: int, stream: int, elements: ArrayLike, rng_step: int
) -> NDArray[np.int32]: ...
def isa() -> int: ...
def force_isa(level: int) -> int: ...
