"""Random neurons and synapses: every locality, type, method, kind of statement and distribution."""

from fuzzing import DRAW_PARAMETERS, DRAWS
from hypothesis import strategies as st
from random_expressions import conditions, values

from annarchy_lab.language.declare import Neuron, Synapse

__all__ = ["rate_neurons", "rate_synapses", "spiking_neurons", "spiking_synapses"]

FREE_METHODS = ("explicit", "exponential", "semiimplicit")
COUPLED_METHODS = ("midpoint", "rk4", "implicit")
LEFT_SIDES = ("d{0}/dt", "tau * d{0}/dt + {0}", "-2.0 * d{0}/dt - {0}/tau")
TYPES = st.sampled_from(["", " : int", " : bool", " : min=-2.0, max=3.0"])
ASSIGN = st.sampled_from(["=", "=", "+=", "-=", "*="])
NEURON_PARAMETERS = """
    a = 0.75
    b = -0.5 : population
    tau = 12.0 : population
    m = 3 : int
    on = True
""" + DRAW_PARAMETERS.format(flag="population")
NEURON_NAMES = ("a", "b", "m", "on", "x", "y", "n", "G", "t", "dt", "mean(x)", "norm2(y)")


@st.composite
def equations(draw: st.DrawFn, names: tuple[str, ...], *, wide: tuple[str, ...]) -> list[str]:
    """Lines that assign x, n and G and integrate y and z, in any order.

    Parameters
    ----------
    names
        What local equations may use.
    wide
        What a global one may use.
    """
    coupled = draw(st.sampled_from(COUPLED_METHODS))
    lines = [
        f"x {draw(ASSIGN)} {draw(values(*names))}{draw(TYPES)}",
        f"n = {draw(values(*names))} : int, init={draw(st.integers(-3, 3))}",
        draw(ode("y", names, coupled)),
        draw(ode("z", (*names, "z"), coupled)),
        f"G = {draw(values(*wide))} : {{wide}}",
    ]
    return draw(st.permutations(lines))


@st.composite
def ode(draw: st.DrawFn, state: str, names: tuple[str, ...], coupled: str) -> str:
    """An equation for a gradient, linear in its state, by one of the methods."""
    method = draw(st.sampled_from((*FREE_METHODS, coupled)))
    bounds = draw(st.sampled_from(["", ", min=-5.0", ", max=2.0, init=0.25"]))
    # An implicit system must be linear in all its states, the others only in their own.
    hidden = "yz" if method == "implicit" else state
    drive = draw(values(*(name for name in names if name not in hidden)))
    left = draw(st.sampled_from(LEFT_SIDES))
    return f"{left.format(state)} = {drive} : {method}{bounds}"


@st.composite
def rate_neurons(draw: st.DrawFn) -> Neuron:
    """A rate-coded neuron."""
    names = (*NEURON_NAMES, "r", "sum(exc)", "sum(inh)")
    lines = draw(equations(names, wide=("b", "tau", "G", "t", "mean(x)")))
    lines.append(f"r = {draw(values(*names, 'z'))}")
    return Neuron(NEURON_PARAMETERS, _text(lines, "population"), name="Rate")


@st.composite
def spiking_neurons(draw: st.DrawFn) -> Neuron:
    """A spiking neuron that fires now and then, with or without a refractory period."""
    names = (*NEURON_NAMES, "v", "g_exc", "g_inh", "t_last", "r")
    lines = draw(equations(names, wide=("b", "tau", "G", "t", "mean(v)")))
    drive = values(*(name for name in names if name != "v"))
    decay = draw(st.sampled_from(["", "tau * dg_exc/dt = -g_exc", "g_exc *= 0.5"]))
    lines += [f"tau * dv/dt = 18.0 - v + g_exc - g_inh + {draw(drive)}", decay]
    resets = [f"v = {draw(values('a', 'b', 'x', 't_last'))}", f"n {draw(ASSIGN)} n + 1"]
    more = draw(
        st.sampled_from(
            ["", "g_exc = 0.5 * g_exc", f"y = {draw(st.sampled_from(DRAWS))}", "G = 0.5 * G + x"]
        )
    )
    axonal = draw(st.sampled_from([None, None, "v > 4.0", "v > 3.0 or Uniform(0.0, 1.0) < 0.1"]))
    axon_reset = draw(st.sampled_from([None, "v -= 0.5", "x += t_last", "G -= Normal(0.0, 1.0)"]))
    spikes = ["v > 6.0", "v + Uniform(0.0, 1.0) > 6.0", "v > 5.0 + a", "v + Gamma(0.3, hi) > 6.0"]
    return Neuron(
        NEURON_PARAMETERS + "\n    rest = 1.5",
        _text(lines, "population"),
        spike=draw(st.sampled_from(spikes)),
        reset="\n".join([*resets, more]),
        axon_spike=axonal,
        axon_reset=None if axonal is None else axon_reset,
        refractory=draw(st.sampled_from([None, 2.0, "rest", "a"])),
        name="Spiking",
    )


SYNAPSE_PARAMETERS = """
    k = 0.3 : projection
    tau = 9.0 : projection
    c = 0.5
""" + DRAW_PARAMETERS.format(flag="projection")
SYNAPSE_NAMES = ("w", "c", "k", "x", "y", "n", "G", "own", "t", "dt")


@st.composite
def rate_synapses(draw: st.DrawFn) -> Synapse:
    """A rate-coded synapse, plastic or not, with variables of every locality."""
    names = (*SYNAPSE_NAMES, "pre.r", "post.r", "mean(pre.r)", "post.sum(exc)")
    lines = draw(equations(names, wide=("k", "G", "t", "mean(pre.r)", "max(post.r)")))
    lines.append(f"own = {draw(values('k', 'own', 'G', 'post.r', 'post.x'))} : postsynaptic")
    psp = st.one_of(st.just("w * pre.r"), values("w", "c", "x", "pre.r", "pre.x", "mean(post.r)"))
    return Synapse(
        SYNAPSE_PARAMETERS,
        _text(lines, "projection"),
        psp=draw(psp),
        operation=draw(st.sampled_from(["sum", "max", "min", "mean"])),
        name="RateSynapse",
        **draw(rules(names, ("k", "G", "t", "pre.r", "post.x", "mean(post.r)"))),
    )


@st.composite
def spiking_synapses(draw: st.DrawFn) -> Synapse:
    """A spiking synapse: events that write anything, event-driven variables, perhaps a psp.

    With an event of axonal spikes or of post-synaptic spikes, or neither.
    """
    names = (*SYNAPSE_NAMES, "pre.x", "post.v", "t_pre", "t_post", "post.r", "trace", "late")
    lines = draw(equations(names, wide=("k", "G", "t", "mean(pre.x)")))
    lines += [
        f"own = {draw(values('k', 'own', 'G', 'post.v', 'post.x'))} : postsynaptic",
        "tau * dtrace/dt = -trace : event-driven",
        f"tau * dlate/dt = {draw(st.sampled_from(['1.0', 'k']))} - late : event-driven, max=2.0",
    ]
    transmit = draw(st.sampled_from(["", "g_target += w", "g_target += w * late + 0.1 * trace"]))
    psp = st.one_of(
        st.none(), st.none(), values("w", "c", "x", "late", "pre.v", "post.v", draws=True)
    )
    axonal = st.sampled_from(["g_target += w", "g_target += 0.5 * w"])
    axonal_event = st.one_of(axonal, st.tuples(_event(" : unless_post"), axonal).map(_joined))
    other = draw(st.sampled_from(["none", "pre_axon_spike", "post_spike"]))
    events = {"pre_axon_spike": axonal_event, "post_spike": _event("").map("\n".join)}
    return Synapse(
        SYNAPSE_PARAMETERS,
        _text(lines, "projection"),
        psp=draw(psp),
        pre_spike="\n".join([*draw(_event(" : unless_post")), transmit]) or None,
        name="SpikingSynapse",
        **({} if other == "none" else {other: draw(events[other])}),
        **draw(rules(names, ("k", "G", "t", "pre.x", "post.v", "t_pre"))),
    )


NEW_WEIGHTS = (
    *("Uniform(-1.0, 1.0)", "Normal(0.0, 0.5, -1.0, 1.0)", "LogNormal(-1.0, 0.3)"),
    *("Exponential(0.4, 0.1)", "Gamma(0.5, 0.7, 0.0, 2.0)", "Binomial(3, 0.4)"),
    "DiscreteUniform(-1, 2)",
)


NEW_DELAYS = (
    *("", "", ", d=2.0", ", d=70.0", ", d=Uniform(-1.0, 6.0)", ", d=DiscreteUniform(1, 4)"),
    ", d=Normal(3.0, 2.0, 0.0, 5.0)",
)


@st.composite
def rules(draw: st.DrawFn, own: tuple[str, ...], wide: tuple[str, ...]) -> dict[str, str]:
    """Rules by which synapses are created and pruned, both, one or none.

    Parameters
    ----------
    own
        What pruning may use.
    wide
        What creating may use, which knows no synapse.
    """
    found = {}
    chance = st.sampled_from(["1.0", "0.5", "0.1"])
    if draw(st.booleans()):
        weight = draw(st.sampled_from(("0.5", *NEW_WEIGHTS)))
        noise = ["", "", " or Uniform(0.0, 1.0) < 0.2", " or Gamma(hi, 0.3) > 1.0"]
        drawn = draw(st.sampled_from(noise))
        delay = draw(st.sampled_from(NEW_DELAYS))
        options = f"proba={draw(chance)}, w={weight}{delay}"
        found["creating"] = f"{draw(conditions(*wide))}{drawn} : {options}"
    if draw(st.booleans()):
        found["pruning"] = f"{draw(conditions(*own))} : proba={draw(chance)}"
    return found


@st.composite
def _event(draw: st.DrawFn, flag: str) -> list[str]:
    read = (*SYNAPSE_NAMES, "trace", "late", "pre.x", "post.x", "post.v", "t_pre", "t_post")
    written = ("w", "x", "y", "n", "trace", "late", "G", "own", "post.x", "pre.x", "post.v")
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        value, suffix = draw(values(*read)), draw(st.sampled_from(["", "", flag]))
        lines.append(f"{draw(st.sampled_from(written))} {draw(ASSIGN)} {value}{suffix}")
    return lines


def _joined(parts: tuple[list[str], str]) -> str:
    return "\n".join([*parts[0], parts[1]])


def _text(lines: list[str], wide: str) -> str:
    return "\n".join(line.replace("{wide}", wide) for line in lines if line)
