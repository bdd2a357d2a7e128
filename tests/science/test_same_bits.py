"""Published networks give the same bits on both backends and for any number of threads.

The tolerance is none: docs/exactness.md promises equality, and whatever a network uses together is
what its parts were tested for one by one.
"""

import numpy as np
import pytest
from simulators.annarchy_lab.coba import Coba
from simulators.annarchy_lab.sorf import Sorf

import annarchy_lab as ann

pytestmark = pytest.mark.science


def coba():
    net = Coba(seed=1)
    net.compile(silent=True)
    net.simulate(6.0)
    return net


def sorf():
    """A field of 6 x 6, at rates at which all cells spike and learn at once."""
    net = Sorf((6, 6), dt=1.0, seed=1)
    net.compile(silent=True)
    for source in net.inputs:
        source.rates = 200.0
    net.simulate(300.0)
    return net


def state_of(net):
    """All values of all attributes, by name."""
    found = {}
    for owner in (*net.get_populations(), *net.get_projections()):
        for name in owner.attributes:
            value = owner.get(name)
            is_ragged = isinstance(value, list) and value and isinstance(value[0], list)
            flat = np.concatenate(value) if is_ragged else np.array(value)
            found[f"{owner.name}.{name}"] = flat
    return found


@pytest.fixture(params=[coba, sorf], ids=["COBA", "SORF"])
def run(request):
    """Return a function that runs the network with some settings and returns its state."""

    def run(**settings):
        ann.clear()
        ann.setup(**settings)
        return state_of(request.param())

    yield run
    ann.clear()


@pytest.mark.parametrize("dtype", [ann.float64, ann.float32], ids=["float64", "float32"])
def test_every_value_has_the_same_bits(run, dtype):
    expected = run(dtype=dtype, backend="reference")
    assert sum(values.size for values in expected.values()) > 1000
    for n_threads in (1, 2, 3):
        got = run(dtype=dtype, backend="cpu", num_threads=n_threads, fixed_threads=True)
        different = [name for name in expected if not np.array_equal(got[name], expected[name])]
        assert different == []


def test_the_small_field_learns():
    # otherwise equality would say little of SORF
    net = sorf()
    assert min(*net.exc.r, *net.inh.r) > 0.0
    for proj in (*net.fields, net.competition):
        assert np.ptp(np.concatenate(proj.ltp)) > 0.0
        assert np.ptp(np.concatenate(proj.ltd)) > 0.0
