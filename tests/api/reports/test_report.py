"""What reports say, in all formats."""

import datetime
import re

import numpy as np
import pytest
from tex_reader import mistakes

import annarchy_lab as ann
from annarchy_lab.diagnostics import ANNarchyException

FORMATS = [".tex", ".md", ".qmd"]
DRIVE = ann.Neuron(
    {"rates": ann.Parameter(20.0, unit="Hz", description="rate of the input")},
    "p = Uniform(0.0, 1.0) * 1000.0/dt",
    "p < rates",
    name="Drive",
)


class Example(ann.Network):
    """Inputs, a map, learning and resting synapses."""

    def __init__(self):
        self.drive = self.create(10, DRIVE, name="drive")
        self.map = self.create((3, 4), ann.Izhikevich, "v > 20.0", "cells")
        self.left = self.connect(self.drive, self.map, "exc", ann.STDP(w_max=0.25), "in_left")
        self.left.fixed_probability(0.5, ann.Uniform(0.0, 0.25), delays=2.5)
        self.right = self.connect(self.drive, self.map[0:1, :], "exc", ann.STDP(w_max=0.25))
        self.right.all_to_all(0.125)
        self.loop = self.connect(self.map, self.map, "inh").from_function(ring, reach=2)
        self.m = self.monitor(self.map, ["v", "spike"], period=5.0)


def ring(pre, post, reach):
    lil = ann.LILConnectivity()
    for rank in range(post.size):
        lil.add(rank, [(rank + k) % pre.size for k in range(1, reach + 1)], [1.5], [0])
    return lil


@pytest.fixture(params=FORMATS)
def written(request, tmp_path):
    """Write the report of a network and return its text."""

    def write(net, **options):
        path = tmp_path / f"report{request.param}"
        net.report(path, **options)
        text = path.read_text(encoding="utf-8")
        if request.param == ".tex":
            assert mistakes(text) == []
        return text

    return write


def plain(text):
    """Without escapes and styles, so that all formats read alike."""
    text = text.replace(r"\textgreater{}", ">").replace(r"\textless{}", "<")
    text = re.sub(r"\\([_*.\-()<>&#|\[\]])", r"\1", text)
    return re.sub(r"\\mathrm\{([^}]*)\}", r"\1", text.replace("$", ""))


@pytest.mark.proves("api-12-formats", "api-12-structure", "api-12-valid-latex")
def test_all_sections(written):
    text = written(Example(dt=0.5))
    headings = (
        *("Model summary", "Populations", "Connectivity", "Neuron models", "Synapse models"),
        *("Parameters of populations", "Parameters of projections", "Input", "Measurements"),
    )
    places = [re.search(rf"(\\section\*\{{|## ){heading}", text).start() for heading in headings]
    assert places == sorted(places)
    read = plain(text)
    for words in (
        *("2: drive, cells", "3: in_left, proj1, proj2", "Drive, Izhikevich"),
        *(r"3 \times 4", "v > 20.0", "monitor0", "v, spike", "rate of the input"),
        *("steps of 0.5 ms", "method explicit", "not compiled", "DefaultSpikingSynapse"),
        "10 neurons that no projection reaches",
    ):
        assert words in read


@pytest.mark.proves("api-12-equations")
def test_equations_of_both_kinds_of_models(written):
    text = written(Example())
    for latex in (
        r"$\displaystyle \frac{dv}{dt} = 0.04 \, {v}^{2} + 5.0 \, v + 140.0 - u + I$",
        r"$\displaystyle \tau_{\mathrm{plus}} \, \frac{dx}{dt} = -x$",
        r"$\displaystyle u \leftarrow u + d$",
        r"$\displaystyle p < \mathrm{rates}$",
    ):
        assert latex in text
    assert "event" in text
    assert text.count(r"\frac{dx}{dt}") == 1  # a model that two projections use is told once


@pytest.mark.proves("api-12-connectivity")
def test_connectivity(written):
    net = Example(seed=1)
    read = plain(written(net))
    assert "fixed probability, probability = 0.5, weights = " in read
    assert r"\mathcal{U}(0.0, 0.25), delays = 2.5" in read
    assert "all to all, weights = 0.125" in read
    assert "from function, method = ring, reach = 2" in read
    assert "cells (4 of 12 neurons)" in read
    for proj in (net.left, net.right, net.loop):
        assert re.search(rf"[|&] \{{?{proj.nb_synapses}\}}? [|&]", read)
    w = np.concatenate(net.left.w)
    assert f"{w.min():.6g} to {w.max():.6g}, mean {w.mean():.6g}" in read


@pytest.mark.proves("api-12-current-values", "api-12-compiled")
def test_values_are_those_of_now_before_and_after_compiling(written):
    net = Example(dt=0.5, seed=2)
    net.drive.rates = 5000.0
    assert "$5000$" in written(net)
    net.compile(silent=True)
    net.map.a = np.linspace(0.25, 0.75, 12).reshape(3, 4)
    net.left.tau_plus = 31.5
    net.simulate(40.0)
    read = plain(written(net))
    assert "0.25 to 0.75, mean 0.5" in read
    assert "31.5" in read
    assert "at 40 ms" in read
    w = np.concatenate(net.left.w)
    assert f"{w.min():.6g} to {w.max():.6g}" in read


@pytest.mark.proves("api-12-standalone")
def test_as_a_part_of_another_document(written, request):
    net = Example()
    whole, part = written(net), written(net, standalone=False)
    start = r"\section*{Model summary}" if "longtable" in whole else "## Model summary"
    assert whole[whole.index(start) :].removesuffix("\n\\end{document}\n") == part[
        part.index(start) :
    ].removesuffix("\n" * part.endswith("\n\n"))
    assert not re.search(r"documentclass|begin\{document\}|^---\n|Network description", part)
    assert "Network description" in whole


@pytest.mark.proves("api-12-gather")
def test_projections_told_as_one(written):
    net = ann.Network()
    pre, post, other = (net.create(4, ann.Izhikevich) for _ in range(3))
    for name, synapse, end in (
        ("ff_left", None, post),
        ("ff_right", None, other),
        ("ff_stp", ann.STP, post),
        (None, None, post),
        (None, None, post),
        (None, None, other),
        ("back", None, pre),
    ):
        net.connect(pre, end, "exc", synapse, name).all_to_all(0.5)
    apart, joined = plain(written(net)), plain(written(net, gather_subprojections=True))
    assert "projections)" not in apart
    assert all(apart.count(name) >= 3 for name in ("ff_left", "ff_right", "proj3", "proj5"))
    assert "ff (2 projections)" in joined
    assert "proj (2 projections)" in joined
    for name in ("ff_stp", "proj5", "back"):
        assert name in joined
    assert "pop1; pop2" in joined
    assert re.search(r"all to all, weights = 0.5\}? [|&] \{?32", joined)


@pytest.mark.proves("api-12-heads")
def test_title_author_and_date(written):
    text = plain(written(ann.Network(), title="My net", author="A. Person", date="Spring 2020"))
    assert all(words in text for words in ("My net", "A. Person", "Spring 2020"))
    today = datetime.datetime.now().astimezone().date().isoformat()
    for given in (None, r"\today"):
        assert today in plain(written(ann.Network(), date=given))


@pytest.mark.proves("api-12-network")
def test_the_network_is_chosen_by_its_number(tmp_path):
    ann.Population(1, ann.Izhikevich, name="implicit")
    net = ann.Network()
    net.create(1, ann.Izhikevich, name="explicit")
    ann.report(tmp_path / "zero.md")
    ann.report(str(tmp_path / "one.md"), net_id=net.id)
    net.report(tmp_path / "own.md")
    assert "implicit" in (tmp_path / "zero.md").read_text()
    assert "explicit" in (tmp_path / "one.md").read_text()
    assert (tmp_path / "own.md").read_text() == (tmp_path / "one.md").read_text()
    with pytest.raises(ANNarchyException, match="no network 99"):
        ann.report(tmp_path / "two.md", net_id=99)


@pytest.mark.proves("api-12-other-formats")
@pytest.mark.parametrize("name", ["report.pdf", "report", "report.md.txt"])
def test_other_endings_are_refused(tmp_path, name):
    with pytest.raises(ANNarchyException, match=r"\.tex, \.md, \.qmd"):
        ann.Network().report(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.proves("api-12-unwritable")
def test_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ANNarchyException, match="cannot be written"):
        ann.Network().report(tmp_path / "file" / "report.md")
    ann.Network().report(tmp_path / "new" / "folder" / "REPORT.MD")
    assert (tmp_path / "new" / "folder" / "REPORT.MD").exists()


def test_an_empty_network_and_a_projection_that_is_not_connected(written):
    assert plain(written(ann.Network())).count("None.") >= 5
    net = ann.Network()
    pop = net.create(2, ann.LeakyIntegrator)
    net.connect(pop, pop, "exc", ann.Oja)
    read = plain(written(net))
    assert "not connected" in read


@pytest.mark.proves("api-12-connectivity")
def test_a_projection_from_a_matrix(written):
    net = ann.Network()
    pop = net.create(3, ann.Izhikevich)
    net.connect(pop, pop, "exc").from_matrix([[None, 0.5, 1.5]] * 3)
    read = plain(written(net))
    assert re.search(r"from matrix\}? [|&] \{?6\}? [|&] \{?0.5 to 1.5, mean 1", read)


def test_constants_and_functions(written):
    ann.add_function("twice(x) = 2.0 * x")
    net = ann.Network()
    net.constant("kappa_1", 0.125)
    net.create(1, ann.Neuron("a = 1.0", "r = g(kappa_1)", functions="g(x) = twice(x) + abs(x)"))
    text = written(net)
    assert r"\kappa_{1}" in text
    assert "0.125" in text
    assert r"\mathrm{twice}\left(x\right) = 2.0 \, x" in text
    assert r"\mathrm{g}\left(x\right) = \mathrm{twice}\left(x\right)" in text


@pytest.mark.parametrize("cls", [*ann.list_standard_neurons(), *ann.list_standard_synapses()])
def test_every_standard_model_can_be_reported(written, cls):
    net = ann.Network()
    model = cls()
    if isinstance(model, ann.Neuron):
        net.create(2, model)
    else:
        pop = net.create(2, ann.Izhikevich if model.is_spiking else ann.LeakyIntegrator)
        net.connect(pop, pop, "exc", model).all_to_all(1.0)
    written(net)


def test_formulas_of_every_kind(written):
    """With real LaTeX they need amssymb, which is easily forgotten."""
    neuron = ann.Neuron(
        "a = 1.0; b = True",
        """
        x = if a > 1: 2 else: if a < 0: abs(a) else: sqrt(a)
        r = clip(x, 0, 1) + round(x)**2 + modulo(x, 3) + mean(x) + Gamma(1.0, 2.0) - 1e-5*x
        y = log10(x) + (not b) + DiscreteUniform(1, 4) + Exponential(2.0) + pos(x) + neg(x)
        lambda_x = tanh(x) + x^2^3 + power(x, 2) + ite(b and a > 2 or a != 3, 1, 2) + sum(exc)
        z_ = LogNormal(0.0, 1.0) + Binomial(10, 0.5) + ceil(x) + sum() : min=-1, max=a
        """,
    )
    net = ann.Network()
    net.create(2, neuron)
    text = written(net)
    assert r"\mathbb{Z}" in text
    assert "|" not in "".join(re.findall(r"\$[^$]*\$", text))
    assert "documentclass" not in text or "amssymb" in text


@pytest.mark.proves("api-12-structure")
def test_inputs_and_special_projections(written):
    net = ann.Network(dt=0.5)
    played = net.create(ann.TimedArray(np.arange(12.0).reshape(3, 4), schedule=10.0, period=40.0))
    poisson = net.create(ann.PoissonPopulation(5, rates=12.5), name="noise")
    source = net.create(ann.SpikeSourceArray([[1.0, 2.5], [3.0]]), name="source")
    rates = net.create(4, ann.LeakyIntegrator)
    cells = net.create(4, ann.Izhikevich)
    net.connect(ann.CurrentInjection(rates, cells, "exc", name="inject")).connect_current()
    decode = net.connect(ann.DecodingProjection(poisson, rates, "exc", window=7.5, name="decode"))
    decode.all_to_all(1.0)
    net.connect(played, rates, "inh").one_to_one(1.0)
    net.connect(source, cells, "exc").all_to_all(1.0)
    read = plain(written(net))
    section = read[re.search(r"(section\*\{|## )Input", read).start() :]
    for words in (
        *("TimedArray", "0 to 11, mean 5.5, shape (3, 4), schedule = [0.0, 10.0, 20.0]"),
        *("period = 40", "PoissonPopulation", "rates = 12.5", "SpikeSourceArray"),
        *("spike_times = [[1.0, 2.5], [3.0]]", "CurrentInjection", "inject", "window = 7.5"),
    ):
        assert words in section
