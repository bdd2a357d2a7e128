"""What the widget tells: messages of the schema, only what has changed, the newest request last."""

import jsonschema
import numpy as np
import pytest

from annarchy_lab import EIF_cond_exp_isfa_ista, IF_curr_exp, Izhikevich, Network, Neuron
from annarchy_lab.lab import explore
from annarchy_lab.lab.schema import generate
from annarchy_lab.lab.widgets.explorer import ExplorerView

DEFINITIONS = generate.load()
PARTS = {
    "hello": "ExplorerHello",
    "trace": "ExplorerTrace",
    "plane": "ExplorerPlane",
    "curve": "ExplorerCurve",
    "settled": "ExplorerSettled",
    "python": "ExplorerText",
    "said": "ExplorerText",
}


class View(ExplorerView):
    """Keeps what it would send, and works at once."""

    def __init__(self, explorer):
        self.told = []
        super().__init__(explorer)

    def tell(self, message, buffers=()):
        if message.get("view") != "phase" and message["kind"] in PARTS:
            name = PARTS[message["kind"]]
            jsonschema.validate(message, DEFINITIONS | {"$ref": f"#/$defs/{name}"})
        self.told.append((message, [np.asarray(buffer) for buffer in buffers]))

    def _ask(self, request):
        self._answer(request)

    def hear(self, **message):
        self.told.clear()
        self._on_message(self, message, [])
        return {message["kind"]: (message, buffers) for message, buffers in self.told}

    def ask(self, values=None, fit=False, **look):
        hello = self.hello()
        known = [control["value"] for control in hello["controls"]]
        wanted = {**hello["look"], **look}
        return self.hear(kind="explore", seq=7, look=wanted, values=values or known, fit=fit)


@pytest.fixture
def view():
    made = View(explore(Izhikevich()))
    made.hear(kind="hello?")
    yield made
    made.close()


def test_a_view_that_appears_is_told_everything(view):
    told = view.hear(kind="hello?")
    assert list(told) == ["hello", "trace", "plane", "curve", "settled"]
    hello = told["hello"][0]
    assert [x["name"] for x in hello["states"]] == ["v", "u"]
    assert "i_offset" not in [control["name"] for control in hello["controls"]]
    message, (points, arrows) = told["plane"]
    assert sum(line["n_points"] for line in message["lines"]) == len(points)
    assert arrows.shape[1] == 4
    _, (t, x, y, wave, spikes) = told["trace"]
    assert t.shape == x.shape == y.shape
    assert x.max() > 20.0  # no peak is lost
    assert len(spikes) == 5
    assert wave.max() == 10.0


def test_only_what_has_changed_is_told(view):
    assert list(view.ask()) == ["settled"]
    assert list(view.ask(start=[-50.0, 0.0])) == ["trace", "settled"]
    assert list(view.ask(scanned="a")) == ["curve", "settled"]
    values = [control["value"] for control in view.hello()["controls"]]
    told = view.ask(values=[0.1, *values[1:]])
    assert list(told) == ["trace", "plane", "curve", "settled"]
    assert view.explorer.parameters["a"] == 0.1
    assert told["settled"][0]["seq"] == 7


def test_limits_grow_and_are_fitted_again(view):
    def width(told):
        message = told["plane"][0]
        return message["x_max"] - message["x_min"], message["y_max"] - message["y_min"]

    first = width(view.ask(level=9.0))
    wide = width(view.ask(start=[-65.0, 60.0]))
    assert wide[1] > first[1]
    assert width(view.ask(start=[], level=9.5)) == wide
    assert width(view.ask(start=[], level=9.0, fit=True))[1] < wide[1]


def test_another_drive_is_told_anew(view):
    told = view.ask(drive="g_exc", scanned="g_exc")
    view.explorer.trace()
    assert view.explorer.drive == "g_exc"
    assert told["hello"][0]["look"]["drive"] == "g_exc"
    assert "i_offset" in [control["name"] for control in told["hello"][0]["controls"]]


def test_what_python_sets_is_told(view):
    view.told.clear()
    view.explorer.set(d=2.0)
    kinds = [message["kind"] for message, _ in view.told]
    assert kinds[0] == "hello"
    assert "trace" in kinds


def test_maps_lines_and_models_without_a_plane(view):
    _, (x, y, values) = view.ask(scanned="a", second="b")["curve"]
    assert values.shape == (len(x), len(y))
    line = View(explore(IF_curr_exp(), "i_offset"))
    told = line.hear(kind="hello?")
    message, _ = told["plane"]
    assert message["is_line"]
    assert {each["role"] for each in message["lines"]} == {"rate", "threshold", "reset"}
    flat = View(explore(Neuron(parameters="I = 1.0", equations="r = 2.0*I")))
    assert list(flat.hear(kind="hello?")) == ["hello", "trace", "curve", "settled"]
    for each in (line, flat):
        each.close()


def test_nonsense_is_refused_and_nothing_breaks(view):
    for look in (
        {"duration_ms": -1.0},
        {"shape": "square"},
        {"measure": "speed"},
        {"start": [1.0]},
        {"level": float("nan")},
        {"scanned": "nothing"},
    ):
        assert view.ask(**look)["settled"][0]["problem"]
    view.hear(kind="explore", seq=9, look={}, values=[])
    assert list(view.ask()) == ["settled"] or view.ask()["settled"][0]["problem"] == ""


def test_the_model_is_copied_as_it_is_now(view):
    view.explorer.set(a=0.07)
    assert "0.07" in view.hear(**{"kind": "python?"})["python"][0]["text"]


def test_a_picture_stays(view):
    bundle = view.bundle()
    assert bundle["image/png"].startswith("iVBORw0KGgo")
    assert "explorer of Izhikevich" in bundle["text/plain"]


def test_the_neuron_that_runs_has_a_dot(laboratory, eventually):
    net = Network(dt=0.5)
    pop = net.create(20, EIF_cond_exp_isfa_ista(), name="cells")
    net.compile(silent=True)
    view = View(explore(pop[15]))
    view.visible = True
    assert view.hear(kind="hello?")["hello"][1] == []
    net.simulate(20.0)
    eventually(lambda: any(m["kind"] in ("frame", "snapshot") for m, _ in view.told))
    message, (points,) = next(x for x in view.told if x[0]["kind"] in ("frame", "snapshot"))
    v, w = np.frombuffer(points.tobytes(), "<f4").reshape(2, -1)
    assert v[-1] == pytest.approx(pop.v[15], abs=1.0)
    view.explorer.set(b=0.2)
    assert "said" in view.hear(kind="apply")
    assert (pop.b == 0.2).all()
    del message, w
    view.close()


def test_what_is_shown_is_saved(view, tmp_path):
    explorer = view.explorer
    explorer._view = view
    view.ask(level=0.0, scanned="d", second="b")
    numbers = explorer.data()
    assert numbers["trace_v"].shape == numbers["trace_time_ms"].shape
    assert numbers["nullcline_u"].shape[1] == 2
    assert numbers["fixed_points"][0] == pytest.approx([-70.0, -14.0])
    assert numbers["stable"].tolist() == [True, False]
    assert numbers["curve_result"].shape == (len(numbers["curve_d"]), len(numbers["curve_b"]))
    picture = explorer.export(tmp_path / "explorer.svg").read_text()
    assert "phase plane" in picture
    assert "firing rate over d and b" in picture
    loaded = np.load(explorer.export(tmp_path / "explorer.npz"), allow_pickle=False)
    assert set(loaded) == set(numbers)


def test_the_menu_of_the_page_is_answered(view, eventually):
    view.hear(kind="export", id="1", format="svg")
    eventually(lambda: [m for m, _ in view.told if m["kind"] == "exported"])
    ((message, buffers),) = [each for each in view.told if each[0]["kind"] == "exported"]
    assert (message["name"], message["problem"]) == ("explorer-of-Izhikevich.svg", "")
    assert bytes(buffers[0]).startswith(b"<")
