"""Buffers and modules."""

import gc

import numpy as np
import pytest
from native_modules import COUNTING, build_module, module_text

from annarchy_lab.runtime._bridge import Buffer, Module


@pytest.mark.parametrize("n_bytes", [0, 1, 63, 64, 4096, 5 << 20])
def test_a_buffer_is_zeroed_aligned_and_writable(n_bytes):
    buffer = Buffer(n_bytes)
    assert buffer.n_bytes == len(buffer) == n_bytes
    if n_bytes == 0:
        return
    view = np.frombuffer(buffer, np.uint8)
    assert view.ctypes.data % 64 == 0
    assert not view.any()
    view[:] = 7
    assert np.frombuffer(buffer, np.uint8).min() == 7


def test_an_array_keeps_its_buffer_alive():
    view = np.frombuffer(Buffer(1 << 16), np.float64)
    gc.collect()
    view[:] = 1.5
    assert view.sum() == 1.5 * view.size


def test_a_buffer_cannot_have_a_negative_size():
    with pytest.raises(ValueError, match="negative"):
        Buffer(-1)


def test_a_module_describes_itself(modules):
    module = modules["counting"]
    assert module.fingerprint == "by hand"
    assert module.functions == {"prepare", "update_global", "update"}
    assert [name for name, *_ in module.buffers] == ["input", "derived", "total", "v"]
    assert module.buffers[0][1:] == (3, 1, 1)  # f64, per neuron, read


def test_another_abi_version_is_refused(tmp_path):
    with pytest.raises(RuntimeError, match=r"ABI version 999.*compiled again"):
        build_module(tmp_path / "old.so", module_text(COUNTING, "a b c v", abi_version="999u"))


def test_a_library_that_is_no_module_is_refused(tmp_path):
    text = module_text(COUNTING, "a b c v").replace("annl_module_entry", "another_entry")
    with pytest.raises(RuntimeError, match=r"no module: it has no annl_module_entry"):
        build_module(tmp_path / "library.so", text)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(RuntimeError, match=r"missing\.so"):
        Module(tmp_path / "missing.so")
