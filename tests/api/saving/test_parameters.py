import json

import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture
def net():
    net = ann.Network(seed=1)
    net.constant("gain", 2.0)
    neuron = ann.Neuron(
        parameters={"tau": 10.0, "b": ann.Parameter(0.5), "k": ann.Parameter(1.0, "local")},
        equations="r = k * b / tau + gain",
    )
    pop = net.create(3, neuron, name="P")
    synapse = ann.Synapse(parameters={"eta": 0.25}, psp="eta * w * pre.r")
    net.connect(pop, pop, "exc", synapse, name="PP").all_to_all(0.5)
    return net


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "parameters.json"


def write(path, **data):
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data))


@pytest.mark.proves("api-2-load-save")
@pytest.mark.proves("api-10-parameters")
def test_global_parameters_go_out_and_in(net, path):
    net.save_parameters(path)
    data = json.loads(path.read_text())
    assert data == {
        "populations": {"P": {"tau": 10.0, "b": 0.5}},
        "projections": {"PP": {"eta": 0.25}},
        "network": {},
        "constants": {"gain": 2.0},
    }
    data["populations"]["P"]["tau"] = 20.0
    data["projections"]["PP"]["eta"] = 0.5
    data["constants"]["gain"] = 3.0
    data["network"] = {"mine": [1, "two"]}
    write(path, **data)
    net.compile(silent=True)
    assert net.load_parameters(path) == {"mine": [1, "two"]}
    pop = net.get_population("P")
    assert (pop.tau, net.get_projection("PP").eta) == (20.0, 0.5)
    assert net.get_constant("gain").value == 3.0
    net.simulate(1.0)
    assert pop.r.tolist() == [3.025] * 3


@pytest.mark.proves("api-10-parameters-unknown")
def test_unknown_names_print_a_warning(net, path, capsys):
    write(
        path,
        populations={"P": {"taau": 1.0, "k": 5.0, "r": 1.0}, "Q": {"tau": 1.0}},
        projections={"PQ": {}},
        constants={"loss": 1.0},
    )
    assert net.load_parameters(path) == {}
    out = capsys.readouterr().out
    for text in (
        "P has no parameter 'taau'; it is left out. Did you mean 'tau'?",
        "k of P is not global",
        "P has no parameter 'r'",
        "there is no population 'Q'",
        "there is no projection 'PQ'; it is left out.",
        "there is no constant 'loss'",
    ):
        assert text in out
    assert net.get_population("P").k.tolist() == [1.0] * 3


@pytest.mark.proves("api-10-parameters-local")
def test_local_parameters_on_request(net, path, capsys):
    write(path, populations={"P": {"k": [1.0, 2.0, 3.0], "tau": 5.0}})
    net.load_parameters(path, global_only=False, verbose=True)
    assert net.get_population("P").k.tolist() == [1.0, 2.0, 3.0]
    assert "P.tau = 5.0" in capsys.readouterr().out


@pytest.mark.proves("api-10-parameters-bad")
@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("{", "no file of parameters"),
        ("[1]", "holds no JSON object"),
        ('{"populations": 3}', "populations is no JSON object"),
        ('{"populations": {"P": 3}}', "parameters of P in the file are no JSON object"),
        ('{"populations": {"P": {"b": 1.0, "tau": "fast"}}}', 'tau of P .* no number, but "fast"'),
        ('{"populations": {"P": {"b": 1.0, "tau": [1.0, 2.0]}}}', "tau of P is one value for all"),
        ('{"populations": {"P": {"b": 1.0, "tau": NaN}}}', "NaN is no parameter"),
        ('{"constants": {"gain": [1.0]}, "populations": {"P": {"b": 1.0}}}', "constant gain"),
    ],
)
def test_bad_files_change_nothing(net, path, text, match):
    path.parent.mkdir()
    path.write_text(text)
    with error(match):
        net.load_parameters(path)
    assert net.get_population("P").b == 0.5


@pytest.mark.proves("api-10-global")
def test_the_global_functions(path):
    gain = ann.Constant("gain", 2.0)
    pop = ann.Population(2, ann.Neuron({"tau": 10.0}, "r = tau * gain"), name="P")
    ann.save_parameters(str(path))
    write(path, populations={"P": {"tau": 3.0}}, constants={"gain": 4.0}, network={"a": 1})
    assert ann.load_parameters(str(path)) == {"a": 1}
    assert (pop.tau, gain) == (3.0, 4.0)


@pytest.mark.proves("api-10-xml")
def test_old_parameters_of_xml(tmp_path):
    path = tmp_path / "parameters.xml"
    path.write_text(
        "<database><parameter><name>tau</name><value> 10.5 </value></parameter>"
        "<parameter><name>n</name><value>3</value></parameter>"
        "<parameter><name>file</name><value>a &amp; b</value></parameter></database>"
    )
    found = ann.load_parameter(str(path))
    assert found == {"tau": 10.5, "n": 3, "file": "a & b"}
    assert type(found["n"]) is int


@pytest.mark.refuses("api-10-xml-entities")
@pytest.mark.parametrize(
    ("text", "match"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities are not read"),
        ('<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>', "entities are not read"),
    ],
)
def test_entities_are_refused(tmp_path, text, match):
    (tmp_path / "x.xml").write_text(text)
    with error(match):
        ann.load_parameter(tmp_path / "x.xml")


@pytest.mark.proves("api-10-xml")
@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("<a>", "no file of parameters"),
        ("", "no file of parameters"),
        ("<a><parameter><name>t</name></parameter></a>", "'t' has no value"),
        ("<a><parameter><value>1</value></parameter></a>", "has no name"),
    ],
)
def test_bad_xml(tmp_path, text, match):
    (tmp_path / "x.xml").write_text(text)
    with error(match):
        ann.load_parameter(tmp_path / "x.xml")
    with error("there is no file"):
        ann.load_parameter(tmp_path / "none.xml")
