import numpy as np
import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture(params=[False, True], ids=["before", "compiled"])
def pop(request, net, rate, fake):
    made = net.create((2, 5), rate, name="P")
    made.v = np.arange(10.0)
    if request.param:
        net.compile(silent=True)
    return made


@pytest.mark.parametrize(
    ("index", "ranks", "geometry"),
    [
        (3, [3], (1,)),
        (-1, [9], (1,)),
        (slice(2, 5), [2, 3, 4], (3,)),
        (slice(None, None, -4), [9, 5, 1], (3,)),
        ([7, 1], [7, 1], (2,)),
        (np.array([0, 2]), [0, 2], (2,)),
        ((slice(None), 1), [1, 6], (2, 1)),
        ((0, slice(1, 3)), [1, 2], (1, 2)),
        (np.arange(10) > 7, [8, 9], (2,)),
        (np.arange(10).reshape(2, 5) < 2, [0, 1], (2,)),
    ],
)
@pytest.mark.proves("api-4.3-int", "api-4.3-ranks", "api-4.3-slices", "api-4.3-read")
def test_what_an_index_names(pop, index, ranks, geometry):
    view = pop[index]
    assert view.ranks.tolist() == ranks
    assert (view.geometry, view.size, len(view)) == (geometry, len(ranks), len(ranks))
    assert view.v.tolist() == ranks


@pytest.mark.parametrize(
    ("index", "match"),
    [
        (10, "outside"),
        (-11, "outside"),
        ([0, 12], "outside"),
        ([1, 1], "same neuron twice"),
        ((0, 7), "outside"),
        ((0, 0, 0), "takes 2 indices"),
        (np.ones(3, bool), "mask"),
        ([0.5], "not an index"),
        (("a", slice(None)), "not an index"),
    ],
)
@pytest.mark.proves("api-4.3-out-of-range")
def test_bad_indices(pop, index, match):
    with error(match):
        pop[index]


@pytest.mark.proves("api-4.3-write")
def test_only_these_ranks_are_written(pop):
    pop[2:4].v = 50.0
    pop[[9, 0]].v = [90.0, 70.0]
    assert pop.v.ravel().tolist() == [70, 1, 50, 50, 4, 5, 6, 7, 8, 90]
    with error("expected 1 or 2 values, got 3"):
        pop[:2].v = [1, 2, 3]


@pytest.mark.proves("api-4.3-global-read", "api-4.3-global-write")
def test_globals_are_read_but_not_written(pop):
    view = pop[:3]
    assert view.tau == 10.0
    with error("cannot be set for some"):
        view.tau = 1.0
    assert view.b.tolist() == [0.5, 0.5, 0.5]


@pytest.mark.proves("api-4.3-union", "api-4.3-union-other")
def test_unions(pop):
    both = pop[4:6] + pop[0]
    assert both.ranks.tolist() == [0, 4, 5]
    assert (pop.neuron(3) + pop.neuron(1)).ranks.tolist() == [1, 3]
    assert (both + pop.neuron(9)).ranks.tolist() == [0, 4, 5, 9]
    other = ann.Network().create(3, ann.Neuron(equations="r = 1.0"))
    with error("same population"):
        both + other[0]
    with pytest.raises(TypeError):
        both + 1


@pytest.mark.proves("api-4.3-view-of-view")
def test_views_of_views(pop):
    view = pop[5:][[1, 0]]
    assert view.ranks.tolist() == [6, 5]
    view.v = [1.0, 2.0]
    assert pop.v.ravel()[[5, 6]].tolist() == [2.0, 1.0]
    assert pop[:, 1:3][0, :].ranks.tolist() == [1, 2]


@pytest.mark.proves(
    "api-4.3-coordinates", "api-4.3-neuron-attributes", "api-4.3-iterate", "api-4-neuron"
)
def test_neurons(pop):
    neuron = pop[1, 2]
    assert (neuron.rank, neuron.v, neuron.tau, neuron.b) == (7, 7.0, 10.0, 0.5)
    neuron.v = -1.0
    assert pop.v[1, 2] == pop.neuron(7).v == pop.neuron(1, 2).v == pop.neuron((1, 2)).v == -1.0
    with error("cannot be set for some"):
        neuron.tau = 3.0
    with pytest.raises(AttributeError, match="no attribute 'w'"):
        neuron.w  # noqa: B018
    assert [n.rank for n in pop] == [n.rank for n in pop.neurons] == list(range(10))
    assert [n.rank for n in pop[3:5]] == [3, 4]


@pytest.mark.proves("api-4.3-get-set", "api-4.3-local-coordinates", "api-4.3-properties")
def test_set_get_and_names(pop):
    view = pop[:2]
    view.set({"v": 3.0, "k": [1.0, 2.0]})
    assert view.get("k").tolist() == [1.0, 2.0]
    with error("Did you mean 'tau'"):
        view.set({"taus": 1})
    with error("no attribute 'q'"):
        view.get("q")
    with pytest.raises(AttributeError, match="Did you mean 'tau'"):
        view.tua  # noqa: B018
    assert view.name == "P[0:2]"
    assert pop[[1, 5, 2]].name == "P[1, 5, 2]"
    assert pop[:].coordinates_from_rank(7) == (1, 2)
    assert pop[5:].coordinates_from_rank(2, local=True) == (2,)
    assert pop[5:].rank_from_coordinates((1, 2)) == 7


def test_views_of_initial_values_can_be_computed_with(net, rate):
    pop = net.create(10, rate)
    part = pop[:4]
    part.k = np.arange(4.0)
    part.v = part.k * part.b
    assert pop.v.tolist() == [0.0, 0.5, 1.0, 1.5, 1, 1, 1, 1, 1, 1]


@pytest.mark.proves("api-4.3-slices", "api-4.3-view-of-view")
def test_four_dimensions(net, rate):
    pop = net.create((2, 3, 4, 5), rate)
    ranks = np.arange(120).reshape(2, 3, 4, 5)
    view = pop[1, :, 1:3, ::2]
    assert view.geometry == (1, 3, 2, 3)
    assert view.ranks.tolist() == ranks[1:2, :, 1:3, ::2].ravel().tolist()
    assert view[0, 1, :, -1].ranks.tolist() == ranks[1, 1, 1:3, 4].tolist()


@pytest.mark.proves("api-4.3-pre-post")
def test_views_are_connected_and_recorded(net, rate):
    pop = net.create(4, rate)
    proj = net.connect(pop[1:3], pop[3], "exc").all_to_all(2.0)
    monitor = net.monitor(pop[[3, 0]], "v")
    net.compile(silent=True)
    net.simulate(1.0)
    assert (proj.post_ranks, proj.pre_ranks) == ([3], [[1, 2]])
    assert monitor.get("v").tolist() == [[2.0, 2.0], [3.0, 3.0]]
