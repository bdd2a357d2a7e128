"""§2.1-§2.3: definitions as text and as objects, parameters."""

import numpy as np
import pytest
from fact_tools import evaluated, refusal, spiker, traces

import annarchy_lab as ann

# 2.1 Text


@pytest.mark.proves(
    "2.1-one-per-line", "2.1-semicolon", "2.1-comment", "2.1-blank-lines", "2.3-number"
)
def test_lines_semicolons_comments_and_blanks(net):
    parameters = "\n\na = 1.0 ; b = 2.0  # c = 3.0 ; d = 4.0\n   \n# e = 5.0\nf = -6e0\n"
    found = evaluated(net, "x = a + b ; y = f # + 1\nz = x\n", parameters)
    assert list(found) == ["a", "b", "f", "x", "y", "z", "r"]
    assert [found[name] for name in "abfxyz"] == [1.0, 2.0, -6.0, 3.0, -6.0, 3.0]


@pytest.mark.proves("2.1-continuation")
def test_a_line_without_assignment_continues(net):
    text = """
        x = 1.0 +
            2.0
            * 3.0 : init=5.0,
            max=6.5
        y = x
            - 0.5 :
            min=10.0
    """
    assert (found := evaluated(net, text))["x"] == 6.5
    assert found["y"] == 10.0


@pytest.mark.proves("2.1-flags-shape", "2.1-flag-value-expression")
def test_flags_are_bare_or_have_a_value(net):
    found = evaluated(net, "n = n + 2.6 : int, init=1, max=2*top\ndx/dt = 1.0 - x : exponential",
                      "top = 2.0", n_steps=3)  # fmt: skip
    assert (found["n"], type(found["n"])) == (4, int)
    assert found["x"] == pytest.approx(1.0 - np.exp(-3.0), rel=1e-15)


@pytest.mark.proves("2.1-one-assignment")
def test_comparisons_assign_nothing(net):
    found = evaluated(net, "a = t == 0.0 : bool\nb = t <= -1.0 : bool\nc = t >= 0.0 : bool\n"
                           "d = t != 0.0 : bool")  # fmt: skip
    assert [found[name] for name in "abcd"] == [True, False, True, False]


@pytest.mark.proves("2.1-one-assignment", "12-several-assignments")
@pytest.mark.parametrize("text", ["r = v = 1.0", "r += v = 1.0", "r = v += 1.0"])
def test_two_assignments_are_an_error(text):
    refusal(lambda: ann.Neuron(equations=text), "ANN106")


@pytest.mark.proves("2.1-last-colon")
def test_only_a_flag_word_makes_the_last_colon_one_of_flags(net):
    text = """
        a = if t > 0.0: 1.0 else: 2.0
        b = if t > 0.0: 1.0 else: 3.0 : max=2.5
        c = if t > 0.0: 1.0 else: a
    """
    found = evaluated(net, text)
    assert [found[name] for name in "abc"] == [2.0, 2.5, 2.0]


@pytest.mark.proves("2.1-flag-value-distribution", "2.5-init-distribution", "2.2-init-forms")
@pytest.mark.parametrize("form", ["text", "object", "string"])
def test_init_may_be_a_distribution(net, form):
    given = {
        "text": "v = v : init=Uniform(2.0, 3.0), max=10.0",
        "object": ann.Variable("v = v", init=ann.Uniform(2.0, 3.0)),
        "string": ann.Variable("v = v", init="Uniform(2.0, 3.0)"),
    }
    pop = net.create(50, ann.Neuron(equations=[given[form], "r = v"]))
    start = pop.v
    assert len(set(start.tolist())) == 50
    assert (start.min() >= 2.0, start.max() <= 3.0, np.ptp(start) > 0.8) == (True, True, True)
    net.compile(silent=True)
    net.simulate(2.0)
    assert pop.r.tolist() == start.tolist()
    net.reset()
    assert pop.v.tolist() == start.tolist()


# 2.2 Objects


@pytest.mark.proves("2.2-parameter-object")
def test_parameter_objects(net):
    parameters = {
        "a": ann.Parameter(2, locality="global", type=int),
        "b": ann.Parameter(3.0, locality="local"),
    }
    pop = net.create(2, ann.Neuron(parameters, "r = a * b"))
    net.compile(silent=True)
    net.step()
    assert (pop.a, type(pop.a), pop.b.tolist(), pop.r.tolist()) == (2, int, [3.0, 3.0], [6.0, 6.0])


@pytest.mark.proves("2.2-variable-object")
def test_variable_objects_say_what_lines_say(make):
    as_objects = [
        ann.Variable("g += 1.0", locality="global", type="int", init=2, max=4),
        ann.Variable("10.0*dv/dt = 1.0 - v", init=0.5, min="0.6", method="exponential"),
        "r = v",
    ]
    as_text = """
        g += 1.0 : population, int, init=2, max=4
        10.0*dv/dt = 1.0 - v : init=0.5, min=0.6, exponential
        r = v
    """
    found = []
    for equations in (as_objects, as_text):
        net = make()
        pop = net.create(2, ann.Neuron(equations=equations))
        found.append(traces(net, 3, g=(pop, "g"), v=(pop, "v")))
    assert found[0] == found[1]
    assert found[0]["g"] == [3, 4, 4]
    rising = [0.6, 1.0 - 0.4 * np.exp(-0.1), 1.0 - 0.4 * np.exp(-0.2)]
    np.testing.assert_allclose([row[0] for row in found[0]["v"]], rising, rtol=1e-14)


@pytest.mark.proves("2.2-dict-is-global", "2.4-global-instances")
def test_a_number_in_a_dict_is_global(net):
    pop = net.create(3, ann.Neuron({"a": 2.0}, "r = a"))
    assert (pop.a, type(pop.a)) == (2.0, float)
    refusal(lambda: setattr(pop, "a", [1.0, 2.0, 3.0]), "one value for all")
    refusal(lambda: setattr(pop[1], "a", 3.0), "one value for all")
    assert pop.a == 2.0


@pytest.mark.proves("2.2-string-is-local", "2.4-local-instances")
def test_a_parameter_in_a_string_is_local(net):
    pop = net.create(3, ann.Neuron("a = 2.0", "r = a"))
    assert pop.a.tolist() == [2.0, 2.0, 2.0]
    pop.a = [1.0, 2.0, 3.0]
    net.compile(silent=True)
    net.step()
    assert pop.r.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.proves("2.2-bare-reads-scalar", "2.2-bare-becomes-local")
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_bare_parameter_becomes_local_with_the_first_element(net, when):
    pops = [net.create(3, ann.Neuron({"a": ann.Parameter(2.0)}, "r = a")) for _ in range(3)]
    if when == "after":
        net.compile(silent=True)
    assert [pop.a for pop in pops] == [2.0, 2.0, 2.0]
    pops[0].a = 4.0
    assert pops[0].a == 4.0
    pops[0].a = [1.0, 2.0, 3.0]
    pops[1][2].a = 9.0
    pops[2].a = ann.Uniform(5.0, 6.0)
    drawn = pops[2].a.tolist()
    if when == "before":
        net.compile(silent=True)
    net.step()
    assert pops[0].r.tolist() == pops[0].a.tolist() == [1.0, 2.0, 3.0]
    assert pops[1].r.tolist() == pops[1].a.tolist() == [2.0, 2.0, 9.0]
    assert len(set(drawn)) == 3
    assert pops[2].r.tolist() == drawn


@pytest.mark.proves("2.2-bare-reads-scalar", "2.2-bare-becomes-local")
def test_so_does_one_of_a_synapse(net):
    synapse = ann.Synapse({"a": ann.Parameter(2.0)}, psp="a * w * pre.r")
    pre = net.create(2, ann.Neuron("r = 1.0"))
    post = net.create(2, ann.Neuron(equations="r = sum(exc)"))
    proj = net.connect(pre, post, "exc", synapse).all_to_all(1.0)
    net.compile(silent=True)
    assert proj.a == 2.0
    proj.a = [[1.0, 2.0], [3.0, 4.0]]
    assert proj.a == [[1.0, 2.0], [3.0, 4.0]]
    net.step()
    assert post.r.tolist() == [3.0, 7.0]


@pytest.mark.proves("2.2-bare-in-global-is-global")
def test_a_bare_parameter_in_a_global_equation_is_global(net):
    neuron = ann.Neuron(
        {"a": ann.Parameter(2.0), "s": ann.Parameter(0.0)},
        [ann.Variable("b = 2 * a", locality="global"), "r = b + Normal(0.0, s)"],
    )
    pop = net.create(2, neuron)
    refusal(lambda: setattr(pop, "a", [1.0, 2.0]), "one value for all", "b = 2 * a")
    refusal(lambda: setattr(pop[0], "s", 1.0), "one value for all", "r = b + Normal(0.0, s)")
    pop.a = 3.0
    net.compile(silent=True)
    net.step()
    assert pop.r.tolist() == [6.0, 6.0]


@pytest.mark.proves("2.2-explicit-locality-binds")
def test_a_locality_that_is_given_binds(net):
    neuron = ann.Neuron(
        {"a": ann.Parameter(1.0, locality="global"), "b": ann.Parameter(2.0, locality="local")},
        "r = a + b",
    )
    pop = net.create(2, neuron)
    refusal(lambda: setattr(pop, "a", [1.0, 2.0]), "one value for all")
    assert pop.b.tolist() == [2.0, 2.0]


@pytest.mark.proves("2.2-equations-forms")
@pytest.mark.parametrize(
    "equations",
    [
        "a += 1.0 : init=3.0\nb = a * 2.0\na2 = a\nr = b",
        ["a += 1.0 : init=3.0", "b = a * 2.0\na2 = a", ann.Variable("r = b")],
        [ann.Variable("a += 1.0", init=3.0), "b = a * 2.0", ann.Variable("a2 = a"), "r = b"],
    ],
)
def test_equations_are_text_or_a_mixed_list(net, equations):
    pop = net.create(1, ann.Neuron(equations=equations))
    net.compile(silent=True)
    net.step()
    assert pop.variables == ["a", "b", "a2", "r"]
    assert [pop.get(name)[0] for name in pop.variables] == [4.0, 8.0, 4.0, 8.0]


@pytest.mark.proves("2.2-equations-forms")
def test_equations_may_be_one_variable(net):
    pop = net.create(1, ann.Neuron(equations=ann.Variable("r = t", init=7.0)))
    assert pop.r[0] == 7.0
    assert traces(net, 3, r=(pop, "r"))["r"] == [0.0, 1.0, 2.0]


@pytest.mark.proves("2.2-python-types", "2.5-type-int", "2.5-type-bool", "2.5-type-float")
@pytest.mark.parametrize("types", [(int, bool, float), ("int", "bool", "float")])
def test_types_of_python_and_their_names(net, types):
    text = ("a = 2.9", "b = 0.5", "c = 2.9")
    equations = [ann.Variable(t, type=type_) for t, type_ in zip(text, types, strict=True)]
    found = evaluated(net, [*equations, "d = 2.9 : int\ne = 0.5 : bool\nf = 2.9 : float\ng = 2.9"])
    values = [found[name] for name in "abcdefg"]
    assert values == [2, True, 2.9, 2, True, 2.9, 2.9]
    assert [type(value) for value in values] == [int, bool, float, int, bool, float, float]


@pytest.mark.proves("2.2-init-forms", "2.5-init-name", "2.5-init-number", "2.5-init-default")
def test_the_forms_of_init(net):
    ann.Constant("cc", 5.0)
    variables = [
        ann.Variable("a = a"),
        ann.Variable("b = b", init=1.5),
        ann.Variable("c = c", init=True, type=bool),
        ann.Variable("d = d", init="p"),
        ann.Variable("e = e", init="cc"),
        ann.Variable("f = f", type=int),
        ann.Variable("g = g", type=bool),
        ann.Variable("h = h", init="q"),
    ]
    pop = net.create(3, ann.Neuron("p = 2.5 : population\nq = 0.5", [*variables, "r = d"]))
    pop.q = [1.0, 2.0, 3.0]
    net.compile(silent=True)
    net.simulate(2.0)
    found = {name: pop.get(name).tolist()[-1] for name in "abcdefgh"}
    assert found == dict(a=0.0, b=1.5, c=True, d=2.5, e=5.0, f=0, g=False, h=3.0)
    assert pop.h.tolist() == [1.0, 2.0, 3.0]
    assert (type(found["a"]), type(found["f"]), type(found["g"])) == (float, int, bool)


@pytest.mark.proves("2.2-statement-lists")
@pytest.mark.parametrize("is_list", [True, False])
def test_statements_are_a_text_or_a_list(net, is_list):
    def statements(*lines):
        return list(lines) if is_list else "\n".join(lines)

    reset = statements("v = 1.0", "u = v + 1.0")
    pre = net.create(
        1, ann.Neuron(equations="v = t\nu = u", spike="t == 0.0 or t == 2.0", reset=reset)
    )
    synapse = ann.Synapse(
        pre_spike=statements("x += 1.0", "y = 2 * x"),
        post_spike=statements("z += 1.0", "w = z + x"),
    )
    proj = net.connect(pre, spiker(net, 3.0), "exc", synapse).one_to_one(0.0)
    net.compile(silent=True)
    net.simulate(4.0)
    assert (pre.v[0], pre.u[0]) == (3.0, 2.0)
    assert (proj.x, proj.y, proj.z, proj.w) == ([[2.0]], [[4.0]], [[1.0]], [[3.0]])


# 2.3 Parameters


@pytest.mark.proves("2.3-bool")
def test_a_parameter_that_is_a_truth_value(net):
    pop = net.create(2, ann.Neuron("is_on = True\noff = False", "r = if is_on: 1.0 else: 2.0"))
    assert (pop.is_on.dtype, pop.is_on.tolist(), pop.off.tolist()) == (
        bool,
        [True] * 2,
        [False] * 2,
    )
    pop.is_on = [True, False]
    net.compile(silent=True)
    net.step()
    assert pop.r.tolist() == [1.0, 2.0]


@pytest.mark.proves("2.3-constant", "3-constants", "10-constant-in-equations")
def test_a_parameter_may_be_a_constant_or_its_name(net):
    tau = ann.Constant("tau", 20.0)
    parameters = {"a": tau, "b": "tau", "c": ann.Parameter("tau", locality="local")}
    pop = net.create(1, ann.Neuron(parameters, "r = a + b + c + tau"))
    other = net.create(1, ann.Neuron("d = tau", "r = 2 * d"))
    net.compile(silent=True)
    net.step()
    assert (pop.a, pop.b, pop.c.tolist(), other.d.tolist()) == (20.0, 20.0, [20.0], [20.0])
    assert (pop.r[0], other.r[0]) == (80.0, 40.0)


@pytest.mark.proves("2.3-distribution")
def test_a_parameter_may_be_drawn(make):
    found = []
    for seed in (1, 1, 2):
        net = make(seed=seed)
        pop = net.create(20, ann.Neuron({"a": ann.Uniform(1.0, 2.0)}, "r = a"))
        values = pop.a.tolist()
        net.compile(silent=True)
        net.simulate(2.0)
        assert pop.a.tolist() == pop.r.tolist() == values
        assert (len(set(values)), min(values) >= 1.0, max(values) <= 2.0) == (20, True, True)
        found.append(values)
    assert found[0] == found[1] != found[2]


@pytest.mark.proves("2.3-arithmetic-text")
def test_a_parameter_may_be_arithmetic(net):
    found = evaluated(net, "x = a", "a = 1/2.46\nb = 40/1000.\nc = -(2 + 3) * 2^3")
    assert [found[name] for name in "abcx"] == [1 / 2.46, 0.04, -40.0, 1 / 2.46]


@pytest.mark.proves("2.3-other-text-refused")
@pytest.mark.parametrize(
    ("text", "words"),
    [("a = sin(2.0)", "ANN113"), ("a = b", "unknown name 'b'"), ("b = 2.0\na = 2*b", "ANN113")],
)
def test_other_texts_are_no_values(text, words):
    refusal(lambda: ann.Neuron(text, "r = a"), words)


@pytest.mark.proves("2.3-only-python-sets")
def test_only_python_sets_a_parameter(net):
    pop = net.create(2, ann.Neuron("a = 2.0", "r += a"))
    net.compile(silent=True)
    net.simulate(3.0)
    assert (pop.a.tolist(), pop.r.tolist()) == ([2.0, 2.0], [6.0, 6.0])
    pop.a = 1.0
    net.simulate(2.0)
    assert (pop.a.tolist(), pop.r.tolist()) == ([1.0, 1.0], [8.0, 8.0])
    refusal(lambda: ann.Neuron("a = 2.0", "a = 3.0\nr = a"), "ANN122")


@pytest.mark.proves("2.3-implicit-w", "2.3-w-becomes-variable")
def test_every_synapse_has_w(net):
    pops = [spiker(net, 0.0, 1.0), spiker(net, 1.0)]
    fixed = net.connect(*pops, "exc").one_to_one(0.5)
    by_pre = net.connect(*pops, "exc", ann.Synapse(pre_spike="w += 1.0")).one_to_one(0.5)
    by_post = net.connect(*pops, "exc", ann.Synapse(post_spike="w += 2.0")).one_to_one(0.5)
    by_step = net.connect(*pops, "exc", ann.Synapse("", "w += 3.0", pre_spike="")).one_to_one(0.5)
    assert fixed.parameters == ["w"]
    assert [proj.variables for proj in (by_pre, by_post, by_step)] == [["w"]] * 3
    net.compile(silent=True)
    net.simulate(3.0)
    assert fixed.w == 0.5
    assert [proj.w for proj in (by_pre, by_post, by_step)] == [[[2.5]], [[2.5]], [[9.5]]]
