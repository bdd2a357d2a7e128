"""Formats: choices with reasons."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import EdgeList, sorted_edges
from annarchy_lab.connectivity.formats import choose_format, is_single_weight
from annarchy_lab.diagnostics import ANNarchyException


def full(n_pre=4, n_post=3, **changes):
    post, pre = np.divmod(np.arange(n_pre * n_post), n_pre)
    return sorted_edges(n_pre, n_post, pre, post, **{"weights": 0.5} | changes)


def without_self(n=4):
    post, pre = np.nonzero(~np.eye(n, dtype=bool))
    return sorted_edges(n, n, pre, post, 1.0)


@pytest.mark.parametrize(
    ("edges", "arguments", "expected", "reason"),
    [
        (full(), {}, "dense", "100% full"),
        (full(), {"requested": "csr"}, "csr", "'csr' is stored as CSR"),
        (full(), {"requested": "lil"}, "csr", "'lil' is stored as CSR"),
        (full(), {"structural_plasticity": True}, "csr", "structural plasticity"),
        (full(delays_ms=np.ones(12)), {}, "csr", "a delay of its own"),
        (full(delays_ms=2.0), {}, "dense", "100% full"),
        (without_self(), {}, "csr", "pairs are missing"),
        (without_self(), {"allow_holes": True}, "dense", "75% full"),
        (sorted_edges(9, 9, [0, 8], [0, 8], 1.0), {"allow_holes": True}, "csr", "only 2.47%"),
        (
            sorted_edges(9, 9, [0, 8], [0, 8], 1.0),
            {"allow_holes": True, "requested": "dense"},
            "dense",
            "as asked for; the block of connected ranks is 2% full",
        ),
        (EdgeList(2, 2, np.empty(0), np.empty(0), 1.0), {}, "csr", "no edges"),
    ],
)
def test_choice_and_reason(edges, arguments, expected, reason):
    choice = choose_format(edges, **arguments)
    assert choice.format == expected
    assert reason in choice.reason
    assert not choice.is_fallback


def test_dense_that_cannot_be_is_a_fallback():
    choice = choose_format(without_self(), requested="dense")
    assert choice.format == "csr"
    assert choice.is_fallback


def test_unknown_format():
    with pytest.raises(ANNarchyException, match="unknown storage format 'cube'; there are default"):
        choose_format(full(), requested="cube")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"changes_weight": True}, False),
        ({"structural_plasticity": True}, False),
        ({"force_multiple_weights": True}, False),
        ({"requested": "dense"}, False),
        ({"requested": "csr"}, True),
    ],
)
def test_single_weight(changes, expected):
    assert is_single_weight(full(), **{"changes_weight": False} | changes) is expected


def test_drawn_weights_are_never_single():
    assert not is_single_weight(full(weights=np.ones(12)), changes_weight=False)
