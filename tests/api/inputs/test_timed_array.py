"""Rates that follow a schedule."""

import numpy as np
import pytest

import annarchy_lab as ann

ROWS = [[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]


def error(text):
    return pytest.raises(ann.ANNarchyException, match=text)


def first(values):
    """What the first neuron did."""
    return values[:, 0].tolist()


@pytest.mark.proves("api-11-timed-array", "api-11-timed-each-step")
@pytest.mark.proves("api-11-timed-first-row", "api-11-timed-last-row")
@pytest.mark.parametrize("dt", [1.0, 0.1])
def test_one_row_per_step_by_default(net, record, dt):
    net.dt = dt
    pop = net.create(ann.TimedArray(ROWS))
    assert (pop.geometry, pop.is_spiking) == ((2,), False)
    found = record(pop, "r", 5)
    assert found.tolist() == [*ROWS, ROWS[2], ROWS[2]]


@pytest.mark.proves("api-11-timed-geometry")
def test_geometry(net, record):
    rates = np.arange(24.0).reshape(4, 2, 3)
    pop, same = net.create(ann.TimedArray(rates)), net.create(ann.TimedArray(rates, (2, 3)))
    assert pop.geometry == same.geometry == (2, 3)
    assert np.array_equal(record(pop, "r", 4), rates)
    assert np.array_equal(pop.rates, rates)
    assert ann.TimedArray([1.0, 2.0]).geometry == (1,)
    with error(r"row of rates has the shape \(2, 3\), the population \(6,\)"):
        ann.TimedArray(rates, 6)
    with error("needs rates, one row per onset, or a geometry"):
        ann.TimedArray()


@pytest.mark.proves("api-11-timed-spacing")
@pytest.mark.parametrize(("dt", "spacing"), [(1.0, 3.0), (0.1, 0.3), (0.25, 0.75), (0.1, 0.7)])
def test_a_spacing(net, record, dt, spacing):
    net.dt = dt
    n = round(spacing / dt)
    pop = net.create(ann.TimedArray(ROWS, schedule=spacing))
    assert first(record(pop, "r", 4 * n)) == [1.0] * n + [2.0] * n + [3.0] * 2 * n
    assert pop.schedule == pytest.approx([0.0, spacing, 2 * spacing], rel=1e-15)


@pytest.mark.proves("api-11-timed-onsets", "api-11-timed-before")
def test_onsets_may_be_fewer_than_rows(net, record):
    pop = net.create(ann.TimedArray(ROWS, schedule=[2.0, 5.0]))
    assert first(record(pop, "r", 8)) == [0, 0, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize("dt", [0.1, 0.05, 0.3, 1.0 / 3.0, 0.7])
def test_times_are_rounded_to_the_nearest_step(net, record, dt):
    """k * dt / dt is seldom k, and k * dt as text seldom is the number."""
    net.dt = dt
    steps = [1, 3, 6, 7, 11, 19, 29]
    given = [float(f"{k * dt:.12g}") for k in steps]
    pop = net.create(ann.TimedArray([[float(k)] for k in steps], schedule=given))
    found = record(pop, "r", 35)
    expected = [max([k for k in steps if k <= step], default=0) for step in range(35)]
    assert first(found) == expected


@pytest.mark.proves("api-11-timed-period")
@pytest.mark.parametrize("dt", [1.0, 0.1])
def test_a_period(net, record, dt):
    net.dt = dt
    pop = net.create(ann.TimedArray(ROWS, None, 2.0 * dt, 7.0 * dt))
    assert first(record(pop, "r", 16)) == [1, 1, 2, 2, 3, 3, 3] * 2 + [1, 1]
    assert pop.period == 7.0 * dt


def test_a_period_that_ends_with_the_last_onset_does_not_show_it(net, record):
    late = net.create(ann.TimedArray(ROWS, schedule=[1.0, 2.0, 4.0], period=4.0))
    assert first(record(late, "r", 9)) == [0, 1, 2, 2, 2, 1, 2, 2, 2]


def test_the_style_of_48(net, record):
    pop = ann.TimedArray(ROWS, [0.0, 2.0, 4.0], 6.0, "timed")
    assert (pop.name, pop.period, pop.geometry) == ("timed", 6.0, (2,))
    assert ann.TimedArray(ROWS, 10.0).schedule == [0.0, 10.0, 20.0]
    assert ann.TimedArray(np.ones((4, 2, 3)), geometry=[2, 3]).schedule == [0.0, 1.0, 2.0, 3.0]
    assert pop in ann.populations()
    ann.compile(silent=True)
    m = ann.Monitor(pop, "r")
    ann.simulate(7.0)
    assert first(m.get("r")) == [1, 1, 2, 2, 3, 3, 1]


@pytest.mark.proves("api-11-timed-update", "api-11-timed-update-reset")
def test_update(net, record):
    pop = net.create(ann.TimedArray(ROWS, schedule=2.0))
    assert first(record(pop, "r", 3)) == [1, 1, 2]
    pop.update([[5.0, 0.0], [6.0, 0.0]])  # the spacing stays; restarts
    assert first(record(pop, "r", 5)) == [5, 5, 6, 6, 6]
    pop.update([[7.0, 0.0], [8.0, 0.0], [9.0, 0.0]], schedule=[0.0, 9.0, 10.0], reset=False)
    assert first(record(pop, "r", 6)) == [7, 7, 7, 7, 8, 9]  # since 3 ms, not since now
    pop.update(ROWS, schedule=1.0, period=3.0)
    assert first(record(pop, "r", 5)) == [1, 2, 3, 1, 2]
    assert (pop.schedule, pop.period, pop.rates.tolist()) == ([0.0, 1.0, 2.0], 3.0, ROWS)


@pytest.mark.proves("api-11-timed-properties")
def test_properties_do_not_restart(net, record):
    pop = net.create(ann.TimedArray(ROWS))
    pop.schedule = 2.0
    pop.period = 6.0
    assert (pop.schedule, pop.period) == ([0.0, 2.0, 4.0], 6.0)
    assert first(record(pop, "r", 7)) == [1, 1, 2, 2, 3, 3, 1]
    pop.rates = [[4.0, 0.0], [5.0, 0.0], [6.0, 0.0]]
    assert first(record(pop, "r", 3)) == [4, 5, 5]
    pop.schedule = [0.0, 1.0]
    assert first(record(pop, "r", 3)) == [5, 5, 4]
    pop.period = -1
    assert first(record(pop, "r", 2)) == [5, 5]
    with pytest.raises(ValueError, match="read-only"):
        pop.rates[0] = 1.0


@pytest.mark.proves("api-11-timed-reset")
def test_reset_of_the_population_restarts_now_and_of_the_network_at_zero(net, record):
    pop = net.create(ann.TimedArray(ROWS, schedule=2.0))
    pop.reset()
    assert first(record(pop, "r", 5)) == [1, 1, 2, 2, 3]
    pop.reset()
    assert pop.r.tolist() == [0.0, 0.0]
    assert first(record(pop, "r", 3)) == [1, 1, 2]
    pop.clear()  # only what is under way
    assert first(record(pop, "r", 2)) == [2, 3]
    net.reset()
    assert first(record(pop, "r", 3)) == [1, 1, 2]


def test_the_time_is_that_of_the_network(net, record):
    pop = net.create(ann.TimedArray(ROWS, schedule=2.0))
    assert first(record(pop, "r", 1)) == [1]
    net.time = 4.0
    assert first(record(pop, "r", 1)) == [3]
    net.time = 0.0
    assert first(record(pop, "r", 3)) == [1, 1, 2]


def test_rates_may_come_later(net, record):
    pop = net.create(ann.TimedArray(geometry=(1, 2)))
    pop.r = 0.5  # nothing is played so far
    assert (pop.rates.shape, pop.schedule) == ((0, 1, 2), [])
    assert record(pop, "r", 2).tolist() == [[[0.5, 0.5]]] * 2
    pop.update([[[1.0, 2.0]]])
    assert record(pop, "r", 2).tolist() == [[[1.0, 2.0]]] * 2


@pytest.mark.refuses("api-11-timed-not-writable")
def test_r_cannot_be_set(net):
    pop = net.create(ann.TimedArray(ROWS))
    for compiled in (False, True):
        if compiled:
            net.compile(silent=True)
        for write in (
            lambda: setattr(pop, "r", 1.0),
            lambda: pop.set({"r": 1.0}),
            lambda: setattr(pop[0], "r", 1.0),
        ):
            with error(r"r of pop0 follows its schedule and cannot be set: use update\(\)"):
                write()


@pytest.mark.proves("api-11-timed-mismatch")
def test_a_refused_update_changes_nothing(net, record):
    pop = net.create(ann.TimedArray(ROWS, schedule=2.0, period=8.0))
    record(pop, "r", 1)
    for text, arguments in {
        r"shape \(3,\), the population \(2,\)": ([[1.0, 2.0, 3.0]],),
        "one row at least": ([],),
        "has 2 onsets, but there is 1 row": ([[1.0, 2.0]], [0.0, 1.0]),
        "too short": (ROWS, None, 3.0),
        "begin in one step": (ROWS, [0.0, 1.0, 1.2]),
        "needs rates": (None,),
    }.items():
        with error(text):
            pop.update(*arguments)
    assert (pop.rates.tolist(), pop.schedule, pop.period) == (ROWS, [0.0, 2.0, 4.0], 8.0)
    assert first(record(pop, "r", 8)) == [1, 2, 2, 3, 3, 3, 3, 1]


@pytest.mark.proves("api-11-timed-checked", "api-11-timed-mismatch")
@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("one row at least", dict(rates=[])),
        ("one row at least", dict(rates=[[]])),
        ("one row at least", dict(rates=3.0)),
        ("lists of equal length", dict(rates=[[1.0, 2.0], [3.0]])),
        ("consists of numbers", dict(rates=[["a"]])),
        ("NaN and infinity are none", dict(rates=[[1.0, float("nan")]])),
        ("NaN and infinity are none", dict(rates=[[1.0, float("inf")]])),
        ("cannot be negative", dict(rates=ROWS, schedule=[-1.0, 2.0])),
        ("cannot be negative", dict(rates=ROWS, schedule=-1.0)),
        ("must ascend", dict(rates=ROWS, schedule=[0.0, 2.0, 1.0])),
        ("must ascend", dict(rates=ROWS, schedule=[0.0, 2.0, 2.0])),
        ("one number or a list of times", dict(rates=ROWS, schedule=[])),
        ("one number or a list of times", dict(rates=ROWS, schedule=[[0.0]])),
        ("consists of finite numbers", dict(rates=ROWS, schedule=[0.0, float("nan")])),
        ("consists of numbers", dict(rates=ROWS, schedule="often")),
        ("has 4 onsets, but there are 3 rows", dict(rates=ROWS, schedule=[0.0, 1.0, 2.0, 3.0])),
        ("too short", dict(rates=ROWS, schedule=[0.0, 5.0], period=4.0)),
        ("too short", dict(rates=ROWS, schedule=3.0, period=5.0)),
        ("a period is a positive number", dict(rates=ROWS, period=0.0)),
        ("a period is a positive number", dict(rates=ROWS, period=-3.0)),
        ("a period consists of numbers", dict(rates=ROWS, period="long")),
    ],
)
def test_tables_and_times_are_checked(text, arguments):
    with error(text):
        ann.TimedArray(name="timed", **arguments)
    assert ann.populations() == []


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("begin in one step of 1.0 ms", dict(schedule=[0.0, 0.2])),
        ("begin in one step of 1.0 ms", dict(schedule=0.4)),
        ("too short", dict(period=2.0)),
        ("too many steps", dict(schedule=[0.0, 1e300])),
    ],
)
def test_what_only_the_step_shows_is_told_when_it_is_known(net, text, arguments):
    net.create(ann.TimedArray([*ROWS, [4.0, 4.0]], **arguments))
    with error(text):
        net.compile(silent=True)


def test_one_table_is_not_copied_again(net):
    rates = np.ones((1000, 50))
    pop = net.create(ann.TimedArray(rates))
    rates[:] = 2.0  # its own
    assert pop.rates[0, 0] == 1.0
    net.compile(silent=True)
    (spec,) = net.spec.populations
    assert np.shares_memory(spec.timetable.rows["r"], pop.rates)
