"""Ranks and coordinates: row-major, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annarchy_lab.connectivity import geometry as g
from annarchy_lab.diagnostics import ANNarchyException

geometries = st.lists(st.integers(1, 5), min_size=1, max_size=4).map(tuple)


@pytest.mark.parametrize(
    ("given_geometry", "expected"), [(5, (5,)), ((2, 3), (2, 3)), ([4], (4,)), (np.int64(3), (3,))]
)
def test_as_geometry(given_geometry, expected):
    assert g.as_geometry(given_geometry) == expected


@pytest.mark.parametrize("wrong", [0, (2, 0), (), -3])
def test_dimensions_are_at_least_one(wrong):
    with pytest.raises(ANNarchyException, match="every dimension must be at least 1"):
        g.as_geometry(wrong)


@pytest.mark.parametrize("wrong", [2.5, "ab", (1, 2.0), None])
def test_dimensions_are_integers(wrong):
    with pytest.raises(ANNarchyException, match="an integer or a tuple of integers"):
        g.as_geometry(wrong)


@given(geometries)
def test_ranks_and_coordinates_are_inverse_and_row_major(geometry):
    for rank, coordinates in enumerate(np.ndindex(*geometry)):
        assert g.coordinates_from_rank(geometry, rank) == coordinates
        assert g.rank_from_coordinates(geometry, coordinates) == rank
    assert g.size_of(geometry) == rank + 1


def test_one_dimension_takes_a_plain_integer():
    assert g.rank_from_coordinates((4,), 3) == 3


def test_sizes():
    assert g.width_height_depth((7,)) == (7, 1, 1)
    assert g.width_height_depth((7, 2)) == (7, 2, 1)
    assert g.width_height_depth((7, 2, 3, 9)) == (7, 2, 3)


def test_normalized_coordinates():
    assert g.normalized_coordinates_from_rank((3, 5), 7) == (0.5, 0.5)
    assert g.normalized_coordinates_from_rank((3, 1), 1, norm=4.0) == (2.0, 0.0)


@given(geometries, st.sampled_from([1.0, 2.5]))
def test_all_normalized_coordinates_agree_with_single_ones(geometry, norm):
    table = g.normalized_coordinates(geometry, norm)
    assert table.shape == (g.size_of(geometry), len(geometry))
    for rank, row in enumerate(table):
        assert tuple(row) == g.normalized_coordinates_from_rank(geometry, rank, norm)


@pytest.mark.parametrize("coordinates", [(2, 0), (0, 3), (-1, 0), (1,), (0, 0, 0)])
def test_coordinates_outside(coordinates):
    with pytest.raises(ANNarchyException, match=r"no neuron at .* geometry \(2, 3\)"):
        g.rank_from_coordinates((2, 3), coordinates)


def test_coordinates_are_integers():
    with pytest.raises(ANNarchyException, match="coordinates are integers"):
        g.rank_from_coordinates((2, 3), (0.5, 1))


@pytest.mark.parametrize("rank", [-1, 6])
def test_ranks_outside(rank):
    with pytest.raises(ANNarchyException, match=f"no neuron of rank {rank}"):
        g.coordinates_from_rank((2, 3), rank)
