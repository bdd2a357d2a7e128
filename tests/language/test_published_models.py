"""Models as published scripts write them: each form of the language, old and new."""

from annarchy_lab.language.declaration import Kind, Locality
from annarchy_lab.language.declare import Neuron, Parameter, Synapse, Variable
from annarchy_lab.language.latex import latex_statement


def variables(model):
    return [a.name for a in model.declaration.attributes if a.kind is Kind.VARIABLE]


def test_echo_state_neuron():
    neuron = Neuron(
        parameters="""
            tau = 30.0 : population   # Time constant
            g = 1.0 : population      # Scaling
            noise = 0.01 : population # Noise level
        """,
        equations="""
            tau * dx/dt + x = sum(in) + g * sum(exc) + noise * Uniform(-1, 1)  : init=0.0

            r = tanh(x)
        """,
    )
    assert neuron.declaration.targets == ("in", "exc")
    assert all(a.locality is Locality.GLOBAL for a in neuron.declaration.attributes[:3])


def test_integrate_and_fire():
    neuron = Neuron(
        parameters="""
            C = 200.
            g_L = 10.
            E_L = -70.
            v_T = 0.
            v_r = -58.
            I = 0.25
        """,
        equations="""
            C*dv/dt = g_L*(E_L - v) + g_exc + I : init=E_L

            tau_exc * dg_exc/dt = - g_exc : exponential
        """.replace("tau_exc", "C"),
        spike=" v >= v_T ",
        reset=" v = v_r ",
        refractory=2.0,
    )
    assert neuron.declaration.targets == ("exc",)
    assert neuron.declaration.attribute("v").initial == "E_L"


def test_izhikevich_with_receptors():
    neuron = Neuron(
        parameters=dict(a=0.02, b=0.2, c=-65.0, d=8.0, tau_ampa=5.0, tau_nmda=150.0, vrev=0.0),
        equations=[
            Variable("""
                I = g_ampa * (vrev - v) + g_nmda * nmda(v, -80.0, 60.0) * (vrev -v)
            """),
            Variable(
                "dv/dt = (0.04 * v + 5.0) * v + 140.0 - u + I",
                init=-65.0,
                min=-90.0,
                method="midpoint",
            ),
            Variable("du/dt = a * (b*v - u)", init=-13.0, method="midpoint"),
            Variable("tau_ampa * dg_ampa/dt = -g_ampa", method="exponential"),
            Variable("tau_nmda * dg_nmda/dt = -g_nmda", method="exponential"),
        ],
        spike="v >= 30.",
        reset="""
            v = c
            u += d
            g_ampa = 0.0
        """,
        functions="""
            nmda(v, t, s) = ((v-t)/(s))^2 / (1.0 + ((v-t)/(s))^2)
        """,
        refractory=1.0,
    )
    assert variables(neuron) == ["I", "v", "u", "g_ampa", "g_nmda"]


def test_homeostatic_stdp():
    synapse = Synapse(
        parameters=dict(
            tau_plus=60.0,
            tau_minus=90.0,
            A_plus=4.5e-5,
            A_minus=3e-5,
            alpha=0.1,
            beta=50.0,
            gamma=50.0,
            Rtarget=10.0,
            T=10000.0,
        ),
        equations=[
            Variable("R = post.r", locality="semiglobal"),
            Variable("K = R/(T * (1. + fabs(1. - R / Rtarget) * gamma))", locality="semiglobal"),
            Variable("stdp = if t_post >= t_pre: ltp else: - ltd"),
            Variable("w += (alpha * w * (1- R/Rtarget) + beta * stdp ) * K", min=0.0, max=10.0),
            Variable("tau_plus * dltp/dt = -ltp", method="exponential"),
            Variable("tau_minus * dltd/dt = -ltd", method="exponential"),
        ],
        pre_spike="""
            g_target += w
            ltp = A_plus
        """,
        post_spike="ltd = A_minus",
    )
    assert variables(synapse) == ["R", "K", "stdp", "w", "ltp", "ltd"]


def test_intrator_cooper():
    synapse = Synapse(
        parameters="""
            eta = 0.01 : projection
            tau = 2000.0 : projection
        """,
        equations="""
            tau * dtheta/dt + theta = post.r^2 : postsynaptic, exponential

            dw/dt = eta * post.r * (post.r - theta) * pre.r : min=0.0, explicit
        """,
        psp=" w * pre.r",
    )
    theta = synapse.declaration.attribute("theta")
    assert theta.locality is Locality.SEMIGLOBAL
    assert latex_statement(synapse.declaration.equations[0]) == (
        r"\tau \, \frac{d\theta}{dt} + \theta = {{r}^{\mathrm{post}}}^{2}"
    )


def test_short_term_plasticity():
    synapse = Synapse(
        parameters="""
            tau_rec = 100.0 : projection
            tau_facil = 0.01 : projection
            U = 0.5
        """,
        equations="""
            dx/dt = (1 - x)/tau_rec : init = 1.0, event-driven
            du/dt = (U - u)/tau_facil : init = 0.5, event-driven
        """,
        pre_spike="""
            g_target += w * u * x
            x *= (1 - u)
            u += U * (1 - u)
        """,
    )
    assert [e.method for e in synapse.declaration.equations] == ["event-driven", "event-driven"]


def test_spike_timing_dependent_plasticity():
    synapse = Synapse(
        parameters="""
            tau_plus = 20.0 : projection ; tau_minus = 20.0 : projection
            A_plus = 0.01 : projection   ; A_minus = 0.01 : projection
            w_min = 0.0 : projection     ; w_max = 1.0 : projection
        """,
        equations="""
            tau_plus  * dx/dt = -x : event-driven # pre-synaptic trace
            tau_minus * dy/dt = -y : event-driven # post-synaptic trace
        """,
        pre_spike="""
            g_target += w
            x += A_plus * w_max
            w = clip(w + y, w_min , w_max) : unless_post
        """,
        post_spike="""
            y -= A_minus * w_max
            w = clip(w + x, w_min , w_max)
        """,
    )
    assert synapse.declaration.attribute("x").description == "pre-synaptic trace"
    assert synapse.declaration.pre_spike[2].flags == {"unless_post"}
    assert len(synapse.declaration.attributes) == 9


def test_balloon_model():
    neuron = Neuron(
        parameters={
            "alpha": Parameter("1/3"),
            "tau": "40/1000.",
            "tau_out1": 0.0,
            "tau_out2": 20.0,
        },
        equations="""
            f_in = sum(I_CBF)                                       : min=0.01
            dv = f_in - v**(1 / alpha)
            tau_out = if dv > 0: tau_out1 else: tau_out2
            dv/dt = dv/(tau + tau_out)                              : init=1, min=.01
            r = 0
        """,
    )
    assert variables(neuron) == ["f_in", "dv", "tau_out", "v", "r"]


def test_miconi_neuron():
    neuron = Neuron(
        parameters=dict(
            tau=Parameter(30.0),
            constant=Parameter(False, type=bool),
            alpha=Parameter(0.05, type="float"),
            f=Parameter(3.0),
            A=Parameter(20.0),
        ),
        equations=[
            "perturbation = if Uniform(0.0, 1.0) < f/1000.: 1.0 else: 0.0",
            "noise = if perturbation > 0.5: A*Uniform(-1.0, 1.0) else: 0.0",
            "x += dt*(sum(in) + sum(exc) - x + noise)/tau",
            "rprev = r",
            "r = if constant: tanh(1.0) else: tanh(x)",
            "delta_x = x - x_mean",
            "x_mean = alpha * x_mean + (1 - alpha) * x",
        ],
    )
    assert variables(neuron)[-2:] == ["delta_x", "x_mean"]


def test_hodgkin_huxley_condition():
    neuron = Neuron(
        "v_thresh = 0.0",
        "prev_v = v\nx = v + 63\nan = 0.032*(15.0 - x)/(exp((15.0-x)/5.0) - 1.0)\n"
        "dn/dt = an * (1.0 - n) : init=0.0, exponential\ndv/dt = -n^4*v : exponential",
        spike="(v > v_thresh) and (prev_v <= v_thresh)",
        reset="",
    )
    assert neuron.declaration.reset == ()
    assert neuron.is_spiking


def test_gap_junctions_and_nmda():
    assert not Synapse(psp="w * (pre.v - post.v)").is_spiking
    nmda = Synapse(
        "tau = 100.0",
        "tau * dx/dt = -x\ntau*dg/dt = -g + x*(1 - g)",
        pre_spike="x += w",
        psp="w * g",
    )
    assert variables(nmda) == ["x", "g"]
