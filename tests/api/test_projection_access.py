"""Projections that run: what feeds what, before and after compile, pictures of all synapses."""

import json

import numpy as np
import pytest
from work import n_calls

import annarchy_lab as ann
from annarchy_lab.api.footprint import footprint


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


SPIKY = ann.Neuron("go = 0.0 : local", "v = g_a + 10.0 * g_b", "go > 0.0", reset="")


@pytest.mark.proves("api-5-target", "api-5-default-synapse")
def test_the_same_synapses_feed_several_conductances(backend):
    net = ann.Network()
    a, b = net.create(2, SPIKY, name="a"), net.create(2, SPIKY, name="b")
    net.connect("a", "b", ["a", "b"]).from_matrix([[1.0, 2.0], [3.0, None]])
    net.compile(silent=True, backend=backend)
    a.go = [1.0, 1.0]
    net.simulate(2.0)
    assert b.v.tolist() == [33.0, 33.0]


def ones(pre, post, last=1.0, **storage):
    """Return a network of two populations, with a weight for each synapse between them."""
    net = ann.Network(seed=1)
    a = net.create(pre, SPIKY, name="a")
    net.create(post, SPIKY, name="b")
    weights = np.ones((post, pre))
    weights[-1, -1] = last
    net.connect(a, "b", "a", name="ab").from_matrix(weights, **storage)
    return net


def test_weights_that_happen_to_be_equal_are_stored_once(backend):
    net, other = ones(40, 30), ones(40, 30, last=2.0)
    for each in (net, other):
        each.compile(silent=True, backend=backend)
    proj = net.get_projection("ab")
    assert proj.w == [[1.0] * 40] * 30
    sizes = [footprint(each)["ab"][1] for each in (net, other)]
    assert sizes[1] - sizes[0] > 4 * 40 * 30


@pytest.mark.parametrize("storage", [{}, {"force_multiple_weights": True}], ids=str)
def test_weights_that_happen_to_be_equal_may_be_changed(backend, storage):
    net = ones(4, 3, **storage)
    net.compile(silent=True, backend=backend)
    a, b, proj = net.get_population("a"), net.get_population("b"), net.get_projection("ab")
    monitor = net.monitor(proj, "w")
    a.go = [1.0] * 4
    net.simulate(2.0)
    assert b.v.tolist() == [4.0] * 3
    proj.dendrite(1).w = [0.5, 0.25, 1.0, 1.0]
    net.simulate(1.0)
    assert b.v.tolist() == [4.0, 2.75, 4.0]
    proj.synapse(3, 2).w = 5.0
    net.simulate(1.0)
    assert b.v.tolist() == [4.0, 2.75, 8.0]
    proj.w = 2.0
    net.simulate(1.0)
    assert b.v.tolist() == [8.0] * 3
    assert proj.w == [[2.0] * 4] * 3
    recorded = monitor.get("w")
    assert [step[1][0] for step in recorded] == [1.0, 1.0, 0.5, 0.5, 2.0]


@pytest.mark.proves("api-5-several", "api-5-default-synapse", "api-5-before-compile")
def test_contributions_of_several_projections_add(backend):
    net = ann.Network()
    a = net.create(2, ann.Neuron("k = 1.0 : local", "r = k"))
    b = net.create(2, ann.Neuron(equations="r = sum(exc)"))
    a.k = [1.0, 2.0]
    first = net.connect(a, b, "exc").all_to_all(1.0, force_multiple_weights=True)
    net.connect(a, b, "exc").one_to_one(10.0)
    first.w = [[1.0, 2.0], [3.0, 4.0]]
    net.compile(silent=True, backend=backend)
    net.simulate(2.0)
    assert b.r.tolist() == [15.0, 31.0]
    assert first.w == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.proves("api-5-flags")
def test_flags_do_what_they_say(backend):
    net = ann.Network()
    a = net.create(1, ann.Neuron(equations="r = 1.0"))
    b = net.create(1, ann.Neuron(equations="r = sum(exc)"))
    learning = ann.Synapse(equations="x = x + 1.0\nw = w + 1.0")
    proj = net.connect(a, b, "exc", learning).all_to_all(0.0)
    net.compile(silent=True, backend=backend)

    def after_a_step():
        net.step()
        return proj.x[0][0], proj.w[0][0], float(b.r[0])

    assert [after_a_step(), after_a_step()] == [(1.0, 1.0, 0.0), (2.0, 2.0, 1.0)]
    proj.plasticity = False
    assert after_a_step() == (3.0, 2.0, 2.0)
    proj.update = False
    assert after_a_step() == (3.0, 2.0, 2.0)
    proj.plasticity, proj.update, proj.transmission = True, True, False
    assert after_a_step() == (3.0, 2.0, 0.0)
    assert proj.axon_transmission


@pytest.mark.proves("api-5-learning")
def test_learning_by_the_clock_of_its_own_network(backend):
    net = ann.Network()
    a = net.create(1, ann.Neuron(equations="r = 1.0"))
    proj = net.connect(a, a, "exc", ann.Synapse(equations="w = w + 1.0")).one_to_one(0.0)
    net.compile(silent=True, backend=backend)
    net.simulate(3.0)
    proj.enable_learning(period=5.0, offset=2.0)
    found = []
    for _ in range(9):
        net.simulate(1.0)
        found.append(proj.w[0][0])
    assert found == [3.0, 3.0] + [4.0] * 5 + [5.0] * 2
    proj.disable_learning()
    net.simulate(10.0)
    assert proj.w[0][0] == 5.0


@pytest.mark.proves("api-5-parts", "api-5.2-synapse")
def test_parts_by_coordinates(net, rate):
    a, b = net.create((2, 3), rate), net.create((2, 2), rate)
    proj = net.connect(a, b, "exc").all_to_all(ann.Uniform(0.0, 1.0))
    matrix = proj.connectivity_matrix()
    assert proj.dendrite((1, 0)).post_rank == 2
    assert proj[3].post_rank == 3
    assert proj.dendrite((1, 0))[1, 2].w == matrix[2, 5]
    assert proj.synapse((1, 2), (1, 0)).w == proj.synapse(5, 2).w == matrix[2, 5]
    assert proj.dendrite(1).synapse(4).w == matrix[1, 4]
    assert proj.dendrite(2).receptive_field().tolist() == matrix[2].reshape(2, 3).tolist()
    for wrong in (4, -1):
        with error("outside"):
            proj.dendrite(wrong)
    with error("no synapse from 6 to 0"):
        proj.synapse(6, 0)


@pytest.mark.proves("api-5-receptive-fields")
@pytest.mark.parametrize("is_compiled", [False, True])
def test_all_receptive_fields_in_one_picture(net, rate, is_compiled):
    a, b = net.create((2, 3), rate), net.create((2, 2), rate)
    proj = net.connect(a, b, "exc").fixed_probability(0.6, ann.Uniform(1.0, 2.0))
    line = net.connect(b[0, :], b, "exc").all_to_all(ann.Uniform(0.0, 1.0))
    if is_compiled:
        net.compile(silent=True)
    matrix = proj.connectivity_matrix()
    picture = proj.receptive_fields()
    assert picture.shape == (4, 6)
    for rank, (row, column) in enumerate([(0, 0), (0, 3), (2, 0), (2, 3)]):
        tile = picture[row : row + 2, column : column + 3]
        assert tile.tolist() == matrix[rank].reshape(2, 3).tolist()
    square = line.receptive_fields(in_post_geometry=False)
    assert square.shape == (4, 4)
    with error("no attribute 'v'"):
        proj.receptive_fields("v")


@pytest.mark.proves("api-5-receptive-fields")
def test_pictures_of_lines_are_the_matrix_of_weights(net, rate):
    a, b, c = net.create(3, rate), net.create(5, rate), net.create((2, 2, 2), rate)
    proj = net.connect(a, b, "exc").all_to_all(ann.Uniform(0.0, 1.0))
    assert proj.receptive_fields().tolist() == proj.connectivity_matrix().tolist()
    square = proj.receptive_fields(in_post_geometry=False)
    assert square.shape == (2, 9)
    assert square[1, 6:].tolist() == [0.0] * 3
    with error("has 3 dimensions, a picture has two"):
        net.connect(c, a, "exc").all_to_all(1.0).receptive_fields()


@pytest.mark.proves("api-5-writing", "api-5-wrong-sizes")
@pytest.mark.parametrize("is_compiled", [False, True])
def test_arrays_go_in_and_out(net, rate, is_compiled):
    a, b = net.create(4, rate), net.create(3, rate)
    proj = net.connect(a, b, "exc").all_to_all(ann.Uniform(0.0, 1.0))
    if is_compiled:
        net.compile(silent=True)
    matrix = np.arange(12.0).reshape(3, 4)
    for value in (matrix, matrix.ravel(), matrix.tolist(), list(matrix), matrix.astype(int)):
        proj.w = 0.0
        proj.w = value
        assert np.array(proj.w).tolist() == matrix.tolist()
    for wrong, match in (
        (matrix.T, "expected 3 lists, one per dendrite, got 4"),
        (matrix.reshape(2, 6), "expected 3 lists, one per dendrite, got 2"),
        (np.ones(11), "12 values, got 11"),
        ([[1.0] * 4, [1.0] * 4, [1.0] * 3], "post neuron 2 has 4 synapses, not 3"),
        (None, "expected numbers, not None"),
        ([["a"] * 4] * 3, "expected numbers"),
    ):
        with error(match):
            proj.w = wrong
        assert proj.w == matrix.tolist()


@pytest.mark.proves("api-5-listed")
def test_few_synapses_are_plain_lists(net, rate):
    a = net.create(4, rate)
    proj = net.connect(a, a, "exc").all_to_all(ann.Uniform(0.0, 1.0))
    assert json.loads(json.dumps(proj.w)) == proj.w
    assert type(proj.w) is type(proj.w[0]) is list


@pytest.mark.proves("api-5-fast", "api-5-listed")
def test_many_synapses_take_little_work_and_memory(net, rate):
    import tracemalloc

    pop = net.create(400, rate)
    proj = net.connect(pop, pop, "exc").all_to_all(
        ann.Uniform(0.0, 1.0), allow_self_connections=True
    )
    net.compile(silent=True)
    tracemalloc.start()
    w = proj.w
    assert tracemalloc.get_traced_memory()[0] < 2.5 * 8 * 160_000  # as lists: more than 10 times
    dendrite = proj.dendrite(399)
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    assert w[399][3] == dendrite.w[3]
    assert tracemalloc.get_traced_memory()[1] - before < 8 * 16_000  # nothing of all synapses
    tracemalloc.stop()
    assert len(repr(w)) < 2000
    assert n_calls(lambda: setattr(proj, "w", w)) < 1000
    assert [each.w[0] for each in proj] == [row[0] for row in w]
    assert json.loads(json.dumps(w[:2], default=list)) == w[:2].tolist()


@pytest.mark.proves("api-5-get-set")
@pytest.mark.parametrize("is_compiled", [False, True])
def test_get_and_set(net, rate, is_compiled):
    a = net.create(3, rate)
    synapse = ann.Synapse(parameters={"eta": 0.1}, psp="eta * w * pre.r")
    proj = net.connect(a, a, "exc", synapse).one_to_one(ann.Uniform(0.0, 1.0))
    if is_compiled:
        net.compile(silent=True)
    proj.set({"w": [[1.0], [2.0], [3.0]], "eta": 0.5})
    assert (proj.get("w"), proj.get("eta")) == ([[1.0], [2.0], [3.0]], 0.5)
    with error("no attribute 'etta'.* Did you mean 'eta'"):
        proj.set({"w": 9.0, "etta": 1.0})
    with error("no attribute 'etta'"):
        proj.get("etta")
    assert proj.w == [[1.0], [2.0], [3.0]]
