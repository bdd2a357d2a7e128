"""Phases that compute: calls of modules, sums over dendrites and over populations, delay queues."""

import ctypes
import platform
import subprocess

import numpy as np
import pytest
from native_modules import buffer_of

from annarchy_lab.runtime import _bridge

TYPES = [(np.float64, np.float64), (np.float32, np.float32), (np.float64, np.float32)]
LAYOUTS = [(1, 1), (1, 2), (1, 7), (2, 2), (2, 7), (3, 3)]


@pytest.fixture(params=[0, 1, 2], ids=["baseline", "avx2", "avx512"])
def isa(request):
    """Run with each set of instructions that this machine has."""
    before = _bridge.isa()
    if _bridge.force_isa(request.param) != request.param:
        _bridge.force_isa(before)
        pytest.skip("this machine does not have it")
    yield
    _bridge.force_isa(before)


def in_lanes(products):
    """The sum of a dendrite as it is defined: 16 lanes by position, then a tree."""
    padded = np.zeros(-(-len(products) // 16) * 16, products.dtype)
    padded[: len(products)] = products
    lanes = np.zeros(16, products.dtype)
    for row in padded.reshape(-1, 16):
        lanes = lanes + row
    for s in (8, 4, 2, 1):
        lanes[:s] += lanes[s : 2 * s]
    return lanes[0]


def sum_phase(post, weights, pre, target, *, mask=None, **extra):
    """A weighted sum of matrix[post, pre], dense or by the edges in `mask`."""
    phase = {
        "kind": "weighted_sum",
        "dtype": "f64" if weights.dtype == np.float64 else "f32",
        "single": False,
        "operation": "sum",
        "pre": pre,
        "target": target,
        "post_population": post,
    }
    if mask is None:
        n_post, n_pre = weights.shape
        block = {"pre_lo": 0, "pre_hi": n_pre, "post_lo": 0, "post_hi": n_post}
        weights_buffer = buffer_of(weights, weights.dtype)[0]
        return {**phase, "format": "dense", "weights": weights_buffer, **block, **extra}
    row_ptr = np.concatenate([[0], np.cumsum(mask.sum(1))])
    return {
        **phase,
        "format": "csr",
        "weights": buffer_of(weights[mask], weights.dtype)[0],
        "row_ptr": buffer_of(row_ptr, np.int64)[0],
        "pre_ranks": buffer_of(np.nonzero(mask)[1], np.int32)[0],
        **extra,
    }


def code_of(dtype, of_weights):
    """What a phase is told of the types of sums and of weights."""
    code = "f64" if dtype is np.float64 else "f32"
    return {"dtype": code, "narrow": of_weights is not dtype}


@pytest.mark.parametrize(("dtype", "of_weights"), TYPES)
@pytest.mark.parametrize("shape", [(1, 1), (3, 15), (9, 16), (10, 100), (37, 333)])
def test_a_weighted_sum_is_formed_in_lanes(net, isa, shape, dtype, of_weights):
    rng = np.random.default_rng(1)
    weights, r = rng.normal(size=shape).astype(of_weights), rng.normal(size=shape[1]).astype(dtype)
    types = code_of(dtype, of_weights)
    start = rng.normal(size=shape[0]).astype(dtype)
    post = net.engine.add_population(shape[0])
    pre = buffer_of(r, dtype)[0]
    (dense, a), (csr, b) = buffer_of(start, dtype), buffer_of(start, dtype)
    everything = np.ones(shape, bool)
    net.run(
        1,
        sum_phase(post, weights, pre, dense, **types),
        sum_phase(post, weights, pre, csr, mask=everything, **types),
    )
    expected = start + np.array([in_lanes(row * r) for row in weights], dtype)
    assert a.tobytes() == expected.tobytes()
    assert b.tobytes() == expected.tobytes()


@pytest.mark.parametrize(("dtype", "of_weights"), TYPES)
@pytest.mark.parametrize("n_post", [1, 56, 57, 113, 130])
def test_every_second_step_begins_with_the_last_dendrites(net, isa, n_post, dtype, of_weights):
    rng = np.random.default_rng(1)
    weights, r = rng.normal(size=(n_post, 20)).astype(of_weights), rng.normal(size=20).astype(dtype)
    pre, (target, found) = buffer_of(r, dtype)[0], buffer_of(np.zeros(n_post), dtype)
    post = net.engine.add_population(n_post)
    net.run(3, sum_phase(post, weights, pre, target, **code_of(dtype, of_weights)))
    once = np.array([in_lanes(row * r) for row in weights], dtype)
    assert found.tobytes() == (once + once + once).tobytes()


def beyond_the_caches(itemsize):
    """Rows and columns of a matrix of 16 MB; 33 rows leave some for each number of rows at once."""
    return 33, 2**24 // (33 * itemsize) + 21


@pytest.mark.parametrize(("dtype", "of_weights"), TYPES)
def test_a_matrix_beyond_the_caches_has_the_same_sums(net, isa, dtype, of_weights):
    """More rows are read at once, and edges are fetched ahead, where both come from memory."""
    rng = np.random.default_rng(1)
    shape = beyond_the_caches(np.dtype(of_weights).itemsize)
    weights, r = rng.normal(size=shape).astype(of_weights), rng.normal(size=shape[1]).astype(dtype)
    pre, types = buffer_of(r, dtype)[0], code_of(dtype, of_weights)
    (dense, a), (csr, b) = buffer_of(np.zeros(33), dtype), buffer_of(np.zeros(33), dtype)
    post = net.engine.add_population(33)
    mask = np.ones(shape, bool)
    net.run(
        1,
        sum_phase(post, weights, pre, dense, **types),
        sum_phase(post, weights, pre, csr, mask=mask, **types),
    )
    few = [0, 13, 14, 27, 28, 31, 32]
    assert a[few].tolist() == [in_lanes(weights[k] * r) for k in few]
    assert b.tobytes() == a.tobytes()


@pytest.mark.parametrize("single", [False, True])
def test_edges_with_delays_beyond_the_caches_have_the_same_sums(net, isa, single):
    rng = np.random.default_rng(1)
    shape = beyond_the_caches(4)
    weights, delays = rng.normal(size=shape).astype(np.float32), rng.integers(0, 2, shape)
    now, past = rng.normal(size=(2, shape[1]))
    (target, found), mask = buffer_of(np.zeros(33)), np.ones(shape, bool)
    types = code_of(np.float64, np.float32)
    post = net.engine.add_population(33)
    phase = sum_phase(post, weights, buffer_of(now)[0], target, mask=mask, **types)
    phase["late"] = (buffer_of(past)[0], past.nbytes, 1, buffer_of(now)[0], (-1, 0))
    phase["delay_of_edge"] = buffer_of(delays, np.int32)[0]
    net.run(1, phase | ({"single": True} if single else {}))
    used = np.full_like(weights, weights[0, 0]) if single else weights
    seen = np.where(delays == 0, now, past)
    few = [0, 13, 32]
    assert found[few].tolist() == [in_lanes(used[k] * seen[k]) for k in few]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sparse_dendrites_count_positions_by_edge(net, isa, layout):
    rng = np.random.default_rng(2)
    mask = rng.random((83, 200)) < 0.3
    mask[5] = False  # an empty dendrite
    weights, r = rng.normal(size=mask.shape), rng.normal(size=200)
    net.engine.set_parallel(*layout)
    post = net.engine.add_population(83)
    target, total = buffer_of(np.zeros(83))
    net.run(1, sum_phase(post, weights, buffer_of(r)[0], target, mask=mask))
    rows = zip(weights, mask, strict=True)
    expected = np.array([in_lanes(w[m] * r[m]) if m.any() else 0.0 for w, m in rows])
    assert total.tobytes() == expected.tobytes()


@pytest.mark.parametrize("single", [False, True])
def test_a_dendrite_of_one_edge_gives_what_its_lanes_would(net, isa, single):
    r, post = np.array([3.0, -0.0, 0.1]), net.engine.add_population(3)
    weights = np.diag(np.full(3, 0.3))
    target, total = buffer_of(np.full(3, -0.0))
    phase = sum_phase(post, weights, buffer_of(r)[0], target, mask=np.eye(3, dtype=bool))
    net.run(1, phase | ({"weights": buffer_of([0.3])[0], "single": True} if single else {}))
    expected = np.array([-0.0 + in_lanes(np.array([0.3 * rate])) for rate in r])
    assert total.tobytes() == expected.tobytes()
    assert not np.signbit(total).any()


def test_one_weight_for_all_multiplies_every_edge(net, isa):
    r = np.random.default_rng(3).normal(size=100)
    post = net.engine.add_population(21)
    (dense, a), (csr, b) = buffer_of(np.zeros(21)), buffer_of(np.zeros(21))
    one, pre = buffer_of([0.3])[0], buffer_of(r)[0]
    weights = np.full((21, 100), 0.3)
    single = {"weights": one, "single": True}
    net.run(
        1,
        sum_phase(post, weights, pre, dense) | single,
        sum_phase(post, weights, pre, csr, mask=np.ones((21, 100), bool)) | single,
    )
    assert a.tobytes() == b.tobytes() == np.full(21, in_lanes(0.3 * r)).tobytes()


@pytest.mark.parametrize("layout", [(1, 1), (1, 3), (2, 2)])
def test_a_dense_block_covers_views_only(net, layout):
    rng = np.random.default_rng(4)
    weights, r = rng.normal(size=(30, 40)), rng.normal(size=64)
    net.engine.set_parallel(*layout)
    post = net.engine.add_population(50)
    target, total = buffer_of(np.zeros(50))
    block = {"pre_lo": 7, "pre_hi": 47, "post_lo": 11, "post_hi": 41}
    net.run(1, sum_phase(post, weights, buffer_of(r)[0], target) | block)
    expected = np.zeros(50)
    expected[11:41] = [in_lanes(row * r[7:47]) for row in weights]
    assert total.tobytes() == expected.tobytes()


def test_delayed_rates_come_from_the_queue(net):
    post = net.engine.add_population(2)
    r_buffer, r = buffer_of([1.0, 2.0])
    ring, slots = buffer_of(np.full((4, 2), 0.5))  # filled with what was there before
    target, total = buffer_of(np.zeros(2))
    zero = {"kind": "zero", "buffer": target, "itemsize": 8, "population": post}
    rotated = sum_phase(post, np.eye(2), r_buffer, target) | {"rotation": (ring, 16, 4, 3)}
    push = {
        "kind": "push",
        "source": r_buffer,
        "ring": ring,
        "stride_bytes": 16,
        "n_slots": 4,
        "itemsize": 8,
        "population": post,
    }
    seen = []
    for step in range(7):
        r[:] = 10 * step, 10 * step + 1
        net.run(1, zero, rotated, push)
        seen.append(total[1])
    assert seen == [0.5, 0.5, 0.5, 1, 11, 21, 31]
    assert slots[6 % 4].tolist() == [60, 61]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_module_sees_delayed_values_through_its_pointer(net, layout):
    size = 40
    net.engine.set_parallel(*layout)
    number = net.engine.add_population(size)
    ring, slots = buffer_of(np.arange(3.0)[:, None] * 100 + np.arange(size))
    sums = [buffer_of(np.zeros(size)) for _ in range(2)]
    contexts = [
        net.engine.add_context(net.modules["delayed"], [None, buffer], size) for buffer, _ in sums
    ]
    phases = [
        {
            "kind": "range",
            "context": context,
            "function": "psp",
            "population": number,
            "rotations": [(0, ring, 8 * size, 3, lag)],
        }
        for lag, context in enumerate(contexts, start=1)
    ]
    net.run(5, *phases)  # the last executed step is 4
    assert sums[0][1].tolist() == slots[3 % 3].tolist()
    assert sums[1][1].tolist() == slots[2].tolist()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_serial_phases_are_seen_by_all_parts(net, layout):
    size = 90
    net.engine.set_parallel(*layout)
    number = net.engine.add_population(size)
    (given, _), (derived, _) = buffer_of([0.25]), buffer_of([0.0])
    (total, _), (v_buffer, v) = buffer_of([0.0]), buffer_of(np.zeros(size))
    context = net.engine.add_context(
        net.modules["counting"], [given, derived, total, v_buffer], size
    )
    net.run(
        20,
        {"kind": "once", "context": context, "function": "update_global"},
        {"kind": "range", "context": context, "function": "update", "population": number},
        {"kind": "barrier"},
    )
    expected, seen = np.zeros(size), 0.0
    for step in range(20):
        seen += step
        expected = 0.5 * expected + 0.5 * np.arange(size) + seen
    assert v.tobytes() == expected.tobytes()


def folded(values, fold, start):
    """Blocks of 1024, in each 16 lanes and the tree, then block after block."""
    result = start
    for first in range(0, len(values), 1024):
        block = values[first : first + 1024]
        lanes = np.full(16, start, values.dtype)
        for k, value in enumerate(block):
            lanes[k % 16] = fold(lanes[k % 16], value)
        for s in (8, 4, 2, 1):
            lanes[:s] = [fold(a, b) for a, b in zip(lanes[:s], lanes[s : 2 * s], strict=True)]
        result = fold(result, lanes[0])
    return result


def operation(net, name, values, dtype):
    source, result = buffer_of(values, dtype)[0], buffer_of([7], dtype)
    kind = "f64" if dtype == np.float64 else "f32"
    phase = {"kind": "global_op", "op": name, "dtype": kind, "size": len(values)}
    net.run(1, {**phase, "source": source, "result": result[0]})
    return result[1][0]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("size", [1, 17, 1024, 3000])
def test_operations_over_a_population_have_a_fixed_order(net, size, dtype):
    values = np.random.default_rng(5).normal(size=size).astype(dtype)
    total = folded(values, lambda a, b: a + b, dtype(0))
    assert operation(net, "mean", values, dtype) == total / dtype(size)
    assert operation(net, "norm1", values, dtype) == folded(
        abs(values), lambda a, b: a + b, dtype(0)
    )
    squares = folded(values * values, lambda a, b: a + b, dtype(0))
    assert operation(net, "norm2", values, dtype) == np.sqrt(squares)
    assert operation(net, "min", values, dtype) == values.min()
    assert operation(net, "max", values, dtype) == values.max()


@pytest.mark.parametrize("name", ["min", "max", "mean", "norm1", "norm2"])
def test_a_nan_anywhere_gives_nan(net, name):
    values = np.ones(2000)
    values[1500] = np.nan
    assert np.isnan(operation(net, name, values, np.float64))


def test_an_unknown_operation_is_refused(net):
    with pytest.raises(ValueError, match="median"):
        operation(net, "median", np.ones(3), np.float64)


@pytest.mark.parametrize("layout", [(1, 1), (2, 2)])
@pytest.mark.parametrize(
    ("first", "second", "operator", "expected"),
    [
        ("any", "any", "and", 5),  # the number of the step, plus one
        ("any", "any", "or", 3),
        ("all", "any", "or", 5),
        ("all", "all", "and", 9),
        ("all", "all", "or", 7),
    ],
)
def test_a_run_ends_after_the_step_in_which_a_condition_holds(
    net, layout, first, second, operator, expected
):
    script = np.zeros((2, 20, 3), np.uint8)
    script[0, 2:, 0] = script[0, 6:, 1:] = 1  # any from step 2 on, all from step 6 on
    script[1, 5, 0] = script[1, 4, 0] = script[1, 8:, :] = 1  # any at 4, 5; all from 8 on
    net.engine.set_parallel(*layout)
    for each in script:
        net.scripted(each)
    conditions = list(zip(net.flags, (3, 3), (first, second), strict=True))
    halt = {"kind": "halt", "conditions": conditions, "operator": operator}
    net.engine.install([*net.phases, halt])
    assert net.engine.run(20) == expected
    net.engine.install(net.phases)
    assert net.engine.run(2) == 2
    net.engine.install([*net.phases, halt])
    net.engine.start(speed=0)
    assert net.engine.wait(5)
    assert net.engine.state == "finished"


def test_the_clock_counts_three_ways(net):
    engine = net.engine
    assert (engine.dt, engine.step, engine.elapsed, engine.rng_step, engine.seed) == (
        1.0,
        0,
        0,
        0,
        1,
    )
    net.run(3)
    engine.step, engine.rng_step, engine.seed = 100, 2**40, 2**63 + 1
    net.run(2)
    assert (engine.step, engine.elapsed, engine.rng_step) == (102, 5, 2**40 + 2)
    assert (engine.t, engine.seed) == (102.0, 2**63 + 1)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="switches subnormals off by x86 code")
@pytest.mark.parametrize("layout", [(1, 1), (2, 2)])
def test_subnormals_are_kept_whatever_the_host_has_set(net, tmp_path, layout):
    (tmp_path / "csr.cpp").write_text(
        'extern "C" unsigned swap(unsigned csr) {'
        " unsigned old = __builtin_ia32_stmxcsr(); __builtin_ia32_ldmxcsr(csr); return old; }"
    )
    library = str(tmp_path / "csr.so")
    subprocess.run(["g++", "-shared", "-fPIC", tmp_path / "csr.cpp", "-o", library], check=True)
    swap = ctypes.CDLL(library).swap
    net.engine.set_parallel(*layout)
    post = net.engine.add_population(1000)
    target, total = buffer_of(np.zeros(1000))
    weights = np.full((1000, 1), 5e-324)
    net.engine.install([sum_phase(post, weights, buffer_of([1.0])[0], target)])
    usual = swap(0x9FC0)  # flush to zero, subnormals are zero
    try:
        net.engine.run(1)
    finally:
        left = swap(usual)
    assert left & 0x8040 == 0x8040  # the host has its own again
    assert (total == 5e-324).all()
