"""Options on the command line of a script."""

import os
import subprocess
import sys

import pytest

import annarchy_lab as ann
from annarchy_lab.api.command_line import asked_for, script_arguments

SCRIPT = """
import sys
import annarchy_lab as ann
ann.setup(num_threads=2, dtype="float64")
net = ann.Network()
net.config(num_threads=3)
print(net.settings.num_threads, net.settings.dtype, net.settings.verbose)
print(ann.magic_network().settings.num_threads, sys.argv[1:])
"""


@pytest.mark.proves("api-1-command-line")
@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["-j", "4"], {"num_threads": 4}),
        (["-j4"], {"num_threads": 4}),
        (["--num-threads=2", "--prec=single"], {"num_threads": 2, "dtype": "float32"}),
        (["--num-threads", "2", "--prec", "double"], {"num_threads": 2, "dtype": "float64"}),
        (["-v"], {"verbose": True}),
        (["--verbose"], {"verbose": True}),
        (["--gpu"], {"paradigm": "cuda"}),
        (["--gpu=1"], {"paradigm": "cuda"}),
        ([], {}),
    ],
)
def test_options_are_settings(arguments, settings):
    assert asked_for(arguments) == (settings, ())


@pytest.mark.proves("api-1-command-line-others")
@pytest.mark.parametrize(
    "arguments",
    [
        ["data.csv", "--jobs", "3", "-jobs", "--precision=single", "--seed=4"],
        ["-j", "many", "-j", "0", "--num-threads=", "--prec=half", "--prec"],
        ["--", "-j", "4", "--prec=single"],
        ["-j=4", "--profiler", "-"],
    ],
)
def test_what_is_not_ours_is_left_alone(arguments):
    assert asked_for(arguments) == ({}, ())


@pytest.mark.proves("api-1-command-line-idle")
def test_options_without_effect():
    named = ["--visible-cores", "0,1", "--report", "--trace", "--profile", "--auto-tuning"]
    idle = asked_for([*named, "--profile-out=file", "-c", "--clean", "-d", "--debug"])
    expected = [name for name in named if name.startswith("--")] + ["--profile-out"]
    assert idle == ({}, tuple(expected))


@pytest.mark.proves("api-1-command-line-scripts-only")
def test_tests_and_notebooks_have_no_command_line(monkeypatch):
    main = sys.modules["__main__"]  # of a notebook, if a test has run one before: it is no file
    monkeypatch.setattr(sys, "argv", [getattr(main, "__file__", "notebook"), "-j", "4"])
    assert script_arguments() == []
    assert ann.Network().settings.num_threads == 1


def run(tmp_path, *arguments, code=SCRIPT, before=()):
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, *before, str(script), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.proves("api-1-command-line", "api-1-command-line-idle", "api-1-command-line-others")
def test_a_script_with_options(tmp_path):
    done = run(tmp_path, "-j", "4", "--prec=single", "--trace", "data.csv")
    assert done.stdout.splitlines() == [
        "WARNING: options without effect here: --trace.",
        "4 float32 False",
        "4 ['-j', '4', '--prec=single', '--trace', 'data.csv']",
    ]


@pytest.mark.refuses("api-1-command-line-gpu")
def test_a_gpu_is_refused(tmp_path):
    done = run(tmp_path, "--gpu")
    assert "paradigm='cuda' does not exist yet" in done.stderr


@pytest.mark.proves("api-1-command-line-scripts-only")
def test_a_program_that_imports_a_script_keeps_its_options_to_itself(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import sys; sys.argv[0] = 'other'; sys.path.insert(0, sys.argv[1]); import script",
        encoding="utf-8",
    )
    done = run(tmp_path, str(tmp_path), "-j", "4", before=(str(program),), code=SCRIPT)
    assert done.stdout.startswith("3 float64 False\n"), done.stderr


@pytest.mark.refuses("api-1-user-file")
def test_the_file_of_the_user_is_not_even_read(tmp_path):
    folder = tmp_path / ".config" / "ANNarchy"
    folder.mkdir(parents=True)
    (folder / "annarchy.json").write_text('{"openmp": {"compiler": "no-such-compiler", ', "utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "import annarchy_lab as ann\n"
        "ann.Population(1, ann.Neuron(equations='r = 1.0'))\n"
        "ann.compile(annarchy_json='elsewhere.json')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "WARNING: compile options without effect here: annarchy_json.",
        "Compiling ...  OK",
    ], done.stderr
