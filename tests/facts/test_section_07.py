"""§7: the order in which the equations of one object are computed."""

import numpy as np
import pytest
from fact_tools import CLOCK, SUMMER, evaluated, traces

import annarchy_lab as ann


@pytest.mark.proves("7-global-first", "7-local-then")
def test_global_variables_come_first(net):
    """The local one above sees the new global values; among the globals the text's order counts."""
    text = """
        before = g2 + 0.5
        g = g2 + 1.0 : population
        g2 = g + 1.0 : population
        after = g2 + before
        r = 0.0
    """
    pop = net.create(1, ann.Neuron(equations=text))
    found = traces(net, 2, **{name: (pop, name) for name in ("before", "g", "g2", "after")})
    assert found == dict(before=[2.5, 4.5], g=[1.0, 3.0], g2=[2.0, 4.0], after=[4.5, 8.5])


@pytest.mark.proves("7-sequential")
def test_assignments_are_sequential(net):
    pop = net.create(1, ann.Neuron(equations="a = c + 1.0\nb = a + 1.0\nc += b\nr = 0.0"))
    found = traces(net, 2, a=(pop, "a"), b=(pop, "b"), c=(pop, "c"))
    assert found == dict(a=[1.0, 3.0], b=[2.0, 4.0], c=[2.0, 6.0])


@pytest.mark.proves("7-block-old-values", "7-assignment-ends-block")
@pytest.mark.parametrize(("between", "u"), [("", 10.0), ("z = 0.0\n", 11.0)])
def test_a_run_of_odes_uses_the_values_at_its_start(net, between, u):
    text = f"I = 1.0\ndv/dt = I + u : init=10.0\n{between}du/dt = v"
    found = evaluated(net, text)
    assert (found["v"], found["u"]) == (11.0, u)


@pytest.mark.proves("7-block-old-values")
@pytest.mark.parametrize(
    "method", ["explicit", "exponential", "semiimplicit", "implicit", "midpoint", "rk4"]
)
def test_two_odes_of_any_method_swap_roles(make, method):
    """Equal equations with exchanged names give exchanged values, whichever stands first."""
    found = evaluated(
        make(dt=0.5), f"da/dt = b - a : init=1.0, {method}\ndb/dt = a - b : init=3.0, {method}"
    )
    assert found["a"] - 1.0 == pytest.approx(3.0 - found["b"], rel=1e-14)
    assert found["a"] > 1.0


@pytest.mark.proves("7-coupled-across")
def test_a_coupled_method_sees_the_whole_system_at_its_place(make):
    text = "dx/dt = y : init=1.0, midpoint\nz = x\ndy/dt = -x : init=2.0, midpoint"
    found = evaluated(make(dt=0.5), text)
    x = 1.0 + 0.5 * (2.0 + 0.25 * -1.0)  # y in the middle of the step, by its own equation
    y = 2.0 + 0.5 * -(1.0 + 0.25 * 2.0)  # as without the assignment: from the start of the step
    assert (found["x"], found["z"], found["y"]) == (x, x, pytest.approx(y, rel=1e-15))


@pytest.mark.proves("7-int-truncates")
def test_integers_are_truncated(net):
    pop = net.create(1, ann.Neuron(equations="x = x + 2 - 5.5 : int\ny = y + 2.7 : int\nr = 0.0"))
    found = traces(net, 4, x=(pop, "x"), y=(pop, "y"))
    assert found == dict(x=[-3, -6, -9, -12], y=[2, 4, 6, 8])


@pytest.mark.proves("7-int-saturates", "7-int-wraps")
def test_integers_saturate_and_wrap(net):
    """What is assigned saturates; what integers themselves make wraps."""
    text = """
        a = 3e9 : int
        b = -3e9 : int
        c = 0.0 / zero : int
        d = d + 1 : int, init=2147483647
        e = modulo(b, -1) : int
    """
    found = evaluated(net, text, "zero = 0.0")
    limit = 2**31
    assert [found[name] for name in "abcde"] == [limit - 1, -limit, 0, -limit, 0]


@pytest.mark.proves("7-real-type", "7-time-is-double")
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_reals_have_the_type_of_the_network(make, dtype):
    net = make(dt=0.1, dtype=dtype)
    real = np.dtype(dtype).type
    text = "n = 3 : int\na = third\nb = a * n\nlate = t > 0.1 * 2 : bool\nc = t\nr = 0.0"
    pop = net.create(1, ann.Neuron("third = 0.3333333333333333", text))
    late = traces(net, 4, late=(pop, "late"))["late"]
    assert (pop.a.dtype, pop.a[0]) == (dtype, real(1 / 3))
    assert pop.b[0] == real(1 / 3) * real(3)
    assert pop.c[0] == real(3 * 0.1)
    assert late == [False, False, False, True]


@pytest.mark.proves("7-bool-nonzero")
def test_truth_values_are_whatever_is_not_zero(net):
    found = evaluated(net, "a = 0.3 : bool\nb = 0.0 : bool\nc = -2 : bool\nd = t == 0.0 : bool")
    assert [found[name] for name in "abcd"] == [True, False, True, True]


def synapses(net, synapse, n_pre=2):
    pre, post = net.create(n_pre, CLOCK), net.create(1, SUMMER)
    return net.connect(pre, post, "exc", synapse).all_to_all(0.0)


@pytest.mark.proves("7-synapse-order")
def test_order_in_a_synapse(net):
    text = """
        x = s + g + 0.5
        s = g + 1.0 : postsynaptic
        g += 1.0 : projection
        y = x + s
        w = y
    """
    proj = synapses(net, ann.Synapse(equations=text))
    found = traces(net, 2, **{name: (proj, name) for name in "xsgyw"})
    assert found == {
        "g": [1.0, 2.0],
        "s": [2.0, 3.0],
        "x": [[3.5, 3.5], [5.5, 5.5]],
        "y": [[5.5, 5.5], [8.5, 8.5]],
        "w": [[5.5, 5.5], [8.5, 8.5]],
    }


@pytest.mark.proves("7-plasticity", "9.5-plasticity-off")
def test_without_plasticity_only_w_stays(net):
    proj = synapses(net, ann.Synapse(equations="x += 1.0\nw += 1.0\ny = w + x"))
    net.compile(silent=True)
    net.step()
    proj.plasticity = False
    net.simulate(2.0)
    assert (proj.w, proj.x, proj.y) == ([[1.0] * 2], [[3.0] * 2], [[4.0] * 2])
    proj.plasticity = True
    net.step()
    assert (proj.w, proj.x) == ([[2.0] * 2], [[4.0] * 2])


@pytest.mark.proves("7-update")
def test_without_update_nothing_of_a_synapse_is_updated(net):
    text = "g += 1.0 : projection\ns += 1.0 : postsynaptic\nx += 1.0\nw += 1.0"
    proj = synapses(net, ann.Synapse(equations=text))
    net.compile(silent=True)
    net.step()
    proj.update = False
    net.simulate(2.0)
    assert (proj.g, proj.s, proj.x, proj.w) == (1.0, [1.0], [[1.0] * 2], [[1.0] * 2])
    proj.update = True
    net.step()
    assert (proj.g, proj.s, proj.x, proj.w) == (2.0, [2.0], [[2.0] * 2], [[2.0] * 2])
