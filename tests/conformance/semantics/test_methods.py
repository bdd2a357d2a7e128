"""Numerical methods inside models: systems over several blocks, frozen states, limits of tau."""

import math

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Write

METHODS = ("explicit", "exponential", "semiimplicit", "implicit", "midpoint", "rk4")
RELAXING = ("exponential", "semiimplicit", "implicit")


def rate(sketch, text, parameters="", size=1, method="explicit", dt=1.0, **values):
    net = sketch(dt_ms=dt, method=method)
    assigns_r = any(line.strip().startswith(("r =", "dr/dt")) for line in text.split("\n"))
    neuron = Neuron(parameters, text if assigns_r else f"{text}\nr = 0.0", name="Cell")
    net.population("pop", size, neuron, **values)
    return net.load()


def read(simulator, *names):
    return [simulator.read("pop", name).tolist() for name in names]


# ---- implicit


def test_one_implicit_step(sketch, trace):
    simulator = rate(sketch, "tau*dx/dt + x = A : implicit", "tau = 10.0\nA = 1.0")
    found = trace(simulator, 2, "pop.x")["pop.x"]
    assert found[0] == pytest.approx(1 / 11, abs=1e-16)
    assert found[1] == pytest.approx(1 / 11 + (1 - 1 / 11) / 11, abs=1e-16)


@pytest.mark.parametrize("between", ["", "m = m + 1.0\n"])
def test_implicit_equations_are_one_system_also_when_separated(sketch, between):
    """A damped oscillator: (I - dt A) x' = x."""
    text = f"dx/dt = y - 0.5*x : init=1.0, implicit\n{between}dy/dt = -x : init=2.0, implicit"
    simulator = rate(sketch, text, dt=0.5)
    simulator.run(3)
    matrix = np.eye(2) - 0.5 * np.array([[-0.5, 1.0], [-1.0, 0.0]])
    expected = np.array([1.0, 2.0])
    for _ in range(3):
        expected = np.linalg.solve(matrix, expected)
    np.testing.assert_allclose(np.ravel(read(simulator, "x", "y")), expected, rtol=1e-14)


@pytest.mark.parametrize("method", ["midpoint", "rk4"])
def test_a_separated_system_is_the_same_as_one_in_a_block(sketch, method):
    found = []
    for between in ("", "m = x + y\n"):
        text = f"dx/dt = y - x^2 : init=1.0, {method}\n{between}dy/dt = -x*y : init=2.0, {method}"
        simulator = rate(sketch, text, dt=0.5)
        simulator.run(3)
        found.append(read(simulator, "x", "y"))
    assert found[0] == found[1]


def test_a_block_below_sees_the_values_that_were_assigned(sketch):
    """x is bounded before y is computed: y' = y - dt*x' holds with the bounded x'."""
    text = "dx/dt = 8.0 - y : implicit, max=0.25\nm = x\ndy/dt = -x : init=2.0, implicit"
    simulator = rate(sketch, text, dt=0.5)
    simulator.run(1)
    assert read(simulator, "x", "m", "y") == [[0.25], [0.25], [2.0 - 0.5 * 0.25]]


def test_other_methods_in_a_later_block_see_new_values(sketch):
    text = """
        dx/dt = y : init=1.0, midpoint
        m = 0.0
        dy/dt = -x : init=2.0, midpoint
        dz/dt = x
    """
    simulator = rate(sketch, text, dt=0.5)
    simulator.run(1)
    x = 1.0 + 0.5 * (2.0 - 0.25 * 1.0)
    assert read(simulator, "x", "z") == [[x], [0.5 * x]]
    assert read(simulator, "y") == [[2.0 - 0.5 * (1.0 + 0.25 * 2.0)]]


def test_a_stiff_system_stays_stable(sketch):
    """Rates of 1e6 and 1 per ms at steps of 1 ms: the fast part is gone at once."""
    fast = 1e6
    text = """
        dx/dt = -fast*(x - y) : init=1.0, implicit
        dy/dt = x - 2.0*y : init=0.5, implicit
    """
    simulator = rate(sketch, text, f"fast = {fast}")
    matrix = np.eye(2) - np.array([[-fast, fast], [1.0, -2.0]])
    expected = np.array([1.0, 0.5])
    for _ in range(40):
        simulator.run(1)
        expected = np.linalg.solve(matrix, expected)
        np.testing.assert_allclose(np.ravel(read(simulator, "x", "y")), expected, rtol=1e-9)
    assert abs(expected[0]) < 1e-8


def test_rows_change_places_where_the_first_pivot_is_zero(sketch):
    """1 - dt*a = 0 for one of the neurons: elimination without pivots would divide by zero."""
    text = "dx/dt = a*x - y : init=1.0, implicit\ndy/dt = x + b*y : init=0.5, implicit"
    a = np.array([2.0, 1.0, -3.0, 2.0 + 1e-13])
    simulator = rate(sketch, text, "a = 0.0\nb = 0.3", size=4, dt=0.5, a=a)
    simulator.run(1)
    found = np.array(read(simulator, "x", "y"))
    for i in range(4):
        matrix = np.eye(2) - 0.5 * np.array([[a[i], -1.0], [1.0, 0.3]])
        np.testing.assert_allclose(found[:, i], np.linalg.solve(matrix, [1.0, 0.5]), rtol=1e-12)


def test_a_chain_of_eight(sketch):
    """Diffusion: a tridiagonal system, larger than anyone would write a formula for."""
    n = 8
    right = [
        " + ".join([f"d*(x{j} - x{i})" for j in (i - 1, i + 1) if 0 <= j < n]) for i in range(n)
    ]
    text = "\n".join(f"dx{i}/dt = {right[i]} : init={i}.0, implicit" for i in range(n))
    simulator = rate(sketch, text, "d = 3.0")
    simulator.run(2)
    laplace = np.diag(np.ones(n - 1), 1) + np.diag(np.ones(n - 1), -1)
    laplace -= np.diag(laplace.sum(axis=0))
    step = np.linalg.inv(np.eye(n) - 3.0 * laplace)
    expected = step @ step @ np.arange(n)
    found = np.ravel(read(simulator, *(f"x{i}" for i in range(n))))
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_dense_system_of_twelve(sketch):
    """Twelve equations that all depend on each other: 2000 statements."""
    n, rng = 12, np.random.default_rng(0)
    a = np.round(rng.normal(0.0, 1.0, (n, n)), 3)
    right = [" + ".join(f"({a[i, j]})*x{j}" for j in range(n)) for i in range(n)]
    text = "\n".join(f"dx{i}/dt = {right[i]} : init={i}.0, implicit" for i in range(n))
    simulator = rate(sketch, text, dt=0.5)
    simulator.run(1)
    expected = np.linalg.solve(np.eye(n) - 0.5 * a, np.arange(n))
    found = np.ravel(read(simulator, *(f"x{i}" for i in range(n))))
    np.testing.assert_allclose(found, expected, rtol=1e-11)


REFRACTORY = Neuron(
    equations="""
        dv/dt = 10.0 - u - v : init=1.0, {method}
        du/dt = v - u : {method}
        dg_exc/dt = 0.5*v - g_exc : {method}
        n = n + 1.0
        steps = steps + 1.0 : population
    """.replace("{method}", "implicit"),
    spike="v > 4.0",
    reset="v = 2.0",
    refractory=3.0,
    name="Refractory",
)


@pytest.mark.proves("9.3-implicit-frozen")
def test_implicit_variables_are_frozen_while_refractory(sketch, trace):
    net = sketch(dt_ms=1.0)
    net.population("pop", 1, REFRACTORY)
    names = ("v", "u", "g_exc", "n", "steps")
    found = trace(net.load(), 9, *(f"pop.{name}" for name in names))
    v, u, g, n, steps = (found[f"pop.{name}"] for name in names)
    k = int(np.flatnonzero(v == 2.0)[0])
    assert np.all(v[k : k + 4] == 2.0)
    assert np.all(u[k : k + 4] == u[k])
    assert u[k + 4] != u[k]
    assert np.all(np.diff(n[k : k + 5]) == [0, 0, 0, 1])
    assert np.all(np.diff(steps) == 1)
    # The conductance goes on, and meets a membrane that keeps still: g' = (g + dt*v/2) / (1 + dt).
    after = g[1:]  # conductances are recorded before the update
    for i in range(k + 1, k + 4):
        assert after[i] == pytest.approx((after[i - 1] + 1.0) / 2.0, rel=1e-15)


def test_a_weight_that_is_not_plastic_keeps_still_for_its_system(sketch):
    synapse = Synapse(
        equations="dw/dt = -x : midpoint\ndx/dt = w - x : init=1.0, midpoint", name="Coupled"
    )
    net = sketch(dt_ms=0.5)
    net.population("pre", 1, Neuron(equations="r = t"))
    net.population("post", 1, Neuron(equations="r = sum(exc)"))
    net.projection("pre", "post", synapse, weights=4.0)
    simulator = net.load()
    simulator.run(1)
    x_mid = 1.0 + 0.25 * 3.0
    w_mid = 4.0 - 0.25
    w, x = 4.0 - 0.5 * x_mid, 1.0 + 0.5 * (w_mid - x_mid)
    assert [simulator.read("proj", name)[0] for name in "wx"] == [w, x]
    simulator.set_flag("proj", "plasticity", False)
    simulator.run(1)
    x = x + 0.5 * (w - (x + 0.25 * (w - x)))
    assert simulator.read("proj", "w") == [w]
    assert simulator.read("proj", "x") == pytest.approx([x], rel=1e-15)


# ---- nonlinear systems


def test_a_quadratic_neuron_follows_its_implicit_equation(sketch):
    text = """
        dv/dt = 0.04*v^2 + 5.0*v + 140.0 - u + I : init=-65.0, implicit
        du/dt = 0.02*(0.2*v - u) : init=-13.0, implicit
    """
    current = np.array([-20.0, 0.0, 1.0, 2.0, 4.0])
    simulator = rate(sketch, text, "I = 0.0", size=5, dt=0.5, I=current)
    for _ in range(6):
        v, u = np.array(read(simulator, "v", "u"))
        simulator.run(1)
        v1, u1 = np.array(read(simulator, "v", "u"))
        f = 0.04 * v1**2 + 5.0 * v1 + 140.0 - u1 + current
        np.testing.assert_allclose(v1, v + 0.5 * f, rtol=1e-12)
        np.testing.assert_allclose(u1, u + 0.5 * 0.02 * (0.2 * v1 - u1), rtol=1e-13)
        assert np.all(np.abs(v1 - v) < 30.0)  # the other root lies beyond


def test_without_a_real_solution_the_step_is_explicit(sketch):
    text = "dv/dt = v^2 - u : init=2.0, implicit\ndu/dt = v - u : init=0.5, implicit"
    simulator = rate(sketch, text)
    simulator.run(1)
    v = 2.0 + (4.0 - 0.5)
    assert np.ravel(read(simulator, "v", "u")) == pytest.approx([v, (0.5 + v) / 2.0], rel=1e-15)


def test_predator_and_prey(sketch):
    """Products of two unknowns, a factor that is negative, and one that holds an unknown."""
    text = """
        -2.0*dx/dt = -x*(3.0 - 2.0*y) : init=1.5, implicit
        (1.0 + x)*dy/dt = y*(x - 1.0) : init=0.5, implicit
    """
    simulator = rate(sketch, text, dt=0.125)
    for _ in range(40):
        x, y = np.ravel(read(simulator, "x", "y"))
        simulator.run(1)
        x1, y1 = np.ravel(read(simulator, "x", "y"))
        assert 2.0 * (x1 - x) == pytest.approx(0.125 * x1 * (3.0 - 2.0 * y1), abs=1e-13)
        assert (1.0 + x1) * (y1 - y) == pytest.approx(0.125 * y1 * (x1 - 1.0), abs=1e-13)
        assert abs(x1 - x) + abs(y1 - y) < 0.7


def test_a_nonlinear_state_with_a_linear_tail(sketch):
    """One equation is quadratic by itself; two depend on it, in the order of their needs."""
    text = """
        db/dt = a - b : implicit
        da/dt = -k*a^2 : init=2.0, implicit
        dc/dt = b - c : implicit
    """
    simulator = rate(sketch, text, "k = 1.0", size=2, dt=0.5, k=np.array([1.0, 0.0]))
    simulator.run(1)
    a = np.array([(math.sqrt(1.0 + 4 * 0.5 * 2.0) - 1.0) / (2 * 0.5), 2.0])
    b = 0.5 * a / 1.5
    np.testing.assert_allclose(read(simulator, "a", "b", "c"), [a, b, 0.5 * b / 1.5], rtol=1e-15)


# ---- the standard form where tau is unusual


TAU = np.array([10.0, np.inf, -10.0, 0.25])


@pytest.mark.parametrize("method", RELAXING)
@pytest.mark.parametrize(
    "equation", ["tau*dx/dt + x = A", "dx/dt = (A - x)/tau", "dx/dt = A*rate - x*rate"]
)
def test_tau_may_be_infinite_or_negative(sketch, method, equation):
    text = f"{equation} : init=0.5, {method}"
    simulator = rate(
        sketch, text, "tau = 1.0\nrate = 1.0\nA = 3.0", size=4, tau=TAU, rate=1.0 / TAU
    )
    simulator.run(1)
    s = 1.0 / TAU
    step = -np.expm1(-s) if method == "exponential" else s / (1.0 + s)
    np.testing.assert_allclose(read(simulator, "x"), [0.5 + step * 2.5], rtol=1e-14)


@pytest.mark.parametrize("method", RELAXING)
def test_where_the_variable_drops_out_the_rest_is_integrated(sketch, method):
    """``dx/dt = a*x + b`` with a = 0, and an equation that never names its variable."""
    text = f"dx/dt = a*x + b : init=0.5, {method}\n{{}}dy/dt = b : {method}"
    simulator = rate(
        sketch,
        text.format("m = 0.0\n"),
        "a = 0.0\nb = 3.0",
        size=3,
        a=np.array([0.0, -0.0, 1e-320]),
    )
    simulator.run(2)
    assert read(simulator, "x", "y") == [[6.5] * 3, [6.0] * 3]


@pytest.mark.parametrize("method", ["exponential", "semiimplicit"])
def test_tau_may_depend_on_other_variables(sketch, method):
    """All of them count with their values at the start of the block."""
    text = f"dx/dt = (y - x)/(1.0 + y^2) : init=1.0, {method}\ndy/dt = 1.0 : init=2.0"
    simulator = rate(sketch, text)
    simulator.run(1)
    s = 1.0 / 5.0
    step = {"exponential": -math.expm1(-s), "semiimplicit": s / (1 + s)}[method]
    assert read(simulator, "x")[0] == pytest.approx([1.0 + step], rel=1e-15)


@pytest.mark.parametrize("method", METHODS)
def test_an_equation_may_be_a_choice(sketch, method):
    """Each branch is linear by itself, the condition does not change within the step."""
    text = f"dx/dt = if c > 0.0: (4.0 - x)/2.0 else: if c < -1.0: 1.0 else: -x : init=1.0, {method}"
    simulator = rate(sketch, text, "c = 0.0", size=3, dt=0.5, c=np.array([1.0, -2.0, -0.5]))
    simulator.run(1)
    lambdas, targets = np.array([-0.5, 0.0, -1.0]), np.array([2.0, 1.0, 0.0])
    z, f = 0.5 * lambdas, targets + lambdas * 1.0
    growth = {
        "explicit": 1.0,
        "exponential": np.expm1(z) / np.where(z == 0, 1, z) + (z == 0),
        "semiimplicit": 1.0 / (1.0 - z),
        "implicit": 1.0 / (1.0 - z),
        "midpoint": 1.0 + z / 2,
        "rk4": 1.0 + z / 2 + z**2 / 6 + z**3 / 24,
    }[method]
    np.testing.assert_allclose(read(simulator, "x"), [1.0 + 0.5 * f * growth], rtol=1e-14)


@pytest.mark.parametrize("method", ["exponential", "implicit"])
def test_functions_of_the_state_are_seen_through(sketch, method):
    net = sketch(method=method)
    neuron = Neuron(
        "k = 2 : int\ng = 3.0",
        "dr/dt = leak(g, r) - drive(k) : init=5.0",
        functions="leak(a, x) = a*(1.0 - x)\ndrive(n) = n/4",
    )
    net.population("pop", 1, neuron)
    simulator = net.load()
    simulator.run(1)
    step = {"exponential": -math.expm1(-3.0) / 3.0, "implicit": 1.0 / 4.0}[method]
    assert simulator.read("pop", "r") == pytest.approx([5.0 + step * (-12.0 - 0.5)], rel=1e-14)


def test_integer_factors_do_not_wrap_when_terms_are_collected(sketch):
    simulator = rate(sketch, "dx/dt = -n*x*n*1e-10 : init=1.0, exponential", "n = 100000 : int")
    simulator.run(1)
    assert read(simulator, "x")[0] == pytest.approx([math.exp(-1.0)], rel=1e-14)


# ---- synapses


@pytest.mark.parametrize("method", ["midpoint", "rk4"])
def test_synapses_couple_midpoint_but_not_rk4(sketch, method):
    synapse = Synapse(
        equations=f"dx/dt = y : init=1.0, {method}\ndy/dt = -x : init=2.0, {method}", name="Pair"
    )
    net = sketch(dt_ms=0.5)
    net.population("pre", 1, Neuron(equations="r = t"))
    net.population("post", 1, Neuron(equations="r = sum(exc)"))
    net.projection("pre", "post", synapse)
    simulator = net.load()
    simulator.run(1)
    expected = {
        "midpoint": [1.0 + 0.5 * (2.0 - 0.25), 2.0 - 0.5 * (1.0 + 0.25 * 2.0)],
        "rk4": [1.0 + 0.5 * 2.0, 2.0 - 0.5 * 1.0],
    }[method]
    found = [simulator.read("proj", name)[0] for name in "xy"]
    assert found == pytest.approx(expected, rel=1e-15)


def test_implicit_synapses_couple_with_what_they_see_of_their_ends(sketch):
    synapse = Synapse(
        equations="dx/dt = y - x : implicit\ndy/dt = pre.r - x : implicit", name="Implicit pair"
    )
    net = sketch(dt_ms=0.5)
    net.population("pre", 1, Neuron(equations="r = 3.0"))
    net.population("post", 2, Neuron(equations="r = sum(exc)"))
    net.projection("pre", "post", synapse)
    simulator = net.load()
    simulator.run(1)
    expected = np.linalg.solve(np.eye(2) - 0.5 * np.array([[-1.0, 1.0], [-1.0, 0.0]]), [0.0, 1.5])
    found = np.array([simulator.read("proj", name) for name in "xy"])
    np.testing.assert_allclose(found, np.transpose([expected] * 2), rtol=1e-15)


# ---- event-driven


def spiking_pair(sketch, synapse, pre_steps, **values):
    def spiker(steps):
        condition = " or ".join(f"t == {step}.0" for step in steps) or "False"
        return Neuron(equations="v = t", spike=condition, reset="")

    net = sketch()
    net.population("pre", 1, spiker(pre_steps))
    net.population("post", 1, Neuron(equations="v = g_exc", spike="False", reset=""))
    net.projection("pre", "post", synapse, **values)
    return net.load()


@pytest.mark.parametrize("equation", ["tau*dx/dt = A - x", "dx/dt = (A - x)/tau"])
@pytest.mark.parametrize("tau", [4.0, -4.0, np.inf])
def test_event_driven_with_any_tau(sketch, equation, tau):
    synapse = Synapse(
        "tau = 4.0 : projection\nA = 3.0 : projection",
        f"{equation} : event-driven, init=1.0",
        pre_spike="x += 1.0",
        name="Driven",
    )
    simulator = spiking_pair(sketch, synapse, [0, 3], tau=tau)
    simulator.run(1)
    simulator.write([Write("proj", "x", np.array([2.0]), np.array([0]))])  # clock: step 0
    simulator.run(4)  # arrivals at 1 and 4
    x = 3.0 + (2.0 - 3.0) * math.exp(-1.0 / tau) + 1.0
    x = 3.0 + (x - 3.0) * math.exp(-3.0 / tau) + 1.0
    assert simulator.read("proj", "x") == pytest.approx([x], rel=1e-14)


@pytest.mark.parametrize("method", ["implicit", "exponential"])
def test_the_default_method_leaves_event_driven_equations_alone(sketch, method):
    synapse = Synapse(
        "A = 2.0 : projection",
        "dx/dt = -x/4.0 : event-driven, init=1.0\ndy/dt = A - y",
        pre_spike="x += 1.0",
        name="Two methods",
    )
    net = sketch(method=method)
    net.population("pre", 1, Neuron(equations="v = t", spike="t == 0.0 or t == 2.0", reset=""))
    net.population("post", 1, Neuron(equations="v = g_exc", spike="False", reset=""))
    net.projection("pre", "post", synapse)
    simulator = net.load()
    simulator.run(4)
    assert simulator.read("proj", "x") == pytest.approx([1.0 + math.exp(-2 / 4.0)], rel=1e-14)
    kept = {"implicit": 0.5, "exponential": math.exp(-1.0)}[method] ** 4
    assert simulator.read("proj", "y") == pytest.approx([2.0 * (1.0 - kept)], rel=1e-14)


def test_event_driven_without_decay_drifts(sketch):
    """``dx/dt = b - a*x`` with a = 0 at run time."""
    synapse = Synapse(
        "a = 0.5 : projection\nb = 2.0 : projection",
        "dx/dt = b - a*x : event-driven",
        pre_spike="x += 1.0",
        name="Drifting",
    )
    for a, expected in ((0.0, 1.0 + 2.0 + 1.0), (0.5, 4.0 - 3.0 * math.exp(-0.5) + 1.0)):
        simulator = spiking_pair(sketch, synapse, [0], a=a)
        simulator.run(1)
        simulator.write([Write("proj", "x", np.array([1.0]), np.array([0]))])
        simulator.run(1)
        assert simulator.read("proj", "x") == pytest.approx([expected], rel=1e-14)


def test_bounds_read_event_driven_variables_as_of_now(sketch):
    """w is limited by a trace that decays between events, not by its stored value."""
    synapse = Synapse(
        equations="dx/dt = -x/4.0 : event-driven, init=8.0\nw = w + 1.0 : max=x",
        pre_spike="w += 100.0\nseen = w",
        name="Limited",
    )
    simulator = spiking_pair(sketch, synapse, [2])
    simulator.run(1)
    simulator.write([Write("proj", "x", np.array([8.0]), np.array([0]))])  # clock: step 0
    simulator.run(3)  # arrival at 3: the event reads as of step 2, the equation as of step 3
    assert simulator.read("proj", "x") == [8.0]
    assert simulator.read("proj", "seen") == pytest.approx([8.0 * math.exp(-2 / 4.0)], rel=1e-14)
    assert simulator.read("proj", "w") == pytest.approx([8.0 * math.exp(-3 / 4.0)], rel=1e-14)


def test_equations_and_psp_read_event_driven_variables_as_of_now(sketch, trace):
    synapse = Synapse(
        equations="""
            dx/dt = -x/4.0 : event-driven
            y = x
            dz/dt = x : max=3.0
        """,
        psp="w * x",
        pre_spike="x += 8.0",
        name="Reading",
    )
    net = sketch()
    net.population("pre", 1, Neuron(equations="v = t", spike="t == 1.0 or t == 4.0", reset=""))
    net.population("post", 1, Neuron(equations="v = g_exc", spike="False", reset=""))
    net.projection("pre", "post", synapse, weights=0.5)
    found = trace(net.load(), 7, "proj.x", "proj.y", "proj.z", "post.v")
    x = 8.0 * np.exp(-np.arange(5) / 4.0)
    late = (x[3] + 8.0) * np.exp(-np.arange(2) / 4.0)
    now = np.array([0.0, 0.0, *x[:3], *late])
    np.testing.assert_allclose(found["proj.y"], now, rtol=1e-14)
    np.testing.assert_array_equal(found["proj.x"], [0.0, 0.0, *[8.0] * 3, *[late[0]] * 2])
    np.testing.assert_allclose(found["proj.z"], np.minimum(np.cumsum(now), 3.0), rtol=1e-14)
    # a psp adds up before the step's equations: what was, and what has just arrived
    np.testing.assert_allclose(
        found["post.v"], 0.5 * np.array([0.0, 0.0, x[0], x[0], x[1], late[0], late[0]]), rtol=1e-14
    )


def test_a_weight_that_is_event_driven_transmits_what_it_is_now(sketch, trace):
    """The event that transmits by default reads the weight as of the step before."""
    synapse = Synapse(
        equations="dw/dt = -w/4.0 : event-driven", post_spike="seen = w", name="Fading weight"
    )
    simulator = spiking_pair(sketch, synapse, [1, 4])
    simulator.write([Write("proj", "w", np.array([8.0]))])  # clock: the step before the first
    found = trace(simulator, 6, "post.v")["post.v"]
    expected = [0.0, 0.0, 8.0 * math.exp(-2 / 4.0), 0.0, 0.0, 8.0 * math.exp(-5 / 4.0)]
    assert found == pytest.approx(expected, rel=1e-14)


def test_event_driven_variables_keep_their_own_bounds(sketch):
    """Read or written, and with a bound that is event-driven itself."""
    synapse = Synapse(
        equations="""
            dx/dt = 4.0 - x : event-driven, max=top
            dy/dt = 4.0 - y : event-driven, min=-1.0, max=top
            dtop/dt = 3.0 - top : event-driven
        """,
        pre_spike="a = x\nb = y\ny += 100.0\nb2 = y",
        name="Bounded traces",
    )
    simulator = spiking_pair(sketch, synapse, [0])
    simulator.run(2)
    assert [simulator.read("proj", name)[0] for name in ("a", "b", "b2")] == [3.0, 3.0, 3.0]


# ---- blocks and bounds


def test_bounds_in_a_block_come_with_each_assignment_and_hold_while_refractory(sketch, trace):
    text = """
        dv/dt = 2.0 + u : max=cap
        du/dt = 1.0 : max=2.0*v
        cap = 6.0 - t
    """
    neuron = Neuron(equations=text, spike="v >= 4.5", reset="", refractory=10.0, name="Capped")
    net = sketch()
    net.population("pop", 1, neuron, cap=6.0)
    found = trace(net.load(), 5, "pop.v", "pop.u", "pop.cap")
    # cap is assigned below the block, so v meets the one of the step before
    assert found["pop.v"].tolist() == [2.0, 5.0, 5.0, 5.0, 5.0]
    assert found["pop.u"].tolist() == [1.0, 2.0, 2.0, 2.0, 2.0]
    assert found["pop.cap"].tolist() == [6.0, 5.0, 5.0, 5.0, 5.0]


def test_parameters_that_change_bind_refractory_neurons_at_once(sketch):
    neuron = Neuron(
        "top = 9.0", "dv/dt = 1.0 : max=top", spike="v >= 2.0", refractory=50.0, name="Bound"
    )
    net = sketch()
    net.population("pop", 1, neuron)
    simulator = net.load()
    simulator.run(3)
    assert simulator.read("pop", "v") == [2.0]
    simulator.write([Write("pop", "top", np.array(1.5))])
    simulator.run(1)
    assert simulator.read("pop", "v") == [1.5]


@pytest.mark.parametrize("method", METHODS)
def test_integer_states_truncate(sketch, method):
    simulator = rate(sketch, f"dx/dt = -x + 2.7 : int, init=8, {method}", dt=0.5)
    simulator.run(1)
    z = -0.5
    growth = {
        "explicit": 1.0,
        "exponential": math.expm1(z) / z,
        "semiimplicit": 1.0 / (1.0 - z),
        "implicit": 1.0 / (1.0 - z),
        "midpoint": 1.0 + z / 2,
        "rk4": 1.0 + z / 2 + z**2 / 6 + z**3 / 24,
    }[method]
    assert read(simulator, "x")[0] == [int(8 + 0.5 * (2.7 - 8) * growth)]
