"""Edges that come and go in the core: against NumPy, through many growths, and with wrong input."""

import numpy as np
import pytest

from annarchy_lab.runtime._bridge import Buffer, EdgeTable

N_PRE, N_POST = 30, 20
KINDS = {"w": np.float64, "x": np.float32, "n": np.int32, "b": np.bool_}
BY_PRE = ("pre_ptr", "row_edges", "row_posts")
FRESH = {"w": 0.25, "x": -1.5, "n": -7, "b": True}


def buffer_of(values):
    values = np.ascontiguousarray(values)
    buffer = Buffer(max(values.nbytes, 1))
    np.asarray(memoryview(buffer)).view(np.uint8)[: values.nbytes] = values.view(np.uint8).ravel()
    return buffer


def seen(buffer, dtype, n):
    return np.asarray(memoryview(buffer)).view(np.uint8)[: n * np.dtype(dtype).itemsize].view(dtype)


class Edges:
    """A table, and the same kept by NumPy."""

    def __init__(self, pre, post, clock=3):
        order = np.lexsort((pre, post))
        self.pre, self.post = np.asarray(pre, np.int32)[order], np.asarray(post, np.int32)[order]
        rng = np.random.default_rng(0)
        n = len(self.pre)
        self.values = {k: rng.integers(0, 2, n).astype(d) for k, d in KINDS.items()}
        self.clock = np.full(n, clock, np.int64)
        self.buffers = {k: buffer_of(v) for k, v in self.values.items()}
        self.clocks = buffer_of(self.clock)
        self.index = {k: buffer_of(v) for k, v in self.expected_index().items()}
        columns = [
            (self.buffers[k], np.dtype(d).itemsize, np.array(FRESH[k], d).tobytes())
            for k, d in KINDS.items()
        ]
        self.table = EdgeTable(
            N_PRE,
            N_POST,
            self.index["row_ptr"],
            self.index["pre_rank"],
            self.index["post_rank"],
            [*columns, (self.clocks, 8, None)],
        )
        self.table.lay_out([(*(self.index[name] for name in BY_PRE), None, None)])

    def expected_index(self):
        by_pre = np.lexsort((self.post, self.pre)).astype(np.int64)
        return {
            "row_ptr": np.searchsorted(self.post, np.arange(N_POST + 1)).astype(np.int64),
            "pre_rank": self.pre,
            "post_rank": self.post,
            "pre_ptr": np.searchsorted(self.pre[by_pre], np.arange(N_PRE + 1)).astype(np.int64),
            "row_edges": by_pre,
            "row_posts": self.post[by_pre],
        }

    def insert(self, pre, post, clock):
        places = self.table.insert(pre.tolist(), post.tolist(), clock)
        order = np.lexsort((np.r_[self.pre, pre], np.r_[self.post, post]))
        n_new = len(pre)
        self.pre = np.r_[self.pre, pre].astype(np.int32)[order]
        self.post = np.r_[self.post, post].astype(np.int32)[order]
        self.clock = np.r_[self.clock, np.full(n_new, clock)][order]
        for k, d in KINDS.items():
            self.values[k] = np.r_[self.values[k], np.full(n_new, FRESH[k], d)][order]
        np.testing.assert_array_equal(self.pre[places], pre)
        np.testing.assert_array_equal(self.post[places], post)

    def remove(self, positions):
        self.table.remove(positions.tolist())
        keep = np.ones(len(self.pre), bool)
        keep[positions] = False
        self.pre, self.post, self.clock = self.pre[keep], self.post[keep], self.clock[keep]
        self.values = {k: v[keep] for k, v in self.values.items()}

    def check(self):
        n = len(self.pre)
        assert self.table.n_edges == n
        for k, d in KINDS.items():
            np.testing.assert_array_equal(seen(self.buffers[k], d, n), self.values[k])
        np.testing.assert_array_equal(seen(self.clocks, np.int64, n), self.clock)
        for name, values in self.expected_index().items():
            found = seen(self.index[name], values.dtype, values.size)
            np.testing.assert_array_equal(found, values, name)


def free_pairs(edges, rng, n):
    """Pairs that are no edges, in the order that the table wants."""
    free = np.ones((N_POST, N_PRE), bool)
    free[edges.post, edges.pre] = False
    numbers = np.sort(rng.permutation(np.flatnonzero(free))[:n])
    return numbers % N_PRE, numbers // N_PRE


@pytest.mark.parametrize("seed", range(5))
def test_random_changes_give_what_numpy_gives(seed):
    rng = np.random.default_rng(seed)
    pairs = rng.permutation(N_PRE * N_POST)[: rng.integers(0, 40)]
    edges = Edges(pairs % N_PRE, pairs // N_PRE)
    edges.check()
    for step in range(60):
        if rng.random() < 0.6:
            edges.insert(*free_pairs(edges, rng, int(rng.integers(0, 60))), clock=step)
        n = len(edges.pre)
        share = rng.choice([0.0, 0.1, 1.0], p=[0.5, 0.4, 0.1])
        edges.remove(np.flatnonzero(rng.random(n) < share))
        edges.check()


def test_all_pairs_and_none():
    edges = Edges([], [])
    everything = np.arange(N_PRE * N_POST)
    edges.insert(everything % N_PRE, everything // N_PRE, 9)
    edges.check()
    edges.remove(everything)
    edges.check()
    assert edges.table.n_changes == 2


def test_views_outlive_a_growth():
    edges = Edges([3], [4])
    view = seen(edges.buffers["w"], np.float64, 1)
    view[0] = 42.0
    before = edges.buffers["w"].n_bytes
    everything = np.setdiff1d(np.arange(N_PRE * N_POST), [4 * N_PRE + 3])
    edges.table.insert((everything % N_PRE).tolist(), (everything // N_PRE).tolist(), 0)
    assert edges.buffers["w"].n_bytes > before
    assert view[0] == 42.0
    assert seen(edges.buffers["w"], np.float64, 600)[4 * N_PRE + 3] == 42.0


@pytest.mark.parametrize(
    ("pre", "post", "fault"),
    [
        ([N_PRE], [0], "outside"),
        ([-1], [3], "outside"),
        ([0], [N_POST], "outside"),
        ([1, 1], [2, 2], "ascend"),
        ([2, 1], [2, 2], "ascend"),
        ([1, 1], [3, 2], "ascend"),
    ],
)
def test_wrong_pairs_are_refused(pre, post, fault):
    edges = Edges([3], [4])
    with pytest.raises(ValueError, match=fault):
        edges.table.insert(pre, post, 0)
    edges.check()


@pytest.mark.parametrize("positions", [[2], [-1], [1, 0], [0, 0]])
def test_wrong_positions_are_refused(positions):
    edges = Edges([3, 4], [4, 4])
    with pytest.raises(ValueError, match="ascend and exist"):
        edges.table.remove(positions)
    edges.check()


def test_columns_that_do_not_fit_are_refused():
    index = Edges([3, 4], [4, 4]).index
    ends = (index["row_ptr"], index["pre_rank"], index["post_rank"])
    with pytest.raises(ValueError, match="bytes"):
        EdgeTable(N_PRE, N_POST, *ends, [(Buffer(4), 4, b"\\0" * 4)])
    with pytest.raises(ValueError, match="itemsize"):
        EdgeTable(N_PRE, N_POST, *ends, [(Buffer(64), 3, b"")])
    with pytest.raises(ValueError, match="8 bytes at most"):
        EdgeTable(N_PRE, N_POST, *ends, [(Buffer(64), 8, b"\\0" * 9)])
    with pytest.raises(ValueError, match="no such column"):
        EdgeTable(N_PRE, N_POST, *ends, []).set_fresh(0, b"")


N_WORDS = 2


class DelayedEdges(Edges):
    """Edges with delays by which they are found; spikes of an earlier epoch have others."""

    def __init__(self, pre, post, seed):
        super().__init__(pre, post)
        rng, n = np.random.default_rng(seed), len(self.pre)
        self.delays = [rng.integers(0, 64 * N_WORDS, n).astype(np.int32) for _ in range(2)]
        self.numbers = [buffer_of(values) for values in self.delays]
        sizes = ((N_PRE + 1, 8), (n, 8), (n, 4))
        self.rows = [
            (
                *(Buffer(max(size * bytes_, 1)) for size, bytes_ in sizes),
                numbers,
                (*(Buffer(N_PRE * N_WORDS * 8) for _ in range(2)), Buffer(n * 8 + 8), N_WORDS),
            )
            for numbers in self.numbers
        ]
        self.table.lay_out(self.rows, (self.numbers[0], 5, 100))

    def insert(self, pre, post, clock, delays):
        order = np.lexsort((np.r_[self.pre, pre], np.r_[self.post, post]))
        places = self.table.insert(pre.tolist(), post.tolist(), clock, delays)
        n_new = len(pre)
        self.pre = np.r_[self.pre, pre].astype(np.int32)[order]
        self.post = np.r_[self.post, post].astype(np.int32)[order]
        given = np.full(n_new, 5) if delays is None else np.clip(delays, 0, 99)
        self.delays = [np.r_[old, given].astype(np.int32)[order] for old in self.delays]
        np.testing.assert_array_equal(self.pre[places], pre)

    def remove(self, positions):
        self.table.remove(positions.tolist())
        keep = np.ones(len(self.pre), bool)
        keep[positions] = False
        self.pre, self.post = self.pre[keep], self.post[keep]
        self.delays = [each[keep] for each in self.delays]

    def check(self):
        for delays, numbers, rows in zip(self.delays, self.numbers, self.rows, strict=True):
            n = len(delays)
            np.testing.assert_array_equal(seen(numbers, np.int32, n), delays)
            order = np.lexsort((self.post, delays, self.pre))
            np.testing.assert_array_equal(seen(rows[1], np.int64, n), order)
            np.testing.assert_array_equal(seen(rows[2], np.int32, n), self.post[order])
            self.check_pieces(order, delays, rows[4])

    def check_pieces(self, order, delays, pieces):
        has, before, begin, _ = pieces
        bits = self.pre[order].astype(np.int64) * 64 * N_WORDS + delays[order]
        begins = np.flatnonzero(np.diff(bits, prepend=-1))
        found = seen(begin, np.int64, len(begins) + 1)
        assert found.tolist() == [*begins.tolist(), len(order)]
        flags = np.zeros(64 * N_WORDS * N_PRE, bool)
        flags[bits] = True
        words = np.packbits(flags, bitorder="little").view(np.uint64)
        np.testing.assert_array_equal(seen(has, np.uint64, len(words)), words)
        counts = np.bitwise_count(words).astype(int)
        expected = np.cumsum(counts) - counts
        np.testing.assert_array_equal(seen(before, np.int64, len(words)), expected)


@pytest.mark.parametrize("seed", range(4))
def test_rows_are_cut_where_delays_differ(seed):
    rng = np.random.default_rng(seed)
    pairs = rng.permutation(N_PRE * N_POST)[: rng.integers(0, 40)]
    edges = DelayedEdges(pairs % N_PRE, pairs // N_PRE, seed)
    edges.check()
    for step in range(40):
        pre, post = free_pairs(edges, rng, int(rng.integers(0, 60)))
        is_given = rng.random() < 0.5
        delays = rng.integers(-3, 200, len(pre)).tolist() if is_given else None
        edges.insert(pre, post, step, delays)
        edges.check()
        share = rng.choice([0.0, 0.1, 1.0], p=[0.5, 0.4, 0.1])
        edges.remove(np.flatnonzero(rng.random(len(edges.pre)) < share))
        edges.check()


def test_delays_and_rows_that_do_not_fit_are_refused():
    edges = DelayedEdges([3, 4], [4, 4], 0)
    *parts, numbers, pieces = edges.rows[0]
    with pytest.raises(ValueError, match="needs a delay"):
        edges.table.lay_out([], (numbers, 7, 7))
    with pytest.raises(ValueError, match="come together"):
        edges.table.lay_out([(*parts, numbers, None)])
    with pytest.raises(ValueError, match="delays"):
        edges.table.lay_out([], (Buffer(4), 0, 1))
    few = (*pieces[:3], 1)
    np.asarray(memoryview(numbers)).view(np.int32)[0] = 64
    with pytest.raises(ValueError, match="rows do not know"):
        edges.table.lay_out([(*parts, numbers, few)], (numbers, 0, 1))
    with pytest.raises(ValueError, match="one delay for each"):
        edges.table.insert([1], [1], 0, [1, 2])
    one = Edges([3], [4])
    with pytest.raises(ValueError, match="all edges have one delay"):
        one.table.insert([1], [1], 0, [1])
