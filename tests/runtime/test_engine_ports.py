"""Ports: what they copy, what they refuse, and that they wait for the edge."""

import threading
import warnings

import numpy as np
import pytest

from annarchy_lab.runtime._bridge import Engine, Port

SIZE = 6
NUMBERS = np.linspace(-1.0, 1.0, SIZE)


@pytest.fixture
def engine():
    return Engine(1.0, 1)


def opened(engine, dtype=np.float64, note=None):
    values = np.zeros(SIZE, dtype)
    return Port(engine, values, note), values


@pytest.mark.parametrize(
    "given",
    [
        NUMBERS,
        NUMBERS.reshape(2, 3),
        np.asfortranarray(NUMBERS.reshape(2, 3)),
        np.repeat(NUMBERS, 2)[::2],
        np.array([np.nan, np.inf, -np.inf, 1e300, -0.0, 5e-324]),
        0.1,
        np.float64(0.1),
        -7,
        2**24 + 1,
        2**53,
    ],
    ids=[
        "row",
        "table",
        "columns",
        "strides",
        "extremes",
        "float",
        "float64",
        "-7",
        "odd",
        "large",
    ],
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_numbers_are_copied_as_numpy_would(engine, dtype, given):
    port, values = opened(engine, dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert port.write(given)
    with np.errstate(over="ignore"):
        expected = np.broadcast_to(np.asarray(given, dtype).ravel(), SIZE)
    assert values.tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    "given",
    [
        NUMBERS[1:],
        np.empty(0),
        np.array(1.0),
        NUMBERS.astype(np.int64),
        NUMBERS.astype(np.float16),
        NUMBERS.astype(">f8"),
        NUMBERS.astype(complex),
        NUMBERS.astype(object),
        np.zeros(SIZE, "M8[s]"),
        np.ma.masked_array(NUMBERS, NUMBERS > 0),
        NUMBERS.tolist(),
        2**53 + 1,
        -(2**70),
        True,
        None,
        "0.5",
        np.float32(0.5),
        float("nan"),
        float("inf"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_takes_more_than_a_copy_is_refused(engine, dtype, given):
    port, values = opened(engine, dtype)
    assert not port.write(given)
    assert not values.any()


def test_no_number_becomes_another_type(engine):
    for dtype in (np.int32, np.bool_):
        port, values = opened(engine, dtype)
        assert not port.write(1.0)
        assert not port.write(0)
        assert not port.write(np.ones(SIZE))
        assert not values.any()
        assert port.write(np.ones(SIZE, dtype))
        assert values.all()
    wide, values = opened(engine, np.float64)
    assert not wide.write(NUMBERS.astype(np.float32))
    narrow, values = opened(engine, np.float32)
    assert not narrow.write(1e39)
    assert not values.any()


def test_what_is_read_is_a_copy(engine):
    port, values = opened(engine)
    port.write(NUMBERS)
    found = port.read()
    found += 1.0
    assert values.tolist() == port.read().tolist() == NUMBERS.tolist()
    single = Port(engine, values[:1].reshape(()))
    assert single.read().shape == ()
    assert single.write(3.0)
    assert values[0] == 3.0


def test_each_write_is_noted_once(engine):
    noted = []
    port, _ = opened(engine, note=lambda: noted.append(1))
    port.read()
    assert (port.write(NUMBERS), port.write(None), port.write(2.0)) == (True, False, True)
    assert noted == [1, 1]


def test_nothing_is_written_while_somebody_is_concerned(engine):
    port, values = opened(engine)
    heard, kept = [], {}
    assert port.write(1.0, (heard, kept))
    heard.append("a journal")
    assert not port.write(2.0, (heard, kept))
    heard.clear()
    kept["a"] = 1
    assert not port.write(2.0, (heard, kept))
    assert values.tolist() == [1.0] * SIZE


def test_once_closed_it_neither_reads_nor_writes(engine):
    port, values = opened(engine)
    port.close()
    assert port.read() is None
    assert not port.write(1.0)
    assert not values.any()


def test_it_waits_for_the_edge_and_then_asks(engine):
    port, values = opened(engine)
    heard, answers = [], []
    writer = threading.Thread(target=lambda: answers.append(port.write(NUMBERS, (heard,))))
    with engine.hold():
        writer.start()
        writer.join(0.05)
        assert writer.is_alive()
        assert port.write(1.0)  # who holds it may
        heard.append("somebody who came meanwhile")
    writer.join()
    assert answers == [False]
    assert values.tolist() == [1.0] * SIZE


def test_an_error_of_a_note_lets_the_edge_go(engine):
    port, _ = opened(engine, note=lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        port.write(1.0)
    assert engine.run(1) == 1
