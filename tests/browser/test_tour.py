"""The tour, lived through in a browser: look, steer, pause, reload, go on."""

import pytest
from tour_driver import INK, JOURNAL, PLOT, SCRIPT, STEER, STOP, TOUR, Tour


@pytest.fixture
def tour(notebook):
    made = Tour(notebook.open(TOUR))
    made.begin()
    return made


def test_the_network_is_alive(tour):
    before = tour.shown()
    assert tour.page.evaluate(INK) > 500
    tour.wait_painted(before)
    (_, raster_ms), (_, rate_ms), (_, trace_ms) = tour.shown()
    assert abs(raster_ms - trace_ms) < 200
    assert abs(raster_ms - rate_ms) < 200
    assert "real time" in tour.part("transport").inner_text()
    tour.wait_rate(5.0, 14.0)
    tour.picture("light")
    tour.notebook.use_theme("JupyterLab Dark")
    tour.wait_painted(tour.shown())
    tour.page.wait_for_timeout(1200)
    tour.picture("dark")


def test_a_control_is_dragged_and_the_rate_changes(tour):
    tour.wait_rate(5.0, 14.0)
    tour.drag("Exc noise", 0.5)
    tour.wait_value("Exc noise", 9.0, 11.0)
    tour.wait_rate(20.0, 60.0)
    tour.picture("steered")
    tour.slider("Exc noise").dblclick()
    tour.wait_value("Exc noise", 5.0, 5.0)
    tour.wait_rate(5.0, 14.0)
    tour.notebook.run(STEER)  # a cell steers, and the control follows
    tour.wait_value("Exc noise", 7.0, 7.0)


def test_pause_step_and_go_on(tour):
    tour.part("play").click()
    tour.wait_state("paused")
    tour.page.wait_for_timeout(500)
    before, t_ms = tour.shown(), tour.time_ms
    tour.page.wait_for_timeout(800)
    assert tour.shown() == before
    assert tour.time_ms == t_ms
    tour.part("step").click()
    tour.page.wait_for_function(
        "t => Number(document.querySelector('[data-testid=annl-transport]').dataset.time) === t",
        arg=t_ms + 1,
    )
    tour.part("play").click()
    tour.wait_state("running")
    tour.wait_painted(before)
    tour.part("speed").select_option("0")
    tour.page.wait_for_function(
        "t => Number(document.querySelector('[data-testid=annl-transport]').dataset.time) > t",
        arg=tour.time_ms + 5000,
    )
    tour.part("stop").click()
    tour.wait_state("stopped")
    tour.part("reset").click()
    tour.wait_state("idle")
    assert tour.time_ms == 0.0


def test_the_page_is_reloaded_and_the_view_comes_back(tour):
    tour.drag("Exc noise", 0.4)
    tour.page.wait_for_timeout(1500)
    noise, t_ms = tour.value("Exc noise"), tour.time_ms
    tour.notebook.command("docmanager:save")
    tour.page.wait_for_timeout(1000)
    tour.notebook.reload()
    tour.look()
    tour.wait_painted([[0, 0]] * 3)
    tour.wait_state("running")
    assert tour.time_ms > t_ms
    assert tour.value("Exc noise") == noise
    assert tour.page.evaluate(INK) > 500
    tour.picture("reloaded")


def test_a_control_acts_while_another_cell_is_busy(tour):
    tour.wait_rate(5.0, 14.0)
    tour.notebook.run(STOP, wait=False)  # to have an edited cell at hand
    tour.notebook.wait_done(STOP)
    tour.notebook.editor(STOP).click()
    tour.page.keyboard.press("Control+A")
    tour.page.keyboard.type("import time; run = pulse.start(); time.sleep(8); print('done')")
    tour.notebook.run(STOP, wait=False)
    tour.look()
    tour.wait_state("running")
    tour.drag("Exc noise", 0.5)
    tour.wait_rate(15.0, 60.0)
    assert tour.notebook.output(STOP).inner_text().strip() == ""  # it is still busy
    before = tour.shown()
    tour.wait_painted(before)
    tour.notebook.wait_done(STOP)


@pytest.mark.parametrize("lab", ["/user/x/"], indirect=True)
def test_from_top_to_bottom_under_a_base_url(tour):
    tour.drag("Inh noise", 0.3)
    tour.wait_value("Inh noise", 4.0, 8.0)
    for index in range(STEER, SCRIPT + 1):
        tour.notebook.run(index)
    assert "Hz on average" in tour.notebook.cell(PLOT).inner_text()
    assert "pop.noise [800:1000]" in tour.notebook.output(JOURNAL).inner_text()
    assert "net.apply('pop', 'noise'" in tour.notebook.output(SCRIPT).inner_text()


def test_a_mistake_is_explained_under_the_cell(notebook):
    page = notebook.new(
        "%load_ext annarchy_lab",
        "%%neuron <img src=x onerror=alert(1)>\nequations:\n    r = 1.0",
        "%%neuron Rate\nequations:\n    r = baslin",
        "%%neuron",
    )
    page.run(0)
    for index, told in ((1, "cannot be the name"), (2, "unknown name 'baslin'")):
        page.run(index, wait=False)
        page.output(index).get_by_text(told).wait_for()
        assert "Traceback" not in page.output(index).inner_text()
        assert page.output(index).locator("img").count() == 0
    page.run(3)
    page.page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.widgets[3]"
        ".model.sharedModel.getSource().includes('parameters:')"
    )
