"""What the implicit method finds, and that it finds at once what it cannot solve."""

import pytest
from work import n_calls

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec
from annarchy_lab.language.declare import Neuron
from annarchy_lab.numerics.ordering import groups


def built(text, method="explicit"):
    neuron = Neuron("a = 1.0\nb = 1.0\ntau = 10.0", text, name="Cell")
    spec = NetworkSpec(1.0, 0, (PopulationSpec("pop", 1, neuron.declaration),), (), method=method)
    return build_network(spec).neurons["pop"]


def test_groups_come_after_what_they_depend_on():
    graph = {
        "a": ("b", "e"),
        "b": ("c",),
        "c": ("b", "d"),
        "d": (),
        "e": ("e",),
        "f": ("a",),
    }
    assert groups(graph) == (("d",), ("e",), ("b", "c"), ("a",), ("f",))


def test_one_equation_is_one_formula():
    (store,) = built("tau*dr/dt + r = a : implicit").updates
    assert "expm1" not in repr(store)


HOPELESS = [
    "dr/dt = " + " + ".join(f"(r + {i}.0*u)^6" for i in range(60)) + "\ndu/dt = r^5 - u^6",
    "dr/dt = (" * 1 + "*".join(f"(r + {i}.0*u + a*b)" for i in range(40)) + ")\ndu/dt = r",
    "dr/dt = ((((((r*u + a)^2 + u)^2 + r)^2 + a)^2 + b)^2 + u)^2\ndu/dt = r",
    "\n".join(f"dx{i}/dt = " + " + ".join(f"x{i}*x{j}" for j in range(20)) for i in range(20))
    + "\nr = x0",
    "dr/dt = exp(exp(exp(exp(r)))) - u\ndu/dt = log(r + u)^r",
]


@pytest.mark.parametrize("text", HOPELESS, ids=["powers", "product", "tower", "many", "functions"])
def test_hopeless_systems_are_refused_at_once(text):
    def build():
        with pytest.raises(ModelError) as caught:
            built(text, "implicit")
        assert {d.code for d in caught.value.diagnostics} == {"ANN202"}

    assert n_calls(build) < 3_000_000  # less than a second; it took minutes


def test_large_linear_systems_grow_with_the_cube():
    def n_statements(n):
        right = [" + ".join(f"{i + 1}.0*x{j}" for j in range(n)) for i in range(n)]
        lines = (f"dx{i}/dt = {right[i]}" for i in range(n))
        return len(built("\n".join(lines) + "\nr = x0", "implicit").updates)

    assert n_statements(12) < 10 * n_statements(6)


def test_the_default_method_is_named_where_it_does_not_fit():
    with pytest.raises(ModelError) as caught:
        built("dr/dt = -u : rk4\ndu/dt = r", "implicit")
    (mistake,) = caught.value.diagnostics
    assert mistake.code == "ANN139"
    assert "'u' cannot mix the network's default implicit with rk4" in mistake.message
    with pytest.raises(ModelError, match="the network's default method 'exponential'"):
        built("dr/dt = 1.0 - r^2", "exponential")
    built("dr/dt = -u : rk4\ndu/dt = r", "exponential")
