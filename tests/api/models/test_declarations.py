"""What all standard models have in common, seen on their declarations."""

import inspect
import re

import pytest

import annarchy_lab as ann
from annarchy_lab.diagnostics import ANNarchyException, ModelError
from annarchy_lab.lab.cards.model import model_latex
from annarchy_lab.language.declaration import Kind, Locality

NEURONS = {
    "LeakyIntegrator": "tau 10 B 0 T 0",
    "Izhikevich": "a .02 b .2 c -65 d 8 v_thresh 30 i_offset 0 noise 0 tau_refrac 0",
    **{
        f"IF_{kind}_{shape}": "v_rest -65 cm 1 tau_m 20 tau_refrac 0 tau_syn_E 5 tau_syn_I 5 "
        "v_thresh -50 v_reset -65 i_offset 0" + (kind == "cond") * " e_rev_E 0 e_rev_I -70"
        for kind in ("curr", "cond")
        for shape in ("exp", "alpha")
    },
    **{
        f"EIF_cond_{shape}_isfa_ista": "v_rest -70.6 cm .281 tau_m 9.3667 tau_refrac .1 "
        "tau_syn_E 5 tau_syn_I 5 e_rev_E 0 e_rev_I -80 tau_w 144 a 4 b .0805 i_offset 0 delta_T 2 "
        "v_thresh -50.4 v_reset -70.6 v_spike -40"
        for shape in ("exp", "alpha")
    },
    "GIF_curr": "C_m 250 tau_m 10 tau_v 1000 J_v 1000 u_r -65 u_th -50 c 10 delta_u 5 I_ext 375 "
    "refractory_period 0",
    "GIF_curr_exp": "C_m 250 tau_m 10 tau_v 1000 J_v 1000 u_r -65 u_th -50 c 10 delta_u 5 "
    "I_ext 375 refractory_period 0 tau_g_exc 5 tau_g_inh 5",
    "HH_cond_exp": "gbar_Na 20 gbar_K 6 gleak .01 cm .2 v_offset -63 e_rev_Na 50 e_rev_K -90 "
    "e_rev_leak -65 e_rev_E 0 e_rev_I -80 tau_syn_E .2 tau_syn_I 2 i_offset 0 v_thresh 0",
}
SYNAPSES = {
    "Hebb": "eta .01",
    "Oja": "eta .01 alpha 1",
    "IBCM": "eta .01 tau 2000",
    "STP": "tau_rec 100 tau_facil .01 U .5",
    "STDP": "tau_plus 20 tau_minus 20 A_plus .01 A_minus .01 w_min 0 w_max 1",
}
ALL = {**NEURONS, **SYNAPSES}
GLOBAL = {"LeakyIntegrator", "GIF_curr", "GIF_curr_exp", *SYNAPSES}
LOCAL_ONES = {"B", "U"}
FRAGMENTS = {"sum", "noise", "conductance", "current"}


def defaults(text):
    words = text.split()
    return dict(zip(words[::2], map(float, words[1::2]), strict=True))


def parameters(model):
    found = model.declaration.attributes
    return {a.name: a for a in found if a.kind is Kind.PARAMETER and a.name != "w"}


@pytest.mark.proves(
    "models-1-keywords",
    "models-1-ordinary",
    "models-1-leaky-localities",
    "models-2-local",
    "models-3-localities",
)
@pytest.mark.parametrize("name", ALL)
def test_parameters_and_their_defaults(name):
    cls = getattr(ann, name)
    model, wanted = cls(), defaults(ALL[name])
    assert isinstance(model, ann.Neuron if name in NEURONS else ann.Synapse)
    assert model.name == name
    found = parameters(model)
    assert {key: a.initial for key, a in found.items()} == wanted
    for key, attribute in found.items():
        is_global = name in GLOBAL and key not in LOCAL_ONES
        assert attribute.locality is (Locality.GLOBAL if is_global else Locality.LOCAL)
        assert attribute.is_locality_explicit
        assert attribute.description
    others = {key: value + 1.5 for key, value in wanted.items()}
    assert {key: a.initial for key, a in parameters(cls(**others)).items()} == others


@pytest.mark.proves("models-1-unknown-keyword")
@pytest.mark.parametrize("name", ALL)
def test_an_unknown_keyword_is_named(name):
    with pytest.raises(TypeError, match="tau_mm"):
        getattr(ann, name)(tau_mm=1.0)


@pytest.mark.parametrize("name", ALL)
def test_a_value_that_is_no_number_is_a_mistake_of_the_model(name):
    key = next(iter(defaults(ALL[name])))
    with pytest.raises(ANNarchyException):
        getattr(ann, name)(**{key: [1.0, 2.0]})


@pytest.mark.proves("models-1-documented")
@pytest.mark.parametrize("name", ALL)
def test_docstrings_tell_everything(name):
    cls = getattr(ann, name)
    text = inspect.getdoc(cls)
    assert ".. math::" in text
    assert re.search(r"\b(19|20)\d\d\b", text)
    section = text.partition("Parameters\n----------\n")[2].partition("\n----")[0]
    heads = re.findall(r"^(\w[\w, ]*)$", section, re.M)
    told = {word.strip() for head in heads for word in head.split(",")}
    signature = set(inspect.signature(cls).parameters)
    assert signature <= told
    blocks = re.split(r"^\w[\w, ]*$", section, flags=re.M)[1:]
    for head, block in zip(heads, blocks, strict=False):
        names = [word.strip() for word in head.split(",")]
        values = [defaults(ALL[name]).get(key) for key in names]
        if None in values:
            continue
        default = re.search(r"Default:\s*([^\n]*?)\.?$", block.strip(), re.M).group(1)
        numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*(?=,|\.$|$|\D)", default)]
        assert numbers[: len(values)] == values, head


@pytest.mark.parametrize("name", ALL)
def test_latex_of_each_model(name):
    latex = model_latex(getattr(ann, name)().declaration)
    assert latex.count("{") == latex.count("}")
    assert len(re.findall(r"\\left\b", latex)) == len(re.findall(r"\\right\b", latex))


@pytest.mark.proves("models-3-lists")
def test_the_lists():
    neurons = ann.models.Neurons.list_standard_neurons()
    synapses = ann.models.Synapses.list_standard_synapses()
    assert {cls.__name__ for cls in neurons} == NEURONS.keys()
    assert [cls.__name__ for cls in synapses] == list(SYNAPSES)
    assert ann.list_standard_neurons() == neurons
    assert ann.list_standard_synapses() == synapses
    assert ann.models.Neurons.Izhikevich is ann.Izhikevich


FRAGMENTED = [
    (ann.LeakyIntegrator, "sum", "sum(exc)"),
    (ann.LeakyIntegrator, "noise", "B"),
    (ann.Izhikevich, "conductance", "g_exc"),
    (ann.GIF_curr, "current", "g_exc"),
    (ann.GIF_curr_exp, "current", "g_exc"),
]


@pytest.mark.proves("models-1-fragment-mistakes")
@pytest.mark.parametrize(("cls", "key", "good"), FRAGMENTED)
def test_mistakes_in_fragments_are_shown_in_them(cls, key, good):
    n = len(good)
    for text, place in (
        (f"{good} + unheard", n + 3),
        (f"{good} +", n + 2),
        (f"({good}", 0),
        (f"{good} : min=0.0", n + 1),
        (f"{good}\nx = 3.0", n + 1),
        (f"{good}; x = 3.0", n),
        (f"{good} = 2.0", n + 1),
    ):
        with pytest.raises(ModelError) as caught:
            cls(**{key: text})
        (diagnostic,) = caught.value.diagnostics
        span = diagnostic.span
        assert (span.source.text, span.start) == (text, place)
        assert span.source.origin == f"Neuron '{cls.__name__}', {key}"
    with pytest.raises(ModelError, match=f"{key}=3.5"):
        cls(**{key: 3.5})


@pytest.mark.parametrize(("cls", "key", "good"), FRAGMENTED)
def test_blank_fragments_leave_no_trace(cls, key, good):
    for blank in ("", "  ", None):
        texts = [equation.text for equation in cls(**{key: blank}).declaration.equations]
        assert not any("gap" in text or "+ +" in text for text in texts)


def test_a_fragment_may_be_a_conditional_or_a_comment_of_several_lines():
    drive = "if t > 10.0: 1.0 else: sum(exc)  # a switch"
    model = ann.LeakyIntegrator(sum=drive, noise="sum(exc)\n+ 2.0 # two")
    (equation, _) = model.declaration.equations
    assert equation.text == "tau * dv/dt + v = ite(t > 10.0, 1.0, sum(exc)) + B + (sum(exc) + 2.0)"
    assert model.declaration.targets == ("exc",)
