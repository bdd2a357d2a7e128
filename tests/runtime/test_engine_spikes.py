"""Spikes: their order, their delays, what they add to whom, on any number of threads."""

import numpy as np
import pytest
from native_modules import buffer_of

from annarchy_lab.runtime._bridge import Buffer

LAYOUTS = [(1, 1), (1, 2), (1, 7), (2, 2), (2, 7), (3, 3), (3, 7)]


def random_script(n_steps, size, seed, density=0.1):
    return np.random.default_rng(seed).random((n_steps, size)) < density


def test_spikes_are_listed_in_rank_order(net):
    script = random_script(6, 333, 1)
    pop = net.scripted(script)
    for step in range(6):
        net.run(1)
        assert net.engine.spikes(pop).dtype == np.int32
        assert net.engine.spikes(pop).tolist() == np.flatnonzero(script[step]).tolist()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_last_spike_is_stamped_with_executed_steps(net, layout):
    script = random_script(9, 100, 2)
    net.engine.set_parallel(*layout)
    net.scripted(script)
    net.engine.step = 50  # what users set does not matter
    net.run(9)
    expected = np.full(100, -10000)
    for step, rank in np.argwhere(script):
        expected[rank] = step
    assert net.last_spike.tolist() == expected.tolist()


def dense_delivery(pre, post, weights, targets, delay=1, **extra):
    n_pre, n_post = weights.shape
    return {
        "kind": "deliver",
        "format": "dense",
        "dtype": "f64" if weights.dtype == np.float64 else "f32",
        "weights": buffer_of(weights, weights.dtype)[0],
        "single": False,
        "targets": targets,
        "pre_population": pre,
        "post_population": post,
        "epochs": [{"delays": [delay]}],
        "pre_lo": 0,
        "pre_hi": n_pre,
        "post_lo": 0,
        "post_hi": n_post,
        **extra,
    }


def csr_delivery(pre, post, weights, targets, delay=1, mask=None, rank_dtype=np.int32):
    mask = np.ones(weights.shape, bool) if mask is None else mask
    row_ptr = np.concatenate([[0], np.cumsum(mask.sum(1))])
    return {
        "kind": "deliver",
        "format": "csr",
        "dtype": "f64" if weights.dtype == np.float64 else "f32",
        "weights": buffer_of(weights[mask], weights.dtype)[0],
        "single": False,
        "targets": targets,
        "pre_population": pre,
        "post_population": post,
        "epochs": [
            {
                "delays": [delay],
                "row_ptr": buffer_of(row_ptr, np.int64)[0],
                "post_ranks": buffer_of(np.nonzero(mask)[1], rank_dtype)[0],
                "has_narrow_ranks": rank_dtype is np.uint16,
            }
        ],
    }


def one_by_one(script, weights, delay, n_steps, mask=None):
    """What the definition says: each contribution added to g itself, by emission, then rank."""
    g = np.zeros(weights.shape[1], weights.dtype)
    for step in range(delay, n_steps):
        for rank in np.flatnonzero(script[step - delay]):
            where = slice(None) if mask is None else mask[rank]
            g[where] += weights[rank][where]
    return g


@pytest.mark.parametrize(
    ("dtype", "of_weights"),
    [(np.float64, np.float64), (np.float32, np.float32), (np.float64, np.float32)],
)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("delay", [1, 3])
def test_dense_and_csr_add_one_contribution_after_another(net, layout, dtype, of_weights, delay):
    rng = np.random.default_rng(3)
    script = random_script(12, 130, 4, 0.2)
    weights = rng.normal(size=(130, 300)).astype(of_weights)
    types = {"dtype": "f64" if dtype is np.float64 else "f32", "narrow": dtype is not of_weights}
    net.engine.set_parallel(*layout)
    pre, post = net.scripted(script, n_slots=4), net.engine.add_population(300)
    dense, g_dense = buffer_of(np.zeros(300), dtype)
    csr, g_csr = buffer_of(np.zeros(300), dtype)
    narrow, g_narrow = buffer_of(np.zeros(300), dtype)
    net.run(
        12,
        dense_delivery(pre, post, weights, [dense], delay) | types,
        csr_delivery(pre, post, weights, [csr], delay) | types,
        csr_delivery(pre, post, weights, [narrow], delay, rank_dtype=np.uint16) | types,
    )
    expected = one_by_one(script, weights.astype(dtype), delay, 12)
    assert g_dense.tobytes() == expected.tobytes()
    assert g_csr.tobytes() == expected.tobytes()
    assert g_narrow.tobytes() == expected.tobytes()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sparse_rows_are_cut_at_the_parts(net, layout):
    rng = np.random.default_rng(5)
    script, mask = random_script(8, 60, 6, 0.3), rng.random((60, 90)) < 0.2
    weights = rng.normal(size=(60, 90))
    net.engine.set_parallel(*layout)
    pre, post = net.scripted(script), net.engine.add_population(90)
    (first, g), (second, h) = buffer_of(np.zeros(90)), buffer_of(np.zeros(90))
    net.run(8, csr_delivery(pre, post, weights, [first, second], mask=mask))
    expected = one_by_one(script, weights, 1, 8, mask)
    assert g.tobytes() == h.tobytes() == expected.tobytes()


@pytest.mark.parametrize(("dtype", "rank_dtype"), [(np.float64, np.uint16), (np.float32, np.int32)])
@pytest.mark.parametrize("layout", [(1, 1), (2, 2), (2, 7)])
def test_long_rows_come_block_by_block(net, layout, dtype, rank_dtype):
    """More rows at once than are visited together; some end, and some begin, amid the neurons."""
    n_pre, n_post = 300, 30_000
    rng = np.random.default_rng(8)
    script, mask = random_script(3, n_pre, 9, 0.95), rng.random((n_pre, n_post)) < 0.07
    mask[5], mask[6, 9000:], mask[7, :21000], mask[8, 40:] = False, False, False, True
    weights = rng.normal(size=mask.shape).astype(dtype)
    net.engine.set_parallel(*layout)
    pre, post = net.scripted(script), net.engine.add_population(n_post)
    (first, g), (second, h) = (buffer_of(np.zeros(n_post), dtype) for _ in range(2))
    net.run(3, csr_delivery(pre, post, weights, [first, second], 1, mask, rank_dtype))
    expected = one_by_one(script, weights, 1, 3, mask)
    assert g.tobytes() == h.tobytes() == expected.tobytes()


def test_one_weight_for_all_is_added_once_per_spike(net):
    script = random_script(5, 40, 7, 0.5)
    pre, post = net.scripted(script), net.engine.add_population(70)
    (dense, g), (csr, h) = buffer_of(np.zeros(70)), buffer_of(np.zeros(70))
    one = buffer_of([0.1])[0]
    weights = np.full((40, 70), 0.1)
    net.run(
        5,
        {**dense_delivery(pre, post, weights, [dense]), "weights": one, "single": True},
        {**csr_delivery(pre, post, weights, [csr]), "weights": one, "single": True},
    )
    expected = one_by_one(script, weights, 1, 5)
    assert g.tobytes() == h.tobytes() == expected.tobytes()


@pytest.mark.parametrize("layout", [(1, 1), (1, 3), (2, 2)])
def test_a_dense_block_covers_views_only(net, layout):
    script = random_script(6, 50, 8, 0.4)
    weights = np.random.default_rng(9).normal(size=(20, 33))
    net.engine.set_parallel(*layout)
    pre, post = net.scripted(script), net.engine.add_population(60)
    buffer, g = buffer_of(np.zeros(60))
    block = {"pre_lo": 10, "pre_hi": 30, "post_lo": 5, "post_hi": 38}
    net.run(6, {**dense_delivery(pre, post, weights, [buffer]), **block})
    expected = np.zeros(60)
    expected[5:38] = one_by_one(script[:, 10:30], weights, 1, 6)
    assert g.tobytes() == expected.tobytes()


def test_spikes_in_flight_survive_new_cuts_and_a_longer_memory(net):
    script = random_script(10, 200, 10)
    weights = np.random.default_rng(11).normal(size=(200, 80))
    pre, post = net.scripted(script, n_slots=4), net.engine.add_population(80)
    buffer, g = buffer_of(np.zeros(80))
    delivery = dense_delivery(pre, post, weights, [buffer], delay=3)
    net.run(4, delivery)
    net.engine.set_parallel(2, 7)
    net.run(3, delivery)
    net.engine.set_parallel(1, 1)
    net.engine.keep_spikes(pre, 9)
    net.run(3, delivery)
    assert g.tobytes() == one_by_one(script, weights, 3, 10).tobytes()


def test_spikes_in_flight_can_be_saved_and_restored(modules, net):
    script = random_script(10, 200, 10)
    weights = np.random.default_rng(11).normal(size=(200, 80))
    pre, post = net.scripted(script, n_slots=4), net.engine.add_population(80)
    buffer, g = buffer_of(np.zeros(80))
    delivery = dense_delivery(pre, post, weights, [buffer], delay=3)
    net.run(5, delivery)
    steps, ranks = net.engine.history(pre)
    assert sorted(set(steps)) == [1, 2, 3, 4]
    net.engine.elapsed = 5  # forgets them
    assert net.engine.history(pre)[0].size == 0
    net.engine.set_history(pre, steps, ranks)
    net.run(5, delivery)
    assert g.tobytes() == one_by_one(script, weights, 3, 10).tobytes()


@pytest.mark.parametrize(
    ("steps", "ranks"), [([5], [0]), ([0], [0]), ([3, 3], [1, 0]), ([3], [200]), ([3, 4], [1])]
)
def test_a_wrong_history_is_refused(net, steps, ranks):
    pre = net.scripted(random_script(10, 200, 10), n_slots=4)
    net.run(5)
    with pytest.raises(ValueError, match=r"spike|rank"):
        net.engine.set_history(pre, steps, ranks)


def test_a_population_that_stands_still_sends_nothing_old(net):
    script = np.ones((20, 4), bool)
    pre, post = net.scripted(script, n_slots=3), net.engine.add_population(1)
    buffer, g = buffer_of(np.zeros(1))
    delivery = dense_delivery(pre, post, np.ones((4, 1)), [buffer])
    net.run(3, delivery)
    assert g[0] == 8
    net.phases.clear()  # as if disabled: its slots stay as they are
    net.run(10, delivery)
    assert g[0] == 12


def plastic_phases(net, pre, post, mask, w, g, delay, serial=False, module="plastic"):
    """A projection stored by post rank, with the index for its rows by pre rank."""
    pres, posts = np.nonzero(mask)
    order = np.lexsort((pres, posts))  # edge -> entry in row order
    edges = np.empty(order.size, np.int64)
    edges[order] = np.arange(order.size)
    index = buffer_of(posts[order], np.int32)[0]
    context = net.engine.add_context(
        net.modules[module], [w, g, index], order.size, mask.shape[0], mask.shape[1]
    )
    on_pre = {
        "kind": "on_pre",
        "function": "on_pre",
        "context": context,
        "pre_population": pre,
        "post_population": post,
        "epochs": [
            {
                "delays": [delay],
                "row_ptr": buffer_of(np.concatenate([[0], np.cumsum(mask.sum(1))]), np.int64)[0],
                "edges": buffer_of(edges, np.int64)[0],
                "post_ranks": buffer_of(posts, np.int32)[0],
            }
        ],
        "serial": serial,
    }
    on_post = {
        "kind": "on_post",
        "context": context,
        "post_population": post,
        "row_ptr": buffer_of(np.concatenate([[0], np.cumsum(mask.sum(0))]), np.int64)[0],
        "serial": serial,
    }
    return context, on_pre, on_post


def plastic_by_hand(mask, weights, pre_script, post_script, delay, n_steps):
    w, g = np.where(mask, weights, 0.0), np.zeros(mask.shape[1])
    for step in range(n_steps):
        arriving = np.flatnonzero(pre_script[step - delay]) if step >= delay else []
        for pre in arriving:
            for post in np.flatnonzero(mask[pre]):
                g[post] += w[pre, post]
                w[pre, post] = 0.75 * w[pre, post] + 0.01 * pre
        for post in np.flatnonzero(post_script[step]):
            w[mask[:, post], post] += 0.1 + 0.001 * post
    return w.T[mask.T], g


@pytest.mark.parametrize("serial", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_events_run_in_order_on_the_owners_edges(net, layout, serial):
    rng = np.random.default_rng(12)
    mask, weights = rng.random((70, 50)) < 0.3, rng.normal(size=(70, 50))
    pre_script, post_script = random_script(15, 70, 13), random_script(15, 50, 14)
    net.engine.set_parallel(*layout)
    pre, post = net.scripted(pre_script, n_slots=3), net.scripted(post_script)
    w_buffer, w = buffer_of(weights.T[mask.T])
    g_buffer, g = buffer_of(np.zeros(50))
    _, on_pre, on_post = plastic_phases(net, pre, post, mask, w_buffer, g_buffer, 2, serial)
    net.engine.install([on_pre, *net.phases, on_post])
    assert net.engine.run(15) == 15
    expected_w, expected_g = plastic_by_hand(mask, weights, pre_script, post_script, 2, 15)
    assert w.tobytes() == expected_w.tobytes()
    assert g.tobytes() == expected_g.tobytes()


@pytest.mark.parametrize("serial", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_events_at_one_neuron(net, layout, serial):
    weights, script = np.linspace(-1.0, 1.0, 90).reshape(90, 1), random_script(15, 90, 13)
    silent, mask = np.zeros((15, 1), bool), np.ones((90, 1), bool)
    net.engine.set_parallel(*layout)
    pre, post = net.scripted(script, n_slots=3), net.scripted(silent)
    w_buffer, w = buffer_of(weights[:, 0])
    g_buffer, g = buffer_of(np.zeros(1))
    _, on_pre, _ = plastic_phases(net, pre, post, mask, w_buffer, g_buffer, 2, serial, "to one")
    net.engine.install([on_pre, *net.phases])
    assert net.engine.run(15) == 15
    expected_w, expected_g = plastic_by_hand(mask, weights, script, silent, 2, 15)
    assert w.tobytes() == expected_w.tobytes()
    assert g.tobytes() == expected_g.tobytes()


@pytest.mark.parametrize("mask", [np.ones((3, 2), bool), np.array([[1], [0], [1]], bool)])
def test_other_edges_have_no_events_at_one_neuron(net, mask):
    pre, post = net.scripted(np.ones((9, 3))), net.scripted(np.zeros((9, mask.shape[1])))
    w, g = buffer_of(np.ones(6))[0], buffer_of(np.zeros(2))[0]
    _, on_pre, _ = plastic_phases(net, pre, post, mask, w, g, 1, module="to one")
    with pytest.raises(ValueError, match="one neuron"):
        net.engine.install([on_pre, *net.phases])


def test_plasticity_is_switched_at_an_edge(net):
    mask = np.ones((3, 2), bool)
    pre, post = net.scripted(np.ones((9, 3))), net.scripted(np.zeros((9, 2)))
    w_buffer, w = buffer_of(np.ones(6))
    g_buffer, g = buffer_of(np.zeros(2))
    context, on_pre, _ = plastic_phases(net, pre, post, mask, w_buffer, g_buffer, 1)
    net.engine.set_plastic(context, False)
    net.run(3, on_pre)
    assert w.tolist() == [1] * 6
    assert g.tolist() == [6, 6]
    net.engine.set_parallel(2, 2)  # the flag survives
    net.run(1, on_pre)
    assert w.tolist() == [1] * 6
    net.engine.set_plastic(context, True)
    net.run(1, on_pre)
    assert (w < 1).all()


def pieces(has, before, begin):
    """Rows in pieces, a word of bits each."""
    arrays = ((has, np.uint64), (before, np.int64), (begin, np.int64))
    return (*(buffer_of(values, dtype)[0] for values, dtype in arrays), len(has) // 4)


class TestRefusals:
    """What does not fit is refused before anything native runs, and the old schedule stays."""

    @pytest.fixture
    def delivery(self, net):
        pre, post = net.scripted(np.ones((50, 4))), net.engine.add_population(3)
        self.g = buffer_of(np.zeros(3))
        phase = csr_delivery(pre, post, np.ones((4, 3)), [self.g[0]])
        net.run(2, phase)
        return phase

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"targets": [Buffer(16)]}, "targets.*24 are needed"),
            ({"targets": []}, "target"),
            ({"weights": Buffer(8)}, "weights"),
            ({"weights": None}, "'weights' is missing"),
            ({"dtype": "f16"}, "dtype"),
            ({"format": "ell"}, "format"),
            ({"kind": "deliverr"}, "deliverr"),
        ],
    )
    def test_what_does_not_fit(self, net, delivery, change, text):
        with pytest.raises(ValueError, match=text):
            net.engine.install([{**delivery, **change}, *net.phases])
        assert net.engine.run(1) == 1
        assert self.g[1].tolist() == [8, 8, 8]

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"delays": [2]}, "fewer steps"),
            ({"delays": [0]}, "one step later"),
            ({"delays": []}, "several delays come together"),
            ({"delays": [1, 1]}, "several delays come together"),
            ({"post_ranks": buffer_of(np.full(12, 3), np.int32)[0]}, "outside"),
            ({"row_ptr": buffer_of([0, 3, 2, 9, 12], np.int64)[0]}, "descend"),
            ({"post_ranks": buffer_of([0, 1, 2] * 3 + [0, 2, 1], np.int32)[0]}, "must ascend"),
            ({"post_ranks": buffer_of([0, 1, 2] * 3 + [0, 2, 2], np.int32)[0]}, "must ascend"),
            ({"edges": Buffer(8)}, "edges"),
            ({"pieces": pieces([1, 1, 1, 1], [0, 1, 2, 2], [0, 3, 6, 9, 12])}, "wrongly"),
            ({"pieces": pieces([1, 1, 1, 1], [0, 1, 2, 3], [0, 3, 6, 9, 11])}, "all entries"),
            ({"pieces": pieces([1, 1, 1, 1], [0, 1, 2, 3], [0, 3, 3, 9, 12])}, "empty"),
        ],
    )
    def test_delays_and_rows_that_do_not_fit(self, net, delivery, change, text):
        (epoch,) = delivery["epochs"]
        with pytest.raises(ValueError, match=text):
            net.engine.install([{**delivery, "epochs": [{**epoch, **change}]}, *net.phases])

    def test_epochs_out_of_order(self, net, delivery):
        (epoch,) = delivery["epochs"]
        epochs = [{**epoch, "first": 3}, {**epoch, "first": 3}]
        with pytest.raises(ValueError, match="follow one another"):
            net.engine.install([{**delivery, "epochs": epochs}])

    def test_an_unknown_population(self, net, delivery):
        with pytest.raises(IndexError, match="no population 7"):
            net.engine.install([{**delivery, "pre_population": 7}])

    def test_a_function_that_the_module_lacks(self, net):
        number = net.scripted(np.ones((2, 4)))
        phase = {"kind": "range", "context": 0, "function": "update", "population": number}
        with pytest.raises(ValueError, match="no function 'update'"):
            net.engine.install([phase])
