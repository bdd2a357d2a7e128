import pytest

import annarchy_lab as ann


@pytest.mark.proves(
    "api-2-magic",
    "api-2-names-objects",
    "api-2-names-functions",
    "api-2-names-time",
    "api-2-names-lists",
    "api-8-time",
    "api-1-compile-forms",
    "api-1-compile-line",
)
def test_a_script_in_the_old_style(rate, fake, capsys):
    ann.setup(dt=0.5, seed=1)
    pop = ann.Population(geometry=4, neuron=rate)
    proj = ann.Projection(pre=pop, post=pop, target="exc", synapse=None)
    proj.connect_all_to_all(weights=ann.Uniform(0.0, 1.0))
    ann.compile()
    m = ann.Monitor(pop, ["v"])
    ann.simulate(100.0, measure_time=True)
    out = capsys.readouterr().out
    assert out.startswith("Compiling ...  OK\nSimulating 0.1 seconds of the network took ")
    assert m.get("v").shape == (200, 4)
    assert (ann.get_time(), ann.get_current_step(), ann.dt()) == (100.0, 200, 0.5)
    ann.step()
    ann.set_time(3.0)
    assert ann.get_current_step() == 6
    ann.set_current_step(8)
    assert ann.get_time() == 4.0
    ann.reset()
    assert ann.get_time() == 0.0
    assert (ann.populations(), ann.projections(), ann.monitors()) == ([pop], [proj], [m])
    assert ann.projections(target="exc", pre=pop) == [proj]
    assert ann.get_population("pop0") is pop
    assert ann.get_projection("proj0") is proj
    ann.disable_learning()
    assert not proj.update
    ann.enable_learning()
    assert proj.update


@pytest.mark.proves("api-2-id")
def test_the_implicit_network_has_number_0(rate):
    assert ann.magic_network().id == 0
    assert ann.Network().id == 1
    assert ann.Population(1, rate).network is ann.magic_network()


@pytest.mark.proves("api-2-clear-all")
def test_clear_forgets_everything(rate, fake):
    ann.setup(dt=0.1)
    ann.Constant("c", 1.0)
    pop = ann.Population(1, rate)
    ann.compile()
    simulator = ann.magic_network().simulator
    ann.clear()
    assert simulator.is_closed
    assert ann.dt() == 1.0
    assert ann.populations() == []
    with pytest.raises(ann.ANNarchyException):
        ann.get_constant("c")
    assert ann.Population(1, rate).name == pop.name


def test_the_seed(rate, fake):
    ann.set_seed(4)
    assert ann.magic_network().seed == 4
    ann.Population(1, rate)
    ann.compile()
    ann.set_seed(5)
    assert ann.magic_network().seed == 5


def test_notices_of_a_model_are_printed_once(capsys):
    synapse = ann.Synapse("tau = 10.0", "tau * dx/dt = -x : exact", pre_spike="g_target += w * x")
    cells = ann.Population(2, ann.Neuron(equations="v += g_exc", spike="v > 1"))
    assert synapse.notices
    for _ in range(2):
        ann.Projection(cells, cells, "exc", synapse)
    out = capsys.readouterr().out
    assert out.count("WARNING") == len(synapse.notices)


def test_callbacks(rate, fake):
    ann.Population(1, rate)
    ann.compile()
    calls = []
    ann.every(period=1.0)(calls.append)
    ann.disable_callbacks()
    assert not ann.callbacks_enabled()
    ann.enable_callbacks()
    ann.simulate(2.0)
    ann.clear_all_callbacks()
    ann.simulate(2.0)
    assert calls == [0, 1]
