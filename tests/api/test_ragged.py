import copy
import json
import pickle

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api import ragged
from annarchy_lab.api.ragged import Ragged

LISTS = [[0.0, 1.0], [2.0], [], [3.0, 4.0, 5.0]]


@pytest.fixture
def made():
    return Ragged(np.arange(6.0), np.array([0, 2, 3, 3]), np.array([2, 3, 3, 6]))


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.mark.proves("api-5-lazy")
def test_it_looks_like_a_list_of_lists(made):
    assert len(made) == 4
    assert made == LISTS
    assert LISTS.__eq__(made) is NotImplemented  # so that the other side is asked
    assert made != [*LISTS[:3], [3.0, 4.0, 6.0]]
    assert made != LISTS[:3]
    assert made != 3
    assert list(made) == LISTS
    assert [row for row in reversed(made)] == LISTS[::-1]  # noqa: C416 - iterates on purpose
    assert made[3] == [3.0, 4.0, 5.0]
    assert made[-1][2] == 5.0
    assert made[1:] == LISTS[1:]
    assert made[::2] == LISTS[::2]
    assert made[::-1].tolist() == LISTS[::-1]
    assert [2.0] in made
    assert made.index([]) == 2
    more = [[9.0]]
    assert (made + more, more + made) == ([*LISTS, *more], [*more, *LISTS])
    assert isinstance(made[0], list)
    assert type(made[0][0]) is float
    with pytest.raises(IndexError):
        made[4]
    with pytest.raises(TypeError):
        hash(made)


@pytest.mark.proves("api-5-lazy")
def test_it_converts_and_copies_like_a_list_of_lists(made):
    assert json.dumps(made, default=list) == json.dumps(LISTS)
    assert json.dumps(made.tolist()) == json.dumps(LISTS)
    assert json.dumps(made[0]) == "[0.0, 1.0]"
    for copied in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert copied == LISTS
        copied[1] = [7.0]
        assert made[1] == [2.0]
    assert pickle.loads(pickle.dumps(made[3])) == LISTS[3]
    assert type(copy.deepcopy(made[3])) is list
    assert np.concatenate(made).tolist() == list(range(6))
    with pytest.raises(ValueError, match="different numbers of synapses"):
        np.array(made)
    assert np.array(made, dtype=object).tolist() == LISTS
    even = Ragged(np.arange(6), np.array([0, 3]), np.array([3, 6]))
    assert np.array(even).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert np.array(even, float).dtype == float
    assert np.max(even) == 5


@pytest.mark.proves("api-5-lazy")
@pytest.mark.parametrize(
    ("change", "row"),
    [
        (lambda w: w[0].__setitem__(1, 9.0), [0.0, 9.0]),
        (lambda w: w.__setitem__(0, (7, 8)), [7, 8]),
        (lambda w: w[0].append(2.0), [0.0, 1.0, 2.0]),
        (lambda w: w[0].sort(reverse=True), [1.0, 0.0]),
        (lambda w: w[0].clear(), []),
    ],
)
def test_changed_rows_are_kept(made, change, row):
    change(made)
    assert made[0] == row
    assert made.tolist() == [row, *LISTS[1:]]
    assert made[:2].tolist() == [row, LISTS[1]]
    assert made.counts().tolist() == [len(row), 1, 0, 3]
    assert made.flat().tolist() == [*row, 2.0, 3.0, 4.0, 5.0]
    assert made == [row, *LISTS[1:]]
    assert repr(made[0]) in repr(made)


@pytest.mark.proves("api-5-lazy")
def test_it_prints_its_ends():
    assert repr(Ragged(np.arange(3), np.array([0, 2]), np.array([2, 3]))) == "[[0, 1], [2]]"
    wide = Ragged(np.arange(1000), np.arange(0, 1000, 100), np.arange(100, 1001, 100))
    assert repr(wide).startswith("[[0, 1, 2, ... 94 more ..., 97, 98, 99], ")
    assert "... 4 more dendrites ..." in repr(wide)
    assert len(repr(wide)) < 400


@pytest.mark.proves("api-5-lazy")
@pytest.mark.parametrize("is_compiled", [False, True])
def test_many_synapses_are_read_and_written_lazily(monkeypatch, net, rate, is_compiled):
    monkeypatch.setattr(ragged, "MOST_LISTED", 3)
    a, b = net.create(4, rate), net.create(3, rate)
    matrix = [[1.0, None, 3.0, None], [None] * 4, [5.0, 6.0, None, 8.0]]
    proj = net.connect(a, b, "exc").from_matrix(matrix, delays=np.ones((3, 4)))
    if is_compiled:
        net.compile(silent=True)
    w = proj.w
    assert isinstance(w, Ragged)
    assert isinstance(proj.pre_ranks, Ragged)
    assert isinstance(proj.delay, Ragged)
    assert proj.pre_ranks == [[0, 2], [0, 1, 3]]
    w[1][2] = 9.0
    assert proj.w == [[1.0, 3.0], [5.0, 6.0, 8.0]]
    proj.w = w
    assert proj.w == [[1.0, 3.0], [5.0, 6.0, 9.0]]
    proj.delay = proj.delay
    with error("expected 2 lists, one per dendrite, got 1"):
        proj.w = w[:1]
    w[0].append(1.0)
    with error("dendrite of post neuron 0 has 2 synapses, not 3"):
        proj.w = w
