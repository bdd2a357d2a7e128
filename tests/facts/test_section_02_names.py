"""§2.4-§2.6: localities, flags of variables, names."""

import math

import pytest
from fact_tools import CLOCK, LISTENER, SUMMER, evaluated, refusal, spiker, traces

import annarchy_lab as ann

# 2.4 Localities


@pytest.mark.proves("2.4-neuron-flags", "2.4-local-instances", "2.4-global-instances")
def test_localities_of_a_neuron(net):
    pop = net.create(
        3,
        ann.Neuron(
            "a = 1.0\nb = 2.0 : population",
            ["c += 1.0", "d += 1.0 : population", ann.Variable("e += 1.0", locality="global"),
             ann.Variable("f += 1.0", locality="local"), "r = 0.0"],
        ),
    )  # fmt: skip
    net.compile(silent=True)
    net.simulate(2.0)
    assert {name: pop.get(name).tolist() for name in "acf"} == dict(
        a=[1.0] * 3, c=[2.0] * 3, f=[2.0] * 3
    )
    assert (pop.b, pop.d, pop.e) == (2.0, 2.0, 2.0)


@pytest.mark.proves("2.4-synapse-flags", "2.4-semiglobal-instances", "2.4-global-instances")
def test_localities_of_a_synapse(net):
    synapse = ann.Synapse(
        "a = 1.0\nb = 2.0 : postsynaptic\nc = 3.0 : projection",
        ["d += 1.0", "e += 1.0 : postsynaptic", ann.Variable("f += 1.0", locality="semiglobal"),
         "g += 1.0 : projection", ann.Variable("h += 1.0", locality="global")],
    )  # fmt: skip
    pre, post = net.create(3, CLOCK), net.create(2, SUMMER)
    proj = net.connect(pre, post, "exc", synapse).all_to_all(1.0)
    net.compile(silent=True)
    net.simulate(2.0)
    assert {name: proj.get(name) for name in "adbefcgh"} == {
        "a": [[1.0] * 3] * 2, "d": [[2.0] * 3] * 2,
        "b": [2.0] * 2, "e": [2.0] * 2, "f": [2.0] * 2,
        "c": 3.0, "g": 2.0, "h": 2.0,
    }  # fmt: skip
    proj.b = [5.0, 6.0]
    assert (proj.dendrite(0).b, proj.dendrite(1).b) == (5.0, 6.0)


@pytest.mark.proves("2.4-neuron-refuses")
@pytest.mark.parametrize("word", ["semiglobal", "postsynaptic", "projection"])
def test_a_neuron_refuses_localities_of_synapses(word):
    for parameters, equations in (
        ("", [ann.Variable("r = 1.0", locality=word)]),
        ({"a": ann.Parameter(1.0, locality=word)}, "r = a"),
    ):
        refusal(lambda p=parameters, e=equations: ann.Neuron(p, e), "ANN129", word)
    if word != "semiglobal":
        refusal(lambda: ann.Neuron(f"a = 1.0 : {word}", "r = a"), "ANN129", word)


@pytest.mark.proves("2.4-synapse-refuses")
def test_a_synapse_refuses_the_locality_of_populations():
    for parameters, equations in (
        ("a = 1.0 : population", ""),
        ("", "x = 1.0 : population"),
        ({"a": ann.Parameter(1.0, locality="population")}, ""),
    ):
        refusal(lambda p=parameters, e=equations: ann.Synapse(p, e), "ANN129", "population")


@pytest.mark.proves("2.4-global-depends")
@pytest.mark.parametrize("right", ["v", "sum(exc)", "a", "2 * clip(v, 0, 1)"])
def test_a_global_variable_refuses_local_ones(right):
    text = f"v = t\nx = {right} : population\nr = x"
    refusal(lambda: ann.Neuron("a = 1.0", text), "ANN131", "'x' is global")


@pytest.mark.proves("2.4-global-may-use")
def test_what_a_global_variable_may_use(net):
    ann.Constant("cc", 100.0)
    text = "v = 10.0\ny = 1000.0 : population\nx = a + y + cc + t + dt + mean(v) : population"
    found = evaluated(net, text, "a = 0.5 : population", n_steps=3)
    assert found["x"] == 0.5 + 1000.0 + 100.0 + 2.0 + 1.0 + 10.0


@pytest.mark.proves("2.4-semiglobal-may-use", "2.4-global-may-use")
def test_what_a_semiglobal_variable_may_use(net):
    synapse = ann.Synapse(
        "a = 0.5 : projection\nb = 0.25 : postsynaptic",
        """
        g = a + t + mean(post.r) : projection
        s = a + b + t + dt + post.r + max(pre.r) : postsynaptic
        u = s + g : postsynaptic
        """,
    )
    pre, post = net.create(2, CLOCK), net.create(2, ann.Neuron("k = 3.0", "r = k"))
    post.k = [3.0, 5.0]
    proj = net.connect(pre, post, "exc", synapse).all_to_all(1.0)
    net.compile(silent=True)
    net.simulate(3.0)
    g, s = 0.5 + 2.0 + 4.0, [0.5 + 0.25 + 2.0 + 1.0 + r + 2.0 for r in (3.0, 5.0)]
    assert (proj.g, proj.s, proj.u) == (g, s, [s[0] + g, s[1] + g])


@pytest.mark.proves("2.4-semiglobal-depends")
@pytest.mark.parametrize("right", ["x", "w", "pre.r", "pre.sum(exc)"])
def test_a_semiglobal_variable_refuses_local_ones(right):
    text = f"x = t\ns = {right} : postsynaptic"
    refusal(lambda: ann.Synapse("", text), "ANN131", "'s' is semiglobal")


@pytest.mark.proves("2.4-unknown-locality", "12-flag-value")
def test_an_unknown_locality():
    parameter = ann.Parameter(1.0, locality="globl")
    variable = ann.Variable("r = 1.0", locality="everywhere")
    refusal(lambda: ann.Neuron({"a": parameter}, "r = a"), "ANN128", "globl")
    refusal(lambda: ann.Neuron("", [variable]), "ANN128", "everywhere")


# 2.5 Flags


@pytest.mark.proves("2.5-init-after-reset", "2.5-init-number")
def test_reset_brings_back_init(net):
    pop = net.create(2, ann.Neuron("p = 4.0", "v += 1.0 : init=2.5\nu += 1.0 : init=p\nr = v"))
    net.compile(silent=True)
    assert (pop.v.tolist(), pop.u.tolist(), pop.r.tolist()) == ([2.5] * 2, [4.0] * 2, [0.0] * 2)
    net.simulate(3.0)
    assert pop.v.tolist() == [5.5] * 2
    net.reset()
    assert (pop.v.tolist(), pop.u.tolist(), pop.r.tolist()) == ([2.5] * 2, [4.0] * 2, [0.0] * 2)
    pop.v = 9.0
    pop.reset()
    assert pop.v.tolist() == [2.5] * 2


@pytest.mark.proves("2.5-bounds-number", "2.5-bounds-expression")
def test_bounds(net):
    text = """
        a += 1.0 : max=2.5
        b -= 1.0 : min=-2.5
        c += 1.0 : min=-top, max=2*top
        d -= 1.0 : min=-top
        e += 1.0 : max=a
        r = 0.0
    """
    pop = net.create(1, ann.Neuron("top = 1.25", text))
    found = traces(net, 4, **{name: (pop, name) for name in "abcde"})
    assert found == {
        "a": [1.0, 2.0, 2.5, 2.5],
        "b": [-1.0, -2.0, -2.5, -2.5],
        "c": [1.0, 2.0, 2.5, 2.5],
        "d": [-1.0, -1.25, -1.25, -1.25],
        "e": [1.0, 2.0, 2.5, 2.5],
    }
    pop.top = 0.5
    net.step()
    assert (pop.c[0], pop.d[0]) == (1.0, -0.5)


@pytest.mark.proves("2.5-bounds-at-once", "7-block-assigned-in-order")
def test_a_bound_acts_before_the_next_equation(net):
    text = "a = 5.0 : max=2.0\nb = a\ndu/dt = 5.0 : max=3.0\ndv/dt = u\nc = u"
    pop = net.create(1, ann.Neuron(equations=text + "\nr = 0.0"))
    found = traces(net, 3, b=(pop, "b"), c=(pop, "c"), v=(pop, "v"))
    assert found == dict(b=[2.0] * 3, c=[3.0] * 3, v=[0.0, 3.0, 6.0])


@pytest.mark.proves("2.5-bounds-while-refractory")
def test_bounds_act_during_refractoriness(net):
    neuron = ann.Neuron(
        equations="v += 1.0 : max=20.0\nu += 1.0", spike="t == 1.0", reset="v = 0.0", refractory=5.0
    )
    pop = net.create(1, neuron)
    net.compile(silent=True)
    net.simulate(3.0)
    pop.v = 50.0
    pop.u = 50.0
    net.step()
    assert (pop.v[0], pop.u[0]) == (20.0, 50.0)


@pytest.mark.proves("2.5-method-flag")
def test_a_method_is_a_flag(net):
    methods = ("explicit", "semiimplicit", "exponential", "midpoint")
    text = "\n".join(f"dx{n}/dt = 1.0 - x{n} : {method}" for n, method in enumerate(methods))
    found = evaluated(net, text)
    expected = [1.0, 0.5, 1.0 - math.exp(-1.0), 0.5]
    assert [found[f"x{n}"] for n in range(4)] == pytest.approx(expected, rel=1e-15)


@pytest.mark.proves("2.5-exact-synonym")
def test_exact_is_event_driven_with_a_warning(net, capsys):
    synapse = ann.Synapse("", "dx/dt = 1.0 - x : exact, init=0.5", pre_spike="x += 1.0")
    proj = net.connect(spiker(net, 0.0), spiker(net), "exc", synapse).one_to_one(1.0)
    assert "exact" in capsys.readouterr().out
    net.compile(silent=True)
    net.step()
    assert proj.x == [[0.5]]
    net.step()
    assert proj.x == [[2.0]]


@pytest.mark.proves("2.5-unless-refractory")
def test_unless_refractory_changes_nothing(net):
    neuron = ann.Neuron(
        equations="v += 1.0 : unless_refractory\nu += 1.0", spike="t == 1.0", refractory=2.0
    )
    pop = net.create(1, neuron)
    found = traces(net, 6, v=(pop, "v"), u=(pop, "u"))
    assert found["v"] == found["u"] == [1.0, 2.0, 2.0, 2.0, 3.0, 4.0]


@pytest.mark.proves("2.5-unless-post-only-events")
def test_unless_post_belongs_to_events():
    refusal(lambda: ann.Neuron("", "r = t : unless_post"), "ANN137")
    refusal(lambda: ann.Synapse("", "x = t : unless_post", pre_spike=""), "ANN137")
    refusal(lambda: ann.Synapse(post_spike="x = t : unless_post"), "ANN137")
    ann.Synapse(pre_spike="x = t : unless_post")


# 2.6 Names

RESERVED = [
    "t",
    "dt",
    "t_pre",
    "t_post",
    "t_last",
    "last_spike",
    "rk_post",
    "rk_pre",
    "i",
    "j",
    "active",
    "refractory",
    "size",
]
BUILT_IN = [
    "clip",
    "pos",
    "positive",
    "neg",
    "negative",
    "modulo",
    "fabs",
    "ite",
    "power",
    "round",
    "True",
    "False",
]


@pytest.mark.proves("2.6-reserved")
@pytest.mark.parametrize("name", RESERVED)
def test_names_that_every_object_has(name):
    refusal(lambda: ann.Neuron(f"{name} = 1.0", "r = 1.0"), "ANN121", f"'{name}'")
    refusal(lambda: ann.Neuron("", f"{name} = 1.0\nr = 1.0"), "ANN121", f"'{name}'")
    refusal(lambda: ann.Synapse("", f"{name} = 1.0"), "ANN121", f"'{name}'")


@pytest.mark.proves("2.6-builtin-words")
@pytest.mark.parametrize("name", BUILT_IN)
def test_words_of_the_language_are_no_variables(name):
    message = refusal(lambda: ann.Neuron("", f"{name} = 1.0\nr = 1.0"), name)
    assert "ANN121" in message or "ANN105" in message or "ANN109" in message


@pytest.mark.proves("2.6-g-parameter-wins")
def test_a_parameter_called_g_something_keeps_its_value(net):
    neuron = ann.Neuron("g_L = 10.0", "v = g_L + g_exc", spike="v > 100.0")
    pop = net.create(2, neuron)
    net.connect(spiker(net, 0.0), pop, "exc").all_to_all(1.0)
    assert traces(net, 3, v=(pop[0], "v"), g=(pop[0], "g_L")) == {
        "v": [10.0, 11.0, 10.0],
        "g": [10.0, 10.0, 10.0],
    }
    pop[0].g_L = 5.0
    net.step()
    assert (pop.g_L.tolist(), pop.v.tolist()) == ([5.0, 10.0], [5.0, 10.0])


@pytest.mark.proves("2.6-g-parameter-target-clash")
def test_a_projection_cannot_use_such_a_parameter(net):
    pop = net.create(1, ann.Neuron("g_L = 10.0", "v = g_L", spike="v > 100.0"))
    refusal(lambda: net.connect(spiker(net), pop, "L"), "g_L is a parameter")


@pytest.mark.proves("2.6-declared-once")
@pytest.mark.parametrize(
    ("parameters", "equations"),
    [("a = 1.0\na = 2.0", "r = a"), ("a = 1.0", "a = 2.0\nr = a"), ("", "r = 1.0\nr += 1.0"),
     ("", "dr/dt = -r\nr = 1.0")],
)  # fmt: skip
def test_a_name_is_declared_once(parameters, equations):
    refusal(lambda: ann.Neuron(parameters, equations), "ANN122", "declared only once")


@pytest.mark.proves("2.6-d-prefix-is-another", "2.6-gradient-pattern")
def test_dv_is_another_variable_than_v(net):
    text = "dv = 2.0\ndv / dt = dv\ndelta_x += 1.0\ndopamine = delta_x\nr = v"
    pop = net.create(1, ann.Neuron(equations=text))
    found = traces(net, 3, dv=(pop, "dv"), v=(pop, "v"), x=(pop, "dopamine"))
    assert found == dict(dv=[2.0] * 3, v=[2.0, 4.0, 6.0], x=[1.0, 2.0, 3.0])


@pytest.mark.proves("2.6-unbalanced")
@pytest.mark.parametrize("text", ["r = (t + 1", "r = t + 1)", "r = exp((t)", "r = t : max=(1"])
def test_unbalanced_parentheses(text):
    refusal(lambda: ann.Neuron("", text), "ANN103")


@pytest.mark.proves("2.6-function-name-builtin")
@pytest.mark.parametrize("name", ["exp", "pos", "ite", "Uniform", "mean", "sum"])
def test_a_function_called_like_a_built_in(name):
    refusal(lambda: ann.Neuron("", "r = t", functions=f"{name}(x) = x"), "ANN146")
    refusal(lambda: ann.add_function(f"{name}(x) = x"), "ANN146")


@pytest.mark.proves("2.6-case-sensitive", "2.6-algebra-names")
def test_names_are_case_sensitive_and_letters_of_algebra_are_plain(net):
    names = ("E", "I", "S", "N", "beta", "gamma", "Lambda", "a", "A")
    parameters = "\n".join(f"{name} = {n}.0" for n, name in enumerate(names, 1))
    digits = " + ".join(f"{10**n} * {name}" for n, name in enumerate(names))
    text = f"x = {digits}\ndI2/dt = I - beta*I2 + E : exponential"
    found = evaluated(net, text, parameters)
    assert found["x"] == 987654321.0
    assert found["I2"] == pytest.approx((2.0 + 1.0) / 5.0 * (1.0 - math.exp(-5.0)), rel=1e-14)


@pytest.mark.proves("2.6-euler", "2.6-pi")
def test_e_and_pi(net):
    found = evaluated(net, "x = E\ny = pi\nz = cos(pi)")
    assert (found["x"], found["y"], found["z"]) == (math.e, math.pi, -1.0)
    refusal(lambda: ann.Neuron("pi = 3.0", "r = pi"), "ANN121")


@pytest.mark.proves("2.6-gradient-pattern")
def test_only_d_name_dt_is_a_gradient(net):
    text = "dx /dt = 2.0\ndy/ dt = 3.0\ndz/dt=4.0\ndw2 = 5.0\nquotient = dw2/dt\nd = 1.0\ne = d/dt"
    found = evaluated(net, text)
    assert [found[name] for name in ("x", "y", "z", "dw2", "quotient", "e")] == [
        2.0, 3.0, 4.0, 5.0, 5.0, 1.0
    ]  # fmt: skip


@pytest.mark.proves("2.6-r-mandatory")
def test_a_rate_coded_neuron_needs_r(net):
    refusal(lambda: ann.Neuron("a = 1.0", "v = a"), "ANN120", "'r'")
    pre, post = net.create(1, ann.Neuron("r = 2.5")), net.create(1, SUMMER)
    net.connect(pre, post, "exc").one_to_one(2.0)
    assert traces(net, 2, r=(post, "r"))["r"] == [5.0, 5.0]


@pytest.mark.proves("2.6-r-of-spiking", "9.8-off")
def test_a_spiking_neuron_has_an_r_of_its_own(net):
    refusal(lambda: ann.Neuron("r = 1.0", "v = t", spike="v > 1"), "ANN121", "mean firing rate")
    refusal(lambda: ann.Neuron("", "r = t", spike="r > 1"), "ANN121", "mean firing rate")
    pop = net.create(1, ann.Neuron(equations="v = r", spike="True"))
    found = traces(net, 3, v=(pop, "v"), r=(pop, "r"))
    assert found == dict(v=[0.0] * 3, r=[0.0] * 3)
    pop.compute_firing_rate(2.0)
    found = traces(net, 3, v=(pop, "v"), r=(pop, "r"))
    assert found == dict(v=[0.0, 500.0, 1000.0], r=[500.0, 1000.0, 1000.0])


@pytest.mark.proves("2.6-target-names")
def test_targets_may_have_any_name(net):
    rates, post = (
        net.create(1, CLOCK),
        net.create(1, ann.Neuron(equations="r = sum(in) + sum(not)")),
    )
    net.connect(rates, post, "in").one_to_one(1.0)
    net.connect(rates, post, "not").one_to_one(10.0)
    cells = net.create(1, ann.Neuron(equations="v = g_class", spike="False"))
    net.connect(spiker(net, 0.0), cells, "class").one_to_one(3.0)
    net.connect(spiker(net, 0.0), net.create(1, LISTENER), "lambda").one_to_one(3.0)
    found = traces(net, 3, r=(post, "r"), v=(cells, "v"))
    assert found == dict(r=[0.0, 0.0, 11.0], v=[0.0, 3.0, 0.0])
