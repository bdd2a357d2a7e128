"""The magics in an IPython shell: what they print, what they leave in the user's namespace."""

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from lab_networks import IZHIKEVICH

from annarchy_lab import Network, Neuron, Synapse
from annarchy_lab.lab.laboratory import LABORATORY


@pytest.fixture(scope="module")
def shell_of_module():
    shell = InteractiveShell()
    shell.colors = "nocolor"
    shell.display_formatter.active_types = shell.display_formatter.format_types
    yield shell
    shell.history_manager.end_session()


@pytest.fixture
def shell(shell_of_module):
    """A shell with the lab, and nobody's variables."""
    shell_of_module.reset(new_session=False)
    shell_of_module.extension_manager.load_extension("annarchy_lab")
    yield shell_of_module
    shell_of_module.extension_manager.unload_extension("annarchy_lab")


@pytest.fixture
def run(shell, capsys):
    """Run a cell; returns its result, or the text of what went wrong."""

    def run_cell(text):
        result = shell.run_cell(text)
        printed = capsys.readouterr()
        if result.success:
            return result.result if result.result is not None else printed.out
        return printed.out + printed.err

    return run_cell


NEURON = f"%%neuron Izhikevich\n{IZHIKEVICH}"


def completed(shell, text):
    """What completes the end of a text."""
    with provisionalcompleter():
        return [each.text for each in shell.Completer.completions(text, len(text))]


def test_a_model_cell_makes_a_model(shell, run):
    model = run(NEURON)
    assert isinstance(model, Neuron)
    assert shell.user_ns["Izhikevich"] is model
    assert model.declaration.attribute("noise").control_range == (0.0, 20.0)


def test_a_synapse_cell_makes_a_synapse(run):
    assert isinstance(run("%%synapse Oja\nequations:\n    dw/dt = pre.r * post.r\n"), Synapse)


def test_a_mistake_is_shown_with_a_caret_and_the_old_model_stays(shell, run):
    model = run(NEURON)
    text = run(NEURON.replace("noise * Normal", "noize * Normal"))
    line = next(i for i, each in enumerate(text.splitlines()) if "noize * Normal" in each)
    assert "did you mean 'noise'" in text
    assert "Traceback" not in text
    assert text.splitlines()[line].index("noize") == text.splitlines()[line + 1].index("^")
    assert " 10 |" in text  # the line of the cell, that of the magic counted
    assert shell.user_ns["Izhikevich"] is model


def test_all_mistakes_at_once(run):
    text = run("%%neuron N\nequations:\n    r = foo + bar\n")
    assert all(word in text for word in ("'foo'", "'bar'"))


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "3x", "a b", "lambda", "x;y"])
def test_a_name_that_is_none_is_refused(shell, run, name):
    before = set(shell.user_ns)
    text = run(f"%%neuron {name}\nequations:\n    r = 1.0\n")
    assert f"{name!r} cannot be the name of a neuron model" in text
    assert "^" * len(name) in text
    assert "Traceback" not in text
    assert set(shell.user_ns) == before


def test_a_body_without_a_name_asks_for_one(run):
    assert "needs a name" in run("%%neuron\nequations:\n    r = 1.0\n")


@pytest.mark.parametrize("kind", ["neuron", "synapse"])
@pytest.mark.parametrize("name", ["", " Mine"])
def test_a_bare_magic_inserts_a_template_that_works(shell, run, kind, name):
    run(f"%%{kind}{name}")
    template = shell.rl_next_input
    assert template.startswith(f"%%{kind}{name or ' Name'}\n")
    run(template)
    assert (name.strip() or "Name") in shell.user_ns


@pytest.mark.parametrize("kind", ["neuron", "synapse"])
def test_help_teaches_by_an_example_that_works(shell, run, kind):
    text = run(f"%%{kind} --help")
    example = [line[4:] for line in text.split("\n\n")[1].splitlines()]
    assert example[0].startswith(f"%%{kind} ")
    run("\n".join(example))
    assert example[0].split()[1] in shell.user_ns


def test_a_network_cell_builds_and_compiles(shell, run):
    run(NEURON)
    card = run(
        "%%network net --dt 0.5 --seed 7\n"
        "pop = create(20, Izhikevich, name='pop')\n"
        "proj = connect(pop[:15], pop, 'exc').all_to_all(weights=0.1)\n"
        "m = monitor(pop, 'v')\n"
    )
    net = shell.user_ns["net"]
    assert isinstance(net, Network)
    assert (net.compiled, net.dt, net.seed) == (True, 0.5, 7)
    html = card._repr_html_()
    assert all(word in html for word in ("pop[0:15]", "285", "Izhikevich", "dt 0.5 ms"))
    assert not {"create", "connect", "monitor"} & set(shell.user_ns)


def test_a_network_cell_that_fails_leaves_everything(shell, run):
    run(NEURON)
    run("%%network net\npop = create(20, Izhikevich)\n")
    net, shell.user_ns["create"] = shell.user_ns["net"], "mine"
    text = run("%%network net\npop = create(20, Unknown)\n")
    assert "name 'Unknown' is not defined" in text
    assert "pop = create(20, Unknown)" in text  # the user's line
    assert "exec(" not in text  # not ours
    assert shell.user_ns["net"] is net
    assert shell.user_ns["create"] == "mine"


def test_simulate(shell, run):
    run(NEURON)
    run("%%network one\ncreate(2, Izhikevich)\n")
    run("%%network two\ncreate(2, Izhikevich)\n")
    run("%simulate 10")
    run("%simulate 5 --network one")
    assert (shell.user_ns["one"].time, shell.user_ns["two"].time) == (5.0, 10.0)
    assert "no network called 'three'" in run("%simulate 5 --network three")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("%simulate", "required: duration"),
        ("%simulate soon", "invalid float value: 'soon'"),
        ("%%network\npass\n", "required: name"),
        ("%%network 3x\npass\n", "cannot be the name of a network"),
        ("%%network net --dt fast\npass\n", "invalid float value: 'fast'"),
        ("%live nothing", "no network called 'nothing'"),
    ],
)
def test_wrong_words_are_explained(run, line, told):
    text = run(line)
    assert told in text
    assert "Traceback" not in text


def test_record(shell, run):
    run(NEURON)
    run("%%network net\npop = create(20, Izhikevich, name='cells')\n")
    run("m = %record pop v spike --period 10")
    run("part = %record cells[5:8] u --name chosen")
    run("%simulate 50")
    data = shell.user_ns["m"].get()
    assert data["v"].shape == (5, 20)
    assert set(data["spike"]) == set(range(20))
    assert shell.user_ns["part"].name == "chosen"
    assert shell.user_ns["part"].get("u").shape == (50, 3)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("%record pop", "required: variables"),
        ("%record pip v", "nothing called 'pip' to record. Did you mean 'pop'?"),
        ("%record pop vv", "has no variable 'vv'"),
        ("%record pop[0:1:2:3] v", "write pop[3] or pop[0:10]"),
        ("%record __import__('os') v", "write pop or pop[0:10]"),
        ("%record pop v --period 'x", "quotes come in pairs"),
        ("%record net v", "records a population"),
    ],
)
def test_what_cannot_be_recorded(run, line, told):
    run(NEURON)
    run("%%network net\npop = create(20, Izhikevich)\n")
    text = run(line)
    assert told in text
    assert "Traceback" not in text


def test_the_journal(shell, run):
    run(NEURON)
    run("%%network net\npop = create(20, Izhikevich)\n")
    assert "begins with the first live run" in run("%journal")._repr_html_()
    assert "net.start()" in run("%journal --script")
    run("live = net.start(20.0, speed=None); pop.a = 0.05; live.wait()")
    html = run("%journal net")._repr_html_()
    assert all(word in html for word in ("0.05", ".jsonl", "%journal --script"))
    run("%journal --script")
    assert "net.apply('pop0', 'a', 'set', 0.05)" in shell.rl_next_input


def test_the_network_as_it_is_now(shell, run):
    run(NEURON)
    run("%%network net --seed 7\npop = create(20, Izhikevich)\n")
    run("%simulate 1250")
    html = run("%network")._repr_html_()
    assert "t = 1\N{NO-BREAK SPACE}250 ms" in html
    assert "seed 7" in html
    run("import annarchy_lab; other = annarchy_lab.Network()")
    assert "not compiled yet" in run("%network other")._repr_html_()


def test_a_question_mark_teaches(run):
    assert "Leaky integrate-and-fire" in run("%%neuron?")
    assert "Learning rule of Oja" in run("%%synapse?")


def test_completion_of_a_model_cell(shell, run):
    text = NEURON + "reset: v = no"
    assert completed(shell, text) == ["noise", "norm1", "norm2", "not"]
    assert "noise" not in completed(shell, "x = no")


def test_words_have_help(run):
    assert "Plain Python" in run("%simulate --help")
    assert "--seed" in run("%%network --help\npass\n")
    assert "m = %record pop[:20] v\n" in run("%record --help")


def test_live_shows_the_current_network(shell, run):
    run(NEURON)
    run("%%network net\ncreate(2, Izhikevich)\n")
    panel = run("%live")
    assert panel.transport.name == "net"
    panel.close()


def test_models_show_as_cards(shell, run):
    model = run(NEURON)
    bundle, _ = shell.display_formatter.format(model)
    assert set(bundle) == {"text/html", "text/latex", "text/plain"}


def test_unloading_leaves_nothing(shell_of_module, shell, run):
    run(NEURON)
    run("%%network net\ncreate(2, Izhikevich)\n")
    run("run = net.start()")
    shell_of_module.extension_manager.unload_extension("annarchy_lab")
    assert shell.user_ns["run"].state == "stopped"
    assert "not found" in run("%simulate 10")
    bundle, _ = shell.display_formatter.format(shell.user_ns["Izhikevich"])
    assert set(bundle) == {"text/plain"}
    assert "%%neuron" in run("%%neuron")  # IPython's own complaint
    assert LABORATORY.sessions() == []
    assert shell_of_module.Completer.custom_matchers == []


def test_loading_is_cheap():
    import subprocess
    import sys

    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell()\n"
        "shell.extension_manager.load_extension('annarchy_lab')\n"
        "import sys; print(*{'bokeh', 'panel', 'sympy', 'ipywidgets', 'anywidget', 'matplotlib'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == ""
