import pytest

import annarchy_lab
from annarchy_lab.lab import doctor
from annarchy_lab.runtime.cache import default_cache


def test_it_tells_what_there_is(capsys):
    status = doctor.main(["doctor"])
    text = capsys.readouterr().out
    for word in ("package", "compiler", "core", "cache", "labextension", "live views"):
        assert word in text
    assert annarchy_lab.__version__ in text
    assert (status == 0) == ("MISSING" not in text)


def test_a_missing_compiler_is_a_finding_with_a_remedy(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "find_toolchain", lambda: None)
    assert doctor.main(["doctor"]) == 1
    text = capsys.readouterr().out
    assert "MISSING  compiler" in text
    assert "apt install g++" in text


@pytest.mark.parametrize(
    ("found", "told"), [(None, "not installed"), ("0.0.1", "one version of both")]
)
def test_the_labextension_must_be_of_the_same_version(monkeypatch, found, told):
    monkeypatch.setattr(doctor, "_labextension_version", lambda: found)
    finding = next(f for f in doctor.examine() if f.topic == "labextension")
    assert not finding.is_well
    assert told in str(finding)


def test_a_cache_that_cannot_be_written(monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)
    finding = next(f for f in doctor.examine() if f.topic == "cache")
    assert "ANNARCHY_LAB_CACHE_DIR" in finding.remedy


def test_the_cache_is_cleared(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ANNARCHY_LAB_CACHE_DIR", str(tmp_path / "cache"))
    default_cache().get("0" * 64, lambda path: path.write_bytes(b"x") and None)
    assert default_cache().size()[0] == 1
    assert doctor.main(["cache", "clear"]) == 0
    assert "removed 1 modules" in capsys.readouterr().out
    assert default_cache().size()[0] == 0


@pytest.mark.parametrize("words", [[], ["cache"], ["nonsense"]])
def test_wrong_words_are_refused(words, capsys):
    with pytest.raises(SystemExit) as stop:
        doctor.main(words)
    assert stop.value.code == 2
    assert "usage: annarchy-lab" in capsys.readouterr().err
