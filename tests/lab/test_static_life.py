"""What is left of the lab where no widget runs: saved notebooks, nbconvert."""

import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from annarchy_lab import Izhikevich, Network
from annarchy_lab.lab.cards.model import model_html
from annarchy_lab.lab.cards.network import NetworkCard
from annarchy_lab.lab.views.views import controls, live, transport

HOSTILE = "<img src=x onerror=alert(1)>"
CELLS = (
    """
import annarchy_lab as ann
from annarchy_lab.lab import *
net = ann.Network(dt=1.0, seed=7)
pop = net.create(20, ann.Izhikevich, name="<img src=x onerror=alert(1)>")
pop.noise = 5.0
proj = net.connect(pop, pop, "exc", name="<script>alert(2)</script>")
proj.all_to_all(weights=0.1)
net.compile(silent=True)
""",
    "live(net, views={'<b>bold</b>': pop}, controls=['a', 'w'])",
    "raster(net)",
    "rate(net)",
    "trace(net, 'v')",
    "phase_plane(net, 'v', 'u')",
    "histogram(net)",
    "activity_map(net)",
    "weights(net, proj)",
    "receptive_fields(net, proj)",
    "transport(net)",
    "controls(net, attributes=['a', 'w'])",
    "ann.Izhikevich",
    "net.simulate(200.0)",
)
PICTURES = range(1, 10)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNARCHY_LAB_DATA_DIR", str(folder))
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_every_view_leaves_its_last_picture(executed):
    for k in PICTURES:
        (output,) = executed.cells[k].outputs
        assert output.data["image/png"].startswith("iVBORw0KGgo"), CELLS[k]
        assert "run the cell again" in output.data["text/plain"]


def test_bars_and_controls_leave_a_table(executed):
    for k, word in ((10, "200 ms"), (11, "a")):
        (output,) = executed.cells[k].outputs
        assert word in re.sub(r"<[^>]+>", " ", output.data["text/html"])


def test_a_page_made_of_it_shows_pictures_and_no_missing_widgets(executed):
    html, _ = HTMLExporter().from_notebook_node(executed)
    assert html.count("data:image/png;base64") >= len(PICTURES)
    assert "widget-view+json" not in re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert "not found" not in html


def test_every_picture_has_words(executed):
    for k in PICTURES:
        (output,) = executed.cells[k].outputs
        assert "run the cell again" in output.metadata["image/png"]["alt"]


def markup(html):
    """Tags that a name would have made."""
    return [(tag, a) for tag, a in Tags(html).found if "onerror" in a or tag in ("script", "b")]


def test_names_are_never_markup(executed, laboratory):
    for k in (*PICTURES, 10, 11):
        (output,) = executed.cells[k].outputs
        assert not markup(output.data.get("text/html", ""))
    net = Network(dt=1.0, seed=1)
    pop = net.create(3, Izhikevich, name=HOSTILE)
    net.connect(pop, pop, "exc", name="<script>x</script>").all_to_all(weights=0.1)
    net.compile(silent=True)
    panel = live(net, views={"<b>bold</b>": pop})
    for html in (
        NetworkCard(net, HOSTILE)._repr_html_(),
        model_html(Izhikevich()),
        still_table(controls(net, views={HOSTILE: pop}, attributes=["a", "w"])),
        still_table(transport(net)),
    ):
        assert not markup(html)
    panel.close()


def still_table(widget):
    return widget.bundle()["text/html"].partition("</style>")[2]
