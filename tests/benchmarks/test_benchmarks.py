"""Every network of the benchmarks runs, and what is reported follows from what was measured.

Tiny runs of this project alone, and no times: `make benchmarks` measures.
"""

import math
from dataclasses import replace

import limits
import pytest
from measuring.case import Case
from measuring.clock import Clock, Spent
from measuring.one import measure
from measuring.pairs import measure_row
from measuring.row import OURS, Peer
from measuring.rows import ROWS, matching
from reporting.curves import curves, points
from reporting.limits import limits_table
from reporting.machines import comparison, file_name, label, machine_page
from reporting.page import write_page
from reporting.picture import picture
from reporting.summary import summary, verdict
from reporting.table import tables
from specs.growth import AXES

import annarchy_lab as ann

MACHINE = dict.fromkeys(("processor", "memory", "compiler", "python", "system"), "x") | {"cores": 2}


@pytest.fixture(autouse=True)
def _nothing_left():
    yield
    ann.clear()


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_network_runs(row, tmp_path):
    size, duration_ms = row.quick
    record = measure(row.case(Peer(OURS), 1, str(tmp_path), size=size, duration_ms=duration_ms))
    assert record["figure_s"] >= 0.0
    assert record["simulate_cpu_s"] > 0.0
    assert set(row.bands) <= set(record["rates"])
    assert all(math.isfinite(value) for value in record["rates"].values())
    spikes = {"izhikevich", "stdp", "sorf", "hybrid", "coba", "cuba", "brunel", "delays"}
    assert (record["n_spikes"] > 0) == (row.network in spikes)


def record_of(case, figure_s):
    """What a run leaves, with a rate of 20 Hz."""
    common = {"version": "1", "ready_s": 1.0, "ready_cpu_s": 1.0, "peak_mb": 10.0, "others": 0.0}
    common["phases"] = {"import": 0.5, "compile": 0.5}
    return {
        **case.as_data(),
        **common,
        "rates": {"all": 20.0},
        "n_events": 1e6,
        "figure_s": figure_s,
        "simulate_s": figure_s,
    }


class Pretended:
    """Processes that take what they are told, and note who ran."""

    def __init__(self):
        self.order = []
        self.times = {"annarchy_lab": 1.0, "annarchy": 5.0, "brian2": 4.0}

    def can_run(self, simulator):
        return simulator != "nest"

    def run(self, case):
        is_plain = case.dtype == "float64" and not case.weight_dtype
        self.order.append(case.simulator if is_plain else f"{case.dtype}/{case.weight_dtype}")
        if case.n_threads > 1:
            return {**case.as_data(), "error": "no threads"}
        return record_of(case, self.times[case.simulator] * case.seed)


def test_sides_take_turns_and_the_slow_ones_stop(tmp_path):
    processes = Pretended()
    measured = measure_row(ROWS["coba"], processes, 5, tmp_path, say=lambda line: None)
    lab, others = "annarchy_lab", ["annarchy", "brian2"]
    again = [lab, *others, "float32/", "float64/float32", lab]
    assert processes.order == again * 5  # 5.0 is near 4.0
    processes.times["annarchy"] = 6.0
    processes.order.clear()
    measured = measure_row(ROWS["coba"], processes, 4, tmp_path, say=lambda line: None)
    assert processes.order.count("annarchy") == 1
    assert processes.order.count("brian2") == 4
    found = summary(ROWS["coba"], measured)
    # each round compares its own pair: rounds get slower, their ratio does not
    assert (found.ratio, found.n_pairs) == (4.0, 4)
    assert found.peers[0].label == "Brian2"
    assert found.ours.seconds == 2.5
    assert found.gains == {"float32": 1.0, "float32 weights": 1.0}
    assert found.errors == ("this project did not run: no threads",)
    assert found.differences == ()
    assert found.is_calm


def test_one_slow_round_does_not_make_another_peer_the_fastest(tmp_path):
    processes = Pretended()
    processes.times["annarchy"] = 6.0
    measured = measure_row(ROWS["coba"], processes, 4, tmp_path, say=lambda line: None)
    first, *_ = measured["runs"]
    first["figure_s"] *= 3.0
    found = summary(ROWS["coba"], measured)
    assert [side.label for side in found.peers] == ["Brian2", "ANNarchy (csr)"]
    assert found.ratio == 4.0


class Slowing(Pretended):
    """A machine that gets slower; float32 fails in the first round, two threads help the clock."""

    def run(self, case):
        if case.dtype == "float32" and case.seed == 1:
            return {**case.as_data(), "error": "not yet"}
        cpu_s = case.seed / (2.0 if case.dtype == "float32" else 1.0)
        record = record_of(case, cpu_s * case.n_threads)
        return {**record, "simulate_s": cpu_s / (1.5 if case.n_threads > 1 else 1.0)}


class Sharing(Pretended):
    """A machine whose two cores are halves of one in the first round, and whole in the others."""

    def run(self, case):
        gain, gains = (1.8, [1.9, 2.0]) if case.seed > 1 else (1.1, [1.9, 1.2])
        record = record_of(case, 1.0)
        if case.n_threads == 1:
            return record
        return {**record, "simulate_s": 1.0 / gain, "gains_of_cores": gains}


def test_threads_are_also_compared_where_each_had_a_core(tmp_path):
    measured = measure_row(ROWS["coba"], Sharing(), 2, tmp_path, say=lambda line: None)
    found = summary(ROWS["coba"], measured)
    assert found.gains["2 threads"] == pytest.approx(1.45)
    assert (found.on_whole_cores, found.n_on_whole_cores) == (pytest.approx(1.8), 1)
    written = tables({"machine": MACHINE, "rows": {"coba": measured}})
    assert "| 1 | 1.45× | 1.80× of 1 |" in written


def test_what_cores_are_worth_is_measured_around_a_run():
    clock = Clock(n_threads=2)
    with clock.phase("build"), clock.phase("simulate"):
        pass
    assert len(clock.gains_of_cores) == 2
    assert all(0.1 < gain < 10.0 for gain in clock.gains_of_cores)
    assert not Clock().gains_of_cores


def test_gains_compare_runs_of_one_round(tmp_path):
    measured = measure_row(ROWS["coba"], Slowing(), 3, tmp_path, say=lambda line: None)
    gains = summary(ROWS["coba"], measured).gains
    expected = {"float32": 2.0, "float32 weights": 1.0, "2 threads": 1.5}
    assert gains == pytest.approx(expected)


def test_work_that_differs_is_told(tmp_path):
    processes = Pretended()
    measured = measure_row(ROWS["coba"], processes, 1, tmp_path, say=lambda line: None)
    measured["runs"][1]["rates"]["all"] = 185.0
    found = summary(ROWS["coba"], measured)
    assert found.differences == ("ANNarchy (csr): all = 185, not in 18 to 25",)


def test_tables_and_picture_show_what_was_measured(tmp_path):
    row = measure_row(ROWS["coba"], Pretended(), 1, tmp_path, say=lambda line: None)
    known = {"machine": MACHINE, "rows": {"coba": row}}
    written = tables(known)
    assert "| COBA 4000, 10 s | 1 | Brian2 | 4 | 4× | 2.5×, 4× | goal |" in written
    assert ">4×</text>" in picture([known])
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- results: begin -->\nold\n<!-- results: end -->\nb\n")
    write_page(page, "results", written)
    assert page.read_text() == (
        f"a\n<!-- results: begin -->\n\n{written.strip()}\n\n<!-- results: end -->\nb\n"
    )
    with pytest.raises(ValueError, match="other"):
        write_page(page, "other", "")


def test_wall_times_are_left_out_where_other_work_ran_beside(tmp_path):
    rows = {
        name: measure_row(ROWS[name], Pretended(), 1, tmp_path, say=lambda line: None)
        for name in ("coba", "cuba")
    }
    calm = tables({"machine": MACHINE, "rows": rows})
    assert "Beside other work" not in calm
    for run in rows["cuba"]["runs"]:
        run["others"] = 0.4
    disturbed = tables({"machine": MACHINE, "rows": rows})
    assert "**Beside other work**, up to 0.4 cores of it: CUBA 4000, 10 s." in disturbed
    ours = "| this project | 1 | {} | 1 | 10 | all 20 | 1 |"
    assert f"| COBA 4000, 10 s {ours.format('1')}" in disturbed
    assert f"| CUBA 4000, 10 s {ours.format('–')}" in disturbed


def test_machines_stand_side_by_side(tmp_path):
    pretended = Pretended()
    every = []
    for processor, seconds in (("AMD EPYC", 4.0), ("Intel(R) Xeon(R) Processor @ 2.80GHz", 2.0)):
        pretended.times["brian2"] = seconds
        row = measure_row(ROWS["coba"], pretended, 1, tmp_path, say=lambda line: None)
        every.append({"machine": {**MACHINE, "processor": processor}, "rows": {"coba": row}})
    every[0]["rows"]["brunel"] = {**row, "runs": []}  # nothing of ours: no line
    written = comparison(every)
    assert "[Intel Xeon 2.80GHz](benchmarks/machines/intel-xeon-2-80ghz.md)" in written
    assert written.splitlines()[2:] == ["| COBA 4000, 10 s | 2.5×, 4× | 4× goal | 2× **missed** |"]
    assert file_name(every[0]["machine"]) == "amd-epyc"
    assert machine_page(every[1]).startswith(f"# {label(every[1]['machine'])}\n")
    drawn = picture(every)
    assert drawn.count('class="bar machine0"') == 2  # its own and the legend's
    assert drawn.count('class="missed machine1"') == 1


def test_verdicts():
    assert verdict(5.0, 2.5, 4.0) == "goal"
    assert verdict(3.0, 2.5, 4.0) == "met"
    assert verdict(2.0, 2.5, 4.0) == "**missed**"
    assert verdict(2.0, None, None) == "–"
    assert verdict(None, 2.5, 4.0) == "–"


def test_rows_are_found_by_name_and_by_network():
    assert [row.name for row in matching(["coba"])] == ["coba", "coba-40000"]
    assert matching([]) == tuple(ROWS.values())
    with pytest.raises(SystemExit, match="no network is called 'cobra'"):
        matching(["coba", "cobra"])


def test_inner_phases_are_not_counted_twice():
    clock = Clock()
    with clock.phase("build"), clock.phase("compile"):
        sum(range(200_000))
    assert clock.phases["compile"].cpu_s > clock.phases["build"].cpu_s > 0.0
    clock.book("simulate", Spent(9.0, 9.0, 9.0))
    assert clock.ready.cpu_s < 9.0


@pytest.mark.parametrize("axis", AXES.values(), ids=AXES)
def test_networks_grow(axis, tmp_path):
    value = axis.values[1]
    case = Case(OURS, "growth", value, 20.0, mode=axis.name, scratch=str(tmp_path))
    assert measure(case)["core_bytes"] > 0


def test_growth_is_drawn():
    place = {"us_per_step": 2.0, "core_mb": 0.5, "peak_mb": 50.0, "others": 0.0}
    places = [{"value": value, **place} for value in (0, 10, 1000)]
    assert curves({"recorded": places}).count("<circle") == 4  # nothing at zero
    known = {"machine": {"processor": "x"}, "date": "today", "axes": {"recorded": places}}
    assert "| 1,000 | 2 | 0.5 | 50 |" in points(known)


def test_what_a_step_cannot_do_without_is_measured(tmp_path):
    program, row = limits.parts_program(tmp_path), ROWS["izhikevich-1000"]
    for dtype, n_threads in limits.CASES.values():
        case = row.case(Peer(OURS), 1, str(tmp_path), size=300, duration_ms=10.0)
        case = replace(case, dtype=dtype, n_threads=n_threads)
        parts = limits.alone(program, case, n_spikes=30)
        assert list(parts) == list(limits.NAMES)
        assert all(value >= 0.0 for value in parts.values())
        assert parts["numbers"] > 0.0


def test_limits_are_shown_beside_what_steps_took():
    case = {"numbers": 1.0, "state": 2.0, "rows": 3.0, "recorded": 0.0, "pages": 0.0}
    case |= {"took": 8.0, "others": 0.1}
    known = {"machine": {"processor": "x"}, "date": "today", "cases": {"small": case}}
    assert limits_table(known).splitlines()[-1] == "| small | 1 | 2 | 3 | – | – | 6 | 8 | 75 % |"
    assert "the machine was calm" in limits_table(known)
    case["others"] = 0.4
    assert limits_table(known).startswith("Measured on today, x; 0.4 cores were busy otherwise.\n")
