import pytest

import annarchy_lab as ann
from annarchy_lab.api.callbacks import Callback, Schedule


@pytest.fixture
def net(rate, fake):
    made = ann.Network()
    made.create(2, rate, name="P")
    made.compile(silent=True)
    return made


@pytest.mark.proves(
    "api-8-every", "api-8-every-times", "api-8-every-negative-offset", "api-8-simulate-callbacks"
)
def test_the_verified_example(net):
    calls = []

    @ann.every(network=net, period=4.0, offset=-1.0, wait=2.0)
    def note(n):
        calls.append((net.time, n))

    net.time = 20.0
    net.simulate(14.5)
    assert calls == [(25.0, 0), (29.0, 1), (33.0, 2)]
    assert net.time == 34.0


@pytest.mark.proves("api-8-every-count", "api-8-every-order")
def test_counts_begin_anew_and_order_is_that_of_declaration(net):
    calls = []
    ann.every(network=net, period=2.0)(lambda n: calls.append(("a", n)))
    ann.every(network=net, period=4.0)(lambda n: calls.append(("b", n)))
    net.simulate(5.0)
    net.simulate(1.0)
    assert calls == [("a", 0), ("b", 0), ("a", 1), ("a", 2), ("b", 1), ("a", 0), ("b", 0)]


@pytest.mark.proves("api-8-every-disabled", "api-8-callbacks-off", "api-8-step", "api-2-callbacks")
def test_none_are_called_when_switched_off_or_in_single_steps(net):
    calls = []
    ann.every(1.0, network=net)(calls.append)
    net.step()
    net.simulate(2.0, callbacks=False)
    net.disable_callbacks()
    net.simulate(2.0)
    assert (calls, net.callbacks_enabled()) == ([], False)
    net.enable_callbacks()
    net.simulate(2.0)
    assert calls == [0, 1]
    net.clear_all_callbacks()
    net.simulate(2.0)
    assert calls == [0, 1]


def test_writes_of_callbacks_apply_at_once_and_say_where_they_come_from(net):
    records = []
    net._on_write.append(lambda *record: records.append(record))
    pop = net.get_population("P")

    @ann.every(network=net, period=2.0)
    def change(n):
        pop.tau = float(n)
        assert pop.tau == n

    net.simulate(4.0)
    assert [(r[0], r[4], r[5]) for r in records] == [(0, 0.0, "callback"), (2, 1.0, "callback")]
    pop.tau = 9.0
    assert records[-1][5] == "cell"


def test_an_exception_reaches_the_user_and_leaves_nothing_behind(net):
    @ann.every(network=net, period=1.0)
    def fail(n):
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        net.simulate(3.0)
    net.disable_callbacks()
    net.simulate(3.0)
    assert net.time == 3.0


@pytest.mark.proves("api-2-names-every")
def test_the_implicit_network_and_the_form_of_version_5(net, rate):
    calls = []
    ann.every(net, 2.0)(lambda n: calls.append(n))
    net.simulate(4.0)
    assert calls == [0, 1]
    ann.Population(1, rate)
    ann.every(period=1.0)(lambda n: calls.append(-1))
    ann.compile()
    ann.simulate(1.0)
    assert calls == [0, 1, -1]


@pytest.mark.parametrize(
    "times", [{"period": 0.0}, {"period": 1.0, "wait": -1.0}, {"period": 2.0, "offset": -3.0}]
)
def test_bad_times(net, times):
    with pytest.raises(ann.ANNarchyException, match="every"):
        ann.every(network=net, **times)


@pytest.mark.proves("api-8-every-short-period")
def test_a_period_below_a_step_is_every_step():
    schedule = Schedule([Callback(lambda n: None, 0.1)], start_step=5, n_steps=2, dt=1.0)
    assert (schedule.next_step, schedule(5), schedule(6)) == (5, 6, -1)


def test_a_schedule_without_end_or_without_callbacks():
    assert Schedule([], 0, 10, 1.0).next_step == -1
    endless = Schedule([Callback(lambda n: None, 2.0)], 0, -1, 1.0)
    assert [endless(0), endless(2)] == [2, 4]
