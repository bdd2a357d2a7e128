"""Connector methods of projections, as section 5.3 of the API has them."""

import gzip

import numpy as np
import pytest
from scipy.io import mmwrite
from scipy.sparse import coo_array, csc_array, csr_array, issparse, lil_matrix

import annarchy_lab as ann
from annarchy_lab.api.config import FORMATS


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture
def pops(net, rate):
    return net.create(4, rate, name="A"), net.create(3, rate, name="B")


@pytest.fixture
def connect(net, pops):
    """Return a new projection from A to B."""
    return lambda: net.connect(*pops, "exc")


MATRIX = [[1.0, None, 3.0, None], [None] * 4, [5.0, 6.0, None, 8.0]]
PAIRS = {
    "all_to_all": {"weights": 1.0},
    "one_to_one": {},
    "fixed_probability": {"probability": 0.7, "weights": 1.0},
    "fixed_number_pre": {"number": 2, "weights": 1.0},
    "fixed_number_post": {"number": 2},
    "gaussian": {"amp": 1.0, "sigma": 0.5},
    "dog": {"amp_pos": 1.0, "sigma_pos": 0.5, "amp_neg": 0.2, "sigma_neg": 2.0},
}


@pytest.mark.proves("api-5.3-views", "api-5.3-order")
@pytest.mark.parametrize("method", PAIRS)
def test_views_on_both_sides(net, rate, method):
    pop, other = net.create((4, 5), rate), net.create((2, 3), rate)
    for pre, post in ((pop[1:3, 2:5], other[0, :]), (pop[[9, 3, 8]], other), (pop, other[[5, 1]])):
        proj = net.connect(pre, post, "exc")
        arguments = PAIRS[method]
        if method == "one_to_one" and pre.size != post.size:
            continue
        getattr(proj, method)(**arguments)
        assert proj.nb_synapses > 0
        assert set(np.concatenate(proj.pre_ranks)) <= set(pre.ranks)
        assert set(proj.post_ranks) <= set(post.ranks)
        assert proj.post_ranks == sorted(proj.post_ranks)
        assert all(row == sorted(row) for row in proj.pre_ranks)
        assert proj.connectivity_matrix().shape == (6, 20)


@pytest.mark.proves("api-5.3-all-to-all")
def test_every_pair(connect):
    proj = connect().all_to_all(1.0)
    assert (proj.post_ranks, proj.pre_ranks) == ([0, 1, 2], [[0, 1, 2, 3]] * 3)


@pytest.mark.proves("api-5.3-self")
def test_self_connections(net, rate):
    pop = net.create(4, rate)
    for method, arguments, n_views in (
        ("all_to_all", {"weights": 1.0}, 12),
        ("fixed_probability", {"probability": 1.0, "weights": 1.0}, 16),
        ("gaussian", {"amp": 1.0, "sigma": 9.0}, 12),
        ("dog", PAIRS["dog"], 12),
    ):
        counts = [
            getattr(net.connect(pre, pop, "exc"), method)(**arguments, **more).nb_synapses
            for pre in (pop, pop[:])
            for more in ({}, {"allow_self_connections": True})
        ]
        assert counts == [12, 16, n_views, 16], method


@pytest.mark.proves("api-5.3-seeded")
@pytest.mark.parametrize("method", ["fixed_probability", "fixed_number_pre", "fixed_number_post"])
def test_random_patterns_follow_the_seed(rate, method):
    def ranks(seed):
        net = ann.Network(seed=seed)
        a = net.create(20, rate)
        proj = net.connect(a, a, "exc")
        getattr(proj, method)(**PAIRS[method])
        return proj.pre_ranks, proj.post_ranks

    assert ranks(3) == ranks(3)
    assert ranks(3) != ranks(4)


@pytest.mark.proves("api-5.3-fixed-number-pre")
def test_each_post_neuron_gets_distinct_partners(connect):
    proj = connect().fixed_number_pre(3, weights=1.0)
    assert [len(set(row)) for row in proj.pre_ranks] == [3] * 3


@pytest.mark.proves("api-5.3-fixed-number-post")
def test_each_pre_neuron_gets_distinct_partners(connect):
    proj = connect().fixed_number_post(2)
    assert np.bincount(np.concatenate(proj.pre_ranks)).tolist() == [2] * 4
    assert proj.w == 1.0


@pytest.mark.proves("api-5.3-fixed-probability")
def test_each_pair_has_the_same_chance(net, rate):
    a, b = net.create(100, rate), net.create(200, rate)
    proj = net.connect(a, b, "exc").fixed_probability(0.3, weights=1.0)
    assert abs(proj.nb_synapses - 6000) < 5 * np.sqrt(20_000 * 0.21)
    per_pre = np.bincount(np.concatenate(proj.pre_ranks), minlength=100)
    assert per_pre.std() == pytest.approx(np.sqrt(200 * 0.21), rel=0.35)


@pytest.mark.proves("api-5.3-gaussian", "api-5.3-dog")
def test_weights_of_the_distance(net, rate):
    a, b = net.create((3, 3), rate), net.create((2, 2), rate)
    near = net.connect(a, b, "exc").gaussian(2.0, 0.4, limit=0.1)
    hat = net.connect(a, b, "exc").dog(2.0, 0.3, 1.0, 0.9, limit=0.4)
    for proj, weight, least in (
        (near, lambda d: 2.0 * np.exp(-(d**2) / 0.32), 0.2),
        (hat, lambda d: 2 * np.exp(-(d**2) / 0.18) - np.exp(-(d**2) / 1.62), 0.4),
    ):
        matrix, n_checked = proj.connectivity_matrix(fill=np.nan), 0
        for post in range(4):
            for pre in range(9):
                ends = np.divmod(post, 2), np.divide(np.divmod(pre, 3), 2)
                expected = weight(np.hypot(*np.subtract(*ends)))
                is_there = abs(expected) > least
                assert np.isnan(matrix[post, pre]) != is_there
                assert not is_there or matrix[post, pre] == pytest.approx(expected)
                n_checked += is_there
        assert 4 < n_checked < 36


@pytest.mark.proves("api-5.3-matrix")
@pytest.mark.parametrize("dtype", [None, object, float])
def test_matrices_with_holes(connect, dtype):
    proj = connect().from_matrix(MATRIX if dtype is None else np.array(MATRIX, dtype))
    assert (proj.pre_ranks, proj.w) == ([[0, 2], [0, 1, 3]], [[1.0, 3.0], [5.0, 6.0, 8.0]])
    turned = connect().from_matrix(np.array(MATRIX, float).T, pre_post=True)
    assert (turned.pre_ranks, turned.w) == (proj.pre_ranks, proj.w)


@pytest.mark.proves("api-5.3-matrix")
def test_delays_of_matrices(connect):
    assert connect().from_matrix(MATRIX, delays=2.0).delay == 2.0
    delays = np.arange(12.0).reshape(3, 4)
    assert connect().from_matrix(MATRIX, delays=delays).delay == [[0.5, 2.0], [8.0, 9.0, 11.0]]
    for wrong in (np.ones((4, 3)), np.ones(12)):
        with error(r"delays must have the shape \(post, pre\) = \(3, 4\)"):
            connect().from_matrix(MATRIX, delays=wrong)
    with error(r"weights must have the shape \(post, pre\) = \(3, 4\), not \(4, 3\)"):
        connect().from_matrix(np.ones((4, 3)))
    with error("a rectangle of numbers and None"):
        connect().from_matrix([[1.0], [2.0, 3.0]])
    with error("a delay must be a finite number"):
        connect().from_matrix(np.ones((3, 4)), delays=np.full((3, 4), np.nan))


@pytest.mark.proves("api-5.3-sparse")
@pytest.mark.parametrize("kind", [lil_matrix, csr_array, csc_array, coo_array])
def test_sparse_matrices_and_sparse_delays(connect, kind):
    dense = np.array([[0.0, 1.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 3.0], [4.0, 0.0, 5.0]])
    proj = connect().from_sparse(kind(dense))
    assert (proj.post_ranks, proj.pre_ranks) == ([0, 1, 2], [[1, 3], [0], [2, 3]])
    assert proj.w == [[2.0, 4.0], [1.0], [3.0, 5.0]]
    assert connect().from_sparse(kind(dense), delays=3.0).delay == 3.0
    assert connect().from_sparse(kind(dense), delays=kind(dense)).delay == proj.w


@pytest.mark.proves("api-5.3-sparse-helpers")
def test_random_sparse_matrices(net, rate, connect):
    matrix = ann.sparse_random_matrix(50, 40, 0.3, ann.Uniform(1.0, 2.0), rng=net.default_rng)
    assert (matrix.shape, matrix.format) == ((50, 40), "lil")
    assert 400 < matrix.nnz < 800
    counts = np.diff(matrix.tocsr().indptr)
    assert counts.std() > 1.0
    assert 1.0 <= matrix.tocsr().data.min() < matrix.tocsr().data.max() < 2.0
    delays = ann.sparse_delays_from_weights(matrix, ann.Uniform(1.0, 5.0))
    assert issparse(delays)
    assert np.array_equal(*(m.tocsr().indices for m in (delays, matrix)))
    a, b = net.create(50, rate), net.create(40, rate)
    proj = net.connect(a, b, "exc").from_sparse(matrix, delays)
    assert proj.nb_synapses == matrix.nnz
    assert len(set(np.concatenate(proj.delay))) > 3
    again = [ann.sparse_random_matrix(*p, 0.3) for p in pops_of(2, rate)]
    assert np.array_equal(again[0].toarray(), again[1].toarray())
    for wrong in (1.5, float("nan")):
        with error("proba must lie between 0 and 1"):
            ann.sparse_random_matrix(3, 3, wrong, 1.0)
    with error("must be a sparse matrix"):
        ann.sparse_delays_from_weights(np.ones((2, 2)), 1.0)


def pops_of(n, rate):
    for _ in range(n):
        net = ann.Network(seed=9)
        yield net.create(30, rate), net.create(20, rate)


@pytest.mark.proves("api-5.3-lil")
def test_lists_of_lists_take_anything_in_any_order(connect):
    def pattern(pre, post):
        lil = ann.LILConnectivity(dt=1.0)
        lil.add(2, [3, 0], [0.3, 0.1], [2.0])
        lil.add(0, range(2), 0.5, 4.0)
        lil.add(2, np.array([1]), [0.2], [3.0])
        lil.validate()
        assert (lil.size, lil.nb_synapses) == (2, 5)
        return lil

    proj = connect().from_function(pattern)
    assert (proj.post_ranks, proj.pre_ranks) == ([0, 2], [[0, 1], [0, 1, 3]])
    assert proj.w == [[0.5, 0.5], [0.1, 0.2, 0.3]]
    assert proj.delay == [[4.0, 4.0], [2.0, 3.0, 2.0]]


@pytest.mark.proves("api-5.3-lil")
@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ((0, [0, 1], [1.0, 2.0, 3.0], [0.0]), "2 pre ranks need 2 weights or one, not 3"),
        ((0, [0, 1], [1.0], [1.0, 2.0, 3.0]), "2 delays or one"),
        ((0, [0, 9], [1.0], [0.0]), "outside the population"),
        ((7, [0], [1.0], [0.0]), "outside the population"),
        ((0, [0, 0], [1.0], [0.0]), "connected twice"),
        ((0, [0.5], [1.0], [0.0]), "integers"),
        ((0, [0], [float("nan")], [0.0]), "weights are numbers"),
        ((0, [0], [1.0], [-1.0]), "delay must be"),
    ],
)
def test_lists_that_do_not_fit(connect, arguments, match):
    def pattern(pre, post):
        lil = ann.LILConnectivity()
        lil.add(*arguments)
        return lil

    with error(match):
        connect().from_function(pattern)


@pytest.mark.proves("api-5.3-function")
def test_functions_by_their_signature(connect):
    def lil(weight):
        made = ann.LILConnectivity()
        made.add(0, [1], [weight], [0])
        return made

    for method, arguments, expected in (
        (lambda pre, post: lil(pre.size), {}, 4.0),
        (lambda pre, post, dt: lil(dt), {}, 0.5),
        (lambda pre, post, w: lil(w), {"w": 3.0}, 3.0),
        (lambda pre, post, dt, w: lil(w + dt), {"w": 3.0}, 3.5),
        (lambda pre, post, **kw: lil(kw["w"]), {"w": 2.0}, 2.0),
    ):
        assert connect().from_function(method, **arguments).w == [[expected]]
        assert connect().connect_with_func(method, **arguments).w == [[expected]]
    with error("must return a LILConnectivity, not int"):
        connect().from_function(lambda pre, post: 3)
    with error("method is a function, not 3"):
        connect().from_function(3)


@pytest.mark.proves("api-2-names-file-connectors")
@pytest.mark.proves("api-5.3-file", "api-10-connectivity")
@pytest.mark.parametrize("is_compiled", [False, True])
def test_connectivity_goes_through_a_file(net, connect, tmp_path, is_compiled):
    proj = connect().from_matrix(MATRIX, delays=np.arange(12.0).reshape(3, 4))
    if is_compiled:
        net.compile(silent=True)
        proj.w = [[1.5, 3.5], [5.5, 6.5, 8.5]]
    proj.save_connectivity(tmp_path / "sub" / "AB.data")
    proj.save(tmp_path / "whole")
    for name, method in (("sub/AB.data", "from_file"), ("whole", "connect_from_file")):
        other = ann.Network(dt=0.5)
        ends = other.create(4, proj.pre.neuron_type), other.create(3, proj.pre.neuron_type)
        again = other.connect(*ends, "exc")
        assert getattr(again, method)(tmp_path / name) is again
        assert (again.w, again.delay, again.pre_ranks) == (proj.w, proj.delay, proj.pre_ranks)
        assert again.post_ranks == [0, 2]
        with error("connects 4 to 3 neurons, not 3 to 4"):
            other.connect(*ends[::-1], "exc").from_file(tmp_path / name)
        with error("pre rank 3 is not in the view"):
            other.connect(ends[0][:3], ends[1], "exc").from_file(tmp_path / name)
    with error("there is no file"):
        other.connect(*ends, "exc").from_file(tmp_path / "nothing")


@pytest.mark.proves("api-2-names-file-connectors")
@pytest.mark.proves("api-5.3-matrix-market")
def test_matrix_market(net, connect, tmp_path):
    dense = np.array([[0.0, 1.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 3.0], [4.0, 0.0, 5.0]])
    path = tmp_path / "m.mtx"
    mmwrite(path, coo_array(dense))
    with gzip.open(tmp_path / "m.mtx.gz", "wb") as file:
        file.write(path.read_bytes())
    for name in ("m.mtx", "m.mtx.gz"):
        proj = connect().from_matrix_market(str(tmp_path / name), delays=2.0)
        assert (proj.pre_ranks, proj.w) == ([[1, 3], [0], [2, 3]], [[2.0, 4.0], [1.0], [3.0, 5.0]])
        assert proj.delay == 2.0
    mmwrite(path, dense)
    assert connect().connect_from_matrix_market(path).nb_synapses == 12
    mmwrite(path, coo_array(dense[:2]))
    with error(r"must have the shape \(pre, post\) = \(4, 3\), not \(2, 3\)"):
        connect().from_matrix_market(path)
    mmwrite(path, coo_array(dense * 1j))
    with error("weights are real"):
        connect().from_matrix_market(path)
    path.write_text("1 2 3")
    with error("cannot be read"):
        connect().from_matrix_market(path)
    with error("there is no file"):
        connect().from_matrix_market(tmp_path / "none.mtx")


@pytest.mark.proves("api-5.3-delays")
def test_delays(connect):
    assert connect().all_to_all(1.0).delay == 0.5
    assert connect().all_to_all(1.0, delays=0.1).delay == 0.5
    drawn = connect().all_to_all(1.0, delays=ann.Normal(0.0, 3.0, max=4.0)).delay
    assert {0.5} < {d for row in drawn for d in row} <= set(np.arange(0.5, 4.5, 0.5))
    with error("finite maximum"):
        connect().all_to_all(1.0, delays=ann.Normal(5.0, 1.0))


@pytest.mark.proves("api-5.3-bad-arguments")
@pytest.mark.parametrize(
    ("method", "arguments", "match"),
    [
        ("all_to_all", {"weights": float("nan")}, "weights must be a number"),
        ("all_to_all", {"weights": [1.0, 2.0]}, "weights must be a number"),
        ("all_to_all", {"weights": 1.0, "delays": -1.0}, "at least 0 ms"),
        ("all_to_all", {"weights": 1.0, "delays": float("inf")}, "finite"),
        ("fixed_probability", {"probability": 1.1, "weights": 1.0}, "between 0 and 1"),
        ("fixed_probability", {"probability": None, "weights": 1.0}, "must be a number"),
        ("fixed_number_pre", {"number": 5, "weights": 1.0}, "integer from 0 to 4"),
        ("fixed_number_pre", {"number": None, "weights": 1.0}, "integer from 0 to 4"),
        ("fixed_number_post", {"number": 4}, "integer from 0 to 3"),
        ("fixed_number_post", {"number": 1.5}, "integer from 0 to 3"),
        ("gaussian", {"amp": 1.0, "sigma": 0.0}, "sigma must be above 0"),
        ("gaussian", {"amp": None, "sigma": 1.0}, "amp must be a number"),
        ("from_sparse", {"weights": np.ones((4, 3))}, "must be a sparse matrix"),
        ("from_sparse", {"weights": csr_array(1j * np.ones((4, 3)))}, "real numbers"),
    ],
)
def test_bad_arguments(connect, method, arguments, match):
    proj = connect()
    with error(match):
        getattr(proj, method)(**arguments)
    with pytest.raises(ann.StateError, match="no synapses yet"):
        _ = proj.edges


@pytest.mark.proves("api-5.3-bad-arguments")
def test_a_misspelt_keyword(connect):
    with pytest.raises(TypeError, match=r"argument 'delay'\. Did you mean 'delays'"):
        connect().all_to_all(1.0, delay=3.0)


@pytest.mark.proves("api-5.3-multiple-weights")
def test_one_weight_or_many(connect):
    assert connect().all_to_all(0.5).w == 0.5
    for wish in ({"force_multiple_weights": True}, {"storage_format": "dense"}):
        proj = connect().all_to_all(0.5, **wish)
        assert proj.w == [[0.5] * 4] * 3
        proj.w = np.arange(12.0).reshape(3, 4)
        assert proj.w[1] == [4.0, 5.0, 6.0, 7.0]


@pytest.mark.proves("api-5.3-storage")
@pytest.mark.parametrize("kind", ["rate", "spiking"])
def test_storage_never_changes_a_result(kind):
    def run(**storage):
        net = ann.Network(seed=3)
        if kind == "rate":
            neuron = ann.Neuron("b = 0.5", "r = tanh(0.3 * sum(exc) + b + 0.1 * Normal(0.0, 1.0))")
        else:
            equations = "dv/dt = (Normal(20.0, 9.0) + g_exc - v) / 10.0\ndg_exc/dt = -g_exc / 5.0"
            neuron = ann.Neuron("", equations, "v > 15.0", reset="v = 0.0")
        pop = net.create(40, neuron)
        for probability in (0.3, 1.0):
            proj = net.connect(pop, pop, "exc")
            proj.fixed_probability(probability, ann.Uniform(0.0, 0.2), **storage)
        net.compile(silent=True)
        net.simulate(40.0)
        return (pop.r if kind == "rate" else pop.v).tobytes(), proj.w

    expected = run()
    for name in FORMATS:
        for order in ("post_to_pre", "pre_to_post"):
            assert run(storage_format=name, storage_order=order) == expected
    for keyword in ("storage_format", "storage_order"):
        with error(f"{keyword} must be one of .*, not 'heap'"):
            run(**{keyword: "heap"})
