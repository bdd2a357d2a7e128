"""Decoding projections as users make them; what they sum is pinned with the backends."""

import numpy as np
import pytest
from scipy.sparse import eye_array

import annarchy_lab as ann

BEAT = ann.Neuron("every = 50.0", spike="modulo(t, every) == 0.0", name="Regular")
DECODED = ann.Neuron(equations="r = sum(exc)", name="Decoded")


def ends(net, n=1):
    return net.create(n, BEAT), net.create(n, DECODED)


@pytest.mark.proves("api-11-decoding-scale")
def test_a_spike_in_4_ms_is_250_hz(net, record):
    pre, post = ends(net)
    ann.DecodingProjection(pre, post, "exc", window=4.0).connect_all_to_all(1.0)
    assert record(post, "r", 7)[:, 0].tolist() == [0, 250, 250, 250, 250, 0, 0]


@pytest.mark.proves("api-11-decoding-window-default")
@pytest.mark.parametrize("options", [{}, {"window": 0.0}, {"window": None}])
def test_the_window_is_one_step_by_default(net, options, record):
    net.dt = 0.5
    pre, post = ends(net)
    proj = ann.DecodingProjection(pre, post, "exc", **options).all_to_all(1.0)
    assert proj.window == 0.5
    # modulo is one of whole numbers: spikes at 0 and 0.5 ms
    assert record(post, "r", 4)[:, 0].tolist() == [0, 2000, 2000, 0]


@pytest.mark.proves("api-11-decoding-window-default")
def test_a_window_is_rounded_to_steps_of_one_at_least(net, record):
    pre, post = ends(net)
    proj = ann.DecodingProjection(pre, post, "exc", window=3.6).all_to_all(1.0)
    assert proj.window == 3.6
    assert record(post, "r", 7)[:, 0].tolist() == [0, 250, 250, 250, 250, 0, 0]
    for window in (-1.0, np.inf, np.nan, "long"):
        with pytest.raises(ann.ANNarchyException, match="a window is a length in ms"):
            ann.DecodingProjection(pre, post, "exc", window=window)
    other = ann.Network(dt=1.0)
    ann.DecodingProjection(*ends(other), "exc", window=0.1).all_to_all(1.0)
    with pytest.raises(ann.ANNarchyException, match="one step"):
        other.compile(silent=True)


@pytest.mark.proves("api-11-decoding-windows", "api-11-decoding-styles")
def test_two_projections_with_windows_of_their_own_and_views(net):
    pre, post = net.create(4, BEAT), net.create(3, DECODED)
    short = net.connect(ann.DecodingProjection(pre[:2], post[0], "exc", window=2.0, name="short"))
    long = net.connect(ann.DecodingProjection(pre, post[1:], "exc", window=4.0))
    assert short.all_to_all(1.0) is net.get_projection("short")
    long.connect_from_matrix([[1.0, 3.0, None, None], [None, None, None, 1.0]])
    net.compile(silent=True)
    net.simulate(2.0)
    assert post.r.tolist() == [500.0, 500.0, 250.0]
    net.simulate(2.0)
    assert post.r.tolist() == [0.0, 500.0, 250.0]


@pytest.mark.proves("api-11-decoding-connectors")
@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("connect_one_to_one", {"weights": 1.0}),
        ("connect_fixed_number_pre", {"number": 3, "weights": 1.0}),
        ("fixed_probability", {"probability": 0.5, "weights": ann.Uniform(1.0, 1.0001)}),
        ("gaussian", {"amp": 1.0, "sigma": 100.0}),
        ("from_sparse", {"weights": eye_array(9).tolil()}),
    ],
)
def test_the_usual_connectors(net, method, arguments):
    pre, post = ends(net, 9)
    proj = ann.DecodingProjection(pre, post, "exc", window=2.0)
    getattr(proj, method)(**arguments)
    net.compile(silent=True)
    net.simulate(2.0)
    assert post.r[proj.post_ranks] == pytest.approx(500.0, rel=1e-3)


@pytest.mark.proves("api-11-decoding-delays")
def test_one_delay_for_all(net, record):
    pre, post = ends(net)
    proj = ann.DecodingProjection(pre, post, "exc", window=2.0).all_to_all(1.0, delays=3.0)
    assert proj.delay == 3.0
    assert record(post, "r", 7)[:, 0].tolist() == [0, 0, 0, 500, 500, 0, 0]


@pytest.mark.refuses("api-11-decoding-delays-differ")
def test_delays_that_differ_are_refused(net):
    pre, post = ends(net, 3)
    proj = ann.DecodingProjection(pre, post, "exc")
    with pytest.raises(ann.ANNarchyException, match="one delay for all"):
        proj.all_to_all(1.0, delays=ann.Uniform(1.0, 5.0))
    proj.all_to_all(1.0, delays=2.0)
    for build in (False, True):
        if build:
            net.compile(silent=True)
        with pytest.raises(ann.ANNarchyException, match="one delay"):
            proj.delay = [[1.0, 2.0, 3.0]] * 3


@pytest.mark.refuses("api-11-decoding-plastic")
def test_synapses_neither_learn_nor_come_and_go(net):
    net.config(structural_plasticity=True)
    pre, post = ends(net)
    with pytest.raises(TypeError, match="synapse"):
        ann.DecodingProjection(pre, post, "exc", synapse=ann.Synapse(psp="pre.r"))
    proj = ann.DecodingProjection(pre, post, "exc").all_to_all(1.0)
    net.compile(silent=True)
    with pytest.raises(ann.ANNarchyException, match="stay as they are"):
        proj.dendrite(0).prune_synapse(0)
    net.enable_learning()
    net.disable_learning()


@pytest.mark.refuses("api-11-decoding-files")
def test_it_is_not_saved(net, tmp_path):
    proj = ann.DecodingProjection(*ends(net), "exc").all_to_all(1.0)
    for method in (proj.save, proj.load, proj.save_connectivity):
        with pytest.raises(ann.ANNarchyException, match="cannot be saved"):
            method(str(tmp_path / "x.npz"))
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_a_network_leaves_it_out(net, tmp_path):
    pre, post = ends(net)
    ann.DecodingProjection(pre, post, "exc").all_to_all(1.0)
    pre.every = 20.0
    net.save(str(tmp_path / "net.npz"))
    pre.every = 10.0
    net.load(str(tmp_path / "net.npz"))
    assert pre.every == 20.0


@pytest.mark.proves("api-11-kinds")
def test_it_leads_from_spikes_to_rates(net):
    spikes, rates = ends(net)
    for pre, post in ((rates, spikes), (spikes, spikes), (rates, rates)):
        with pytest.raises(ann.ANNarchyException, match="leads from spiking to rate-coded"):
            ann.DecodingProjection(pre, post, "exc")
    with pytest.raises(ann.ANNarchyException, match="use DecodingProjection"):
        net.connect(spikes, rates, "exc")
    with pytest.raises(ann.ANNarchyException, match="several targets"):
        ann.DecodingProjection(spikes, rates, ["exc", "inh"])
    assert net.get_projections() == []


def test_weights_are_read_and_written_as_ever(net):
    pre, post = ends(net, 2)
    proj = ann.DecodingProjection(pre, post, "exc", window=2.0).all_to_all(ann.Uniform(1.0, 2.0))
    net.compile(silent=True)
    net.simulate(2.0)
    proj.w = 3.0
    net.step()
    assert post.r.tolist() == [1500.0, 1500.0]
    net.reset()
    proj.w = [[1.0, 1.0], [5.0, 5.0]]
    net.simulate(2.0)
    assert post.r.tolist() == [500.0, 2500.0]


@pytest.mark.proves("api-11-decoding-styles", "api-11-current-styles", "api-11-poisson-styles")
def test_a_hybrid_network_of_the_old_style_is_copied_whole(backend):
    ann.setup(dt=1.0, seed=3, backend=backend)
    source = ann.InputArray(2)
    poisson = ann.PoissonPopulation(2, target="exc")
    decoded = ann.Population(2, DECODED)
    listener = ann.Population(2, ann.Neuron(equations="v = g_exc", spike="False"))
    encoding = ann.Projection(source, poisson, "exc").connect_one_to_one(3.0)
    decoding = ann.DecodingProjection(poisson, decoded, "exc", window=4.0).all_to_all(1.0)
    current = ann.CurrentInjection(source, listener, "exc").connect_current()
    net = ann.Network()
    net.add([source, poisson, decoded, listener, encoding, decoding, current])
    net.compile(silent=True)
    assert net.get(decoding).window == 4.0
    net.get(source).r = 400.0
    net.simulate(5.0)
    assert net.get(poisson).rates.tolist() == [1200.0, 1200.0]
    assert net.get(decoded).r.tolist() == [1000.0, 1000.0]
    assert net.get(listener).v.tolist() == [400.0, 400.0]
    other = net.copy()
    assert type(other.get_projections()[1]) is ann.DecodingProjection
