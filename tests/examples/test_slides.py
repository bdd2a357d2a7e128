"""Every fragment of the tutorial slides runs as it is written there, import line aside.

The slides (Vitay, Dinkelbach and Hamker, *ANNarchy: Artificial Neural Networks architect*) show
pieces; what they leave out (``...``) is filled in by the shortest thing that works, and one index
beyond the end (``w[pre.size, ...]``) is what it was meant to be.
"""

import numpy as np
import pytest

import annarchy_lab as ann

IMPORTS = "from annarchy_lab import *\nimport numpy as np\nfrom scipy.sparse import lil_matrix\n"

ESN = """
ESN_Neuron = Neuron(
    parameters = \"\"\"
        tau = 30.0 : population   # Time constant
        g = 1.0 : population      # Scaling
        noise = 0.01 : population # Noise level
    \"\"\",
    equations=\"\"\"
        tau * dx/dt + x = sum(in) + g * sum(exc) + noise * Uniform(-1, 1)  : init=0.0
 
        r = tanh(x)
    \"\"\"
)
"""  # noqa: W293 - as on the slide

LIF = """
LIF = Neuron(
    parameters=\"\"\"
        C = 200.
        g_L = 10.
        E_L = -70.
        v_T = 0.
        v_r = -58.
        I = 0.25
    \"\"\",
    equations=\"\"\"
        C*dv/dt = g_L*(E_L - v) + I : init=E_L     
    \"\"\",
    spike=" v >= v_T ",
    reset=" v = v_r ",
    refractory = 2.0
)
"""  # noqa: W291 - as on the slide

CONDUCTANCES = """
LIF = Neuron(
    parameters="C = 200. ; g_L = 10. ; E_L = -70. ; v_T = -60. ; v_r = -68. ; tau_exc = 5.",
    equations=\"\"\"
        C*dv/dt = g_L*(E_L - v) + g_exc : init=E_L   

        tau_exc * dg_exc/dt = - g_exc : exponential
    \"\"\",
    spike=" v >= v_T ",
    reset=" v = v_r ",
    refractory = 2.0
)
"""  # noqa: W291 - as on the slide

IBCM = """
IBCM = Synapse(
    parameters = \"\"\"
        eta = 0.01 : projection
        tau = 2000.0 : projection
    \"\"\",
    equations = \"\"\"
        tau * dtheta/dt + theta = post.r^2 : postsynaptic, exponential

        dw/dt = eta * post.r * (post.r - theta) * pre.r : min=0.0, explicit
    \"\"\",
    psp = " w * pre.r"
)
"""

STP = """
STP = Synapse(
    parameters = \"\"\"
        tau_rec = 100.0 : projection
        tau_facil = 0.01 : projection
        U = 0.5
    \"\"\",
    equations = \"\"\"
        dx/dt = (1 - x)/tau_rec : init = 1.0, event-driven
        du/dt = (U - u)/tau_facil : init = 0.5, event-driven
    \"\"\",
    pre_spike=\"\"\"
        g_target += w * u * x
        x *= (1 - u)
        u += U * (1 - u)
    \"\"\"
)
"""

STDP = """
STDP = Synapse(
    parameters = \"\"\"
        tau_plus = 20.0 : projection ; tau_minus = 20.0 : projection
        A_plus = 0.01 : projection   ; A_minus = 0.01 : projection
        w_min = 0.0 : projection     ; w_max = 1.0 : projection
    \"\"\",
    equations = \"\"\"
        tau_plus  * dx/dt = -x : event-driven # pre-synaptic trace
        tau_minus * dy/dt = -y : event-driven # post-synaptic trace
    \"\"\",
    pre_spike=\"\"\"
        g_target += w
        x += A_plus * w_max
        w = clip(w + y, w_min , w_max)
    \"\"\",
    post_spike=\"\"\"
        y -= A_minus * w_max
        w = clip(w + x, w_min , w_max)
    \"\"\")
"""

RELAY = 'Relay = Neuron("drive = 1.0", "v += drive", spike="v > 2.0", reset="v = 0.0")\n'


@pytest.fixture(autouse=True)
def _fresh():
    ann.clear()
    yield
    ann.clear()


def run(*parts):
    """Run fragments one after the other, as a user's script, and return its names."""
    names = {"__name__": "__main__"}
    exec(IMPORTS + "\n".join(parts), names)
    return names


def test_structure_of_a_script():
    names = run(
        CONDUCTANCES,
        STDP,
        """
neuron = LIF # Create neuron types

stdp = STDP # Create synapse types for transmission and/or plasticity

pop = Population(1000, neuron) # Create populations of neurons

proj = Projection(pop, pop, 'exc', stdp) # Connect the populations
proj.connect_fixed_probability(weights=Uniform(0.0, 1.0), probability=0.1)
pop.v = Uniform(-70.0, -55.0)

compile() # Generate and compile the code

m = Monitor(pop, ['spike']) # Record spikes

simulate(1000.) # Simulate for 1 second

data = m.get('spike') # Retrieve the data and plot it
""",
    )
    assert sorted(names["data"]) == list(range(1000))
    assert sum(map(len, names["data"].values())) > 250  # a third starts above threshold
    assert abs(names["proj"].nb_synapses - 99_900) < 1_500


def test_echo_state_network():
    names = run(
        "setup(seed=1)",
        ESN,
        """
inp = Population(1, Neuron(parameters="r = 0.5"))
pop = Population(400, ESN_Neuron)
inp_proj = Projection(inp, pop, 'in')
inp_proj.connect_all_to_all(weights=Uniform(-1.0, 1.0))
rec_proj = Projection(pop, pop, 'exc')
rec_proj.connect_all_to_all(weights=Normal(0., 1/np.sqrt(400)), allow_self_connections=True)
compile()
m = Monitor(pop, ['x', 'r'])
simulate(200.)
x, r = m.get('x'), m.get('r')
""",
    )
    assert names["r"].shape == (200, 400)
    np.testing.assert_allclose(names["r"], np.tanh(names["x"]), rtol=0, atol=1e-15)
    assert 0.05 < names["r"][-1].std() < 1.0


@pytest.mark.parametrize("equation", ["r = x : min=0.0 # ReLU", "tau * dr/dt + r = x : min=0.0"])
def test_bounds(equation):
    names = run(
        f"""
pop = Population(2, Neuron("tau = 10.0 ; x = 0.0", "{equation}"))
pop.x = [-1.0, 1.0]
compile()
simulate(1.0)
"""
    )
    assert names["pop"].r[0] == 0.0
    assert names["pop"].r[1] > 0.0


def test_equations_that_are_equivalent():
    forms = ("tau * dx/dt + x = I", "tau * dx/dt = I - x", "dx/dt = (I - x)/tau")
    names = run(
        f"""
parameters = "tau = 10.0 ; I = 1.0"
pops = [Population(1, Neuron(parameters, [Variable(form), "r = x"])) for form in {forms}]
compile()
simulate(7.0)
x = [float(pop.x[0]) for pop in pops]
"""
    )
    np.testing.assert_allclose(names["x"], 1.0 - 0.9**7, rtol=1e-14)


@pytest.mark.parametrize(
    ("method", "decay"),
    [
        ("explicit", 0.9),
        ("implicit", 1.0 / 1.1),
        ("exponential", np.exp(-0.1)),
        ("midpoint", 1.0 - 0.1 + 0.005),
    ],
)
def test_methods(method, decay):
    names = run(
        f"""
pop = Population(1, Neuron("tau = 10.0 ; I = 1.0", "tau * dx/dt + x = I : {method}\\nr = x"))
compile()
simulate(5.0)
"""
    )
    assert names["pop"].x[0] == pytest.approx(1.0 - decay**5, rel=1e-13)


def test_populations_and_views():
    names = run(
        ESN,
        """
pop = Population(1000, ESN_Neuron)
grid = Population((100, 100), ESN_Neuron)
own = Population(1000, Neuron("tau = 10.0", "tau * dv/dt + v = 1.0\\nr = tanh(v)"))
own.tau = np.linspace(20.0, 40.0, 1000)
own.v = 0.5
own.r = np.tanh(own.v)
E = own[:800]
I = own[800:]
""",
    )
    assert (names["pop"].size, names["grid"].geometry) == (1000, (100, 100))
    assert names["I"].tau.tolist() == np.linspace(20.0, 40.0, 1000)[800:].tolist()
    assert names["E"].r.tolist() == [np.tanh(0.5)] * 800
    with pytest.raises(ann.ANNarchyException, match="tau of pop0 is one value for all"):
        names["pop"].tau = np.linspace(20.0, 40.0, 1000)  # declared `: population`


CONNECTORS = {
    "all_to_all": (
        "proj.connect_all_to_all(weights=Normal(0.0, 1.0), delays=2.0, "
        "allow_self_connections=False)",
        25 * 24,
    ),
    "one_to_one": ("proj.connect_one_to_one(weights=1.0, delays=Uniform(1.0, 10.0))", 25),
    "fixed_number_pre": ("proj.connect_fixed_number_pre(number=20, weights=1.0)", 500),
    "fixed_number_post": ("proj.connect_fixed_number_post(number=20, weights=1.0)", 500),
    "fixed_probability": ("proj.connect_fixed_probability(probability=0.2, weights=1.0)", None),
    "gaussian": ("proj.connect_gaussian(amp=1.0, sigma=0.2, limit=0.001)", None),
    "dog": (
        "proj.connect_dog(amp_pos=1.0, sigma_pos=0.2, amp_neg=0.3, sigma_neg=0.7, limit=0.001)",
        None,
    ),
    "from_matrix": (
        "w = np.array([[None]*pre.size]*post.size)\n"
        "for i in range(post.size):\n"
        "    w[i, (i-1)%pre.size] = 1.0\n"
        "proj.connect_from_matrix(w)",
        25,
    ),
    "from_sparse": (
        "w = lil_matrix((pre.size, post.size))\n"
        "for i in range(pre.size):\n"
        "    w[i, (i+1)%post.size] = 1.0\n"
        "proj.connect_from_sparse(w)",
        25,
    ),
}


@pytest.mark.parametrize("name", CONNECTORS)
def test_connectors(name):
    text, n_synapses = CONNECTORS[name]
    names = run(
        """
setup(seed=5)
pre = post = Population((5, 5), Neuron(equations="r = 1.0 + 0.0 * sum(exc)"))
proj = Projection(pre, post, 'exc')
""",
        text,
        "compile()\nsimulate(20.0)\ntotal = post.sum('exc')",
    )
    proj = names["proj"]
    assert n_synapses in (None, proj.nb_synapses)
    assert 0 < proj.nb_synapses < 625
    np.testing.assert_allclose(names["total"], proj.connectivity_matrix().sum(axis=1), atol=1e-12)


def test_a_synfire_chain_is_the_same_from_a_matrix_and_from_a_sparse_one():
    setting = "pre = post = Population(5, Neuron(equations='r = sum(exc)'))\n"
    setting += "proj = Projection(pre, post, 'exc')\n"
    dense = run(setting, CONNECTORS["from_matrix"][0])["proj"].pre_ranks
    ann.clear()
    assert run(setting, CONNECTORS["from_sparse"][0])["proj"].pre_ranks == dense
    assert dense == [[4], [0], [1], [2], [3]]


def test_excitation_and_inhibition_have_targets_of_their_own():
    names = run(
        """
pop = Population(10, Neuron("tau = 10.0", "tau * dx/dt + x = sum(exc) - sum(inh)\\nr = tanh(x)"))
E = pop[:8]
I = pop[8:]
proj_exc = Projection(E, pop, 'exc')
proj_inh = Projection(I, pop, 'inh')
proj_exc.connect_all_to_all(0.5)
proj_inh.connect_all_to_all(1.0)
pop.r = 1.0
compile()
simulate(1.0)
"""
    )
    # self-connections are left out: neuron 0 has 7 excitatory inputs, neuron 8 has 8
    x = names["pop"].x
    assert (x[0], x[8]) == pytest.approx(((3.5 - 2.0) / 10, (4.0 - 1.0) / 10), rel=1e-14)


def test_monitors_are_emptied_by_get():
    names = run(
        """
pop = Population(3, Neuron("tau = 10.0", "tau * dv/dt + v = 1.0 + sum(exc)\\nr = tanh(v)"))
proj = Projection(pop, pop, 'exc', Synapse(equations="w += 0.01 * pre.r"))
proj.connect_all_to_all(weights=0.0)
compile()
m = Monitor(pop, ['v', 'r'])
n = Monitor(proj, ['w'])
simulate(10.)
recorded_v = m.get('v')
recorded_r = m.get('r')
recorded_w = n.get('w')
flushed = m.get('v')
"""
    )
    assert names["recorded_v"].shape == names["recorded_r"].shape == (10, 3)
    assert names["recorded_w"].shape == (10, 3, 2)
    assert names["recorded_w"][-1].min() > 0.0
    assert len(names["flushed"]) == 0


def test_leaky_integrate_and_fire():
    names = run(
        LIF,
        """
pop = Population(2, LIF)
pop.v_T, pop.I = -60.0, [0.25, 150.0]
compile()
m = Monitor(pop, ['v', 'spike'])
simulate(200.)
v, spikes = m.get('v'), m.get('spike')
""",
    )
    assert names["pop"].attributes[:6] == ["C", "g_L", "E_L", "v_T", "v_r", "I"]
    # below the threshold: Euler towards E_L + I / g_L with tau = C / g_L = 20 ms
    expected = -70.0 + 0.025 * (1.0 - 0.95 ** np.arange(1, 201))
    np.testing.assert_allclose(names["v"][:, 0], expected, rtol=1e-14)
    assert names["spikes"][0] == []
    assert len(set(np.diff(names["spikes"][1]))) == 1


def test_exponential_conductances():
    names = run(
        CONDUCTANCES,
        RELAY,
        """
inp, pop = Population(1, Relay), Population(1, LIF)
Projection(inp, pop, 'exc').connect_all_to_all(3.0)
compile()
m = Monitor(pop, 'g_exc')
simulate(5.)
inp.drive = -10.0
simulate(20.)
g = m.get('g_exc')[:, 0]
""",
    )
    after = names["g"][5:]
    np.testing.assert_allclose(after[1:] / after[:-1], np.exp(-1 / 5.0), rtol=1e-12)
    assert after[0] > 1.0


def test_bcm():
    names = run(
        IBCM,
        """
inp = Population(3, Neuron("r = 0.0"))
pop = Population(11, Neuron(equations="r = sum(exc)"))
proj = Projection(inp, pop, 'exc', IBCM)
proj.connect_all_to_all(weights=0.5)
inp.r = [1.0, 0.5, 0.0]
compile()
simulate(2.)
all_w, all_theta, one_w = proj.w, proj.theta, proj[10].w
""",
    )
    assert (len(names["all_w"]), len(names["all_theta"])) == (11, 11)
    assert names["all_w"][10] == names["one_w"]
    w = [0.5 + 0.01 * 0.75 * 0.75 * r for r in (1.0, 0.5, 0.0)]  # theta is still about 0
    np.testing.assert_allclose(names["one_w"], w, rtol=0.02)
    assert names["one_w"][0] > names["one_w"][1] > names["one_w"][2] == 0.5


def test_short_term_plasticity():
    names = run(
        STP,
        RELAY,
        """
inp = Population(1, Relay)
pop = Population(1, Neuron("", "v = g_exc", spike="v > 100."))
proj = Projection(inp, pop, 'exc', STP)
proj.connect_all_to_all(weights=2.0)
compile()
m = Monitor(pop, 'g_exc')
simulate(301.)
g = m.get('g_exc')[:, 0]
""",
    )
    arrived = names["g"][names["g"] > 0]
    # The utilisation forgets at once (tau_facil = 0.01 ms), so x recovers from (1 - U) x for 3 ms:
    # Tsodyks & Markram's steady state.
    decay = np.exp(-3.0 / 100.0)
    assert arrived[-1] == pytest.approx(2.0 * 0.5 * (1 - decay) / (1 - 0.5 * decay), rel=1e-3)
    assert arrived[0] == pytest.approx(1.0, rel=1e-12)


def test_spike_timing_dependent_plasticity():
    names = run(
        STDP,
        RELAY,
        """
inp, pop = Population(1, Relay), Population(1, Relay)
early = Projection(inp, pop, 'exc', STDP)
early.connect_all_to_all(weights=0.5)
late = Projection(pop, inp, 'exc', STDP)
late.connect_all_to_all(weights=0.5)
inp.drive = pop.drive = 0.1
inp.v = 0.1 # spikes every 21 ms, those of the input one step earlier
compile()
simulate(600.)
""",
    )
    assert names["early"].w[0][0] > 0.6
    assert names["late"].w[0][0] < 0.4


@pytest.mark.parametrize(
    "name",
    [
        *(
            "SpikeSourceArray",
            "TimedArray",
            "PoissonPopulation",
            "HomogeneousCorrelatedSpikeTrains",
        ),
        *("LeakyIntegrator", "Izhikevich", "IF_curr_exp", "IF_cond_exp", "IF_curr_alpha"),
        *("IF_cond_alpha", "HH_cond_exp", "EIF_cond_exp_isfa_ista", "EIF_cond_alpha_isfa_ista"),
        *("Hebb", "Oja", "IBCM", "STP", "STDP"),
        "parallel_run",
    ],
)
def test_what_comes_along(name):
    assert callable(run()[name])
