"""The cache of compiled modules."""

import stat

import pytest

from annarchy_lab.runtime.cache import Cache


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache", max_bytes=300)


def make(content=b"x" * 100):
    return lambda path: path.write_bytes(content)


def refuse(path):
    raise AssertionError("made again")


def test_made_once(cache):
    path, was_made = cache.get("a", make())
    assert was_made
    assert cache.get("a", refuse) == (path, False)


def test_folder_is_private(cache):
    cache.get("a", make())
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", [b"", b"x" * 99, b"y" * 100])
def test_a_damaged_file_is_made_again(cache, damage):
    path, _ = cache.get("a", make())
    path.write_bytes(damage)
    assert cache.get("a", make()) == (path, True)
    assert path.read_bytes() == b"x" * 100


def test_nothing_is_left_of_a_failed_build(cache):
    def fail(path):
        path.write_bytes(b"half")
        raise RuntimeError("compiler")

    with pytest.raises(RuntimeError, match="compiler"):
        cache.get("a", fail)
    assert cache.size() == (0, 0)
    assert not list(cache.folder.glob("*.tmp"))
    assert cache.get("a", make())[1]


def test_bounded(cache):
    for key in "abcd":
        cache.get(key, make())
    assert cache.size() == (3, 300)


def test_clear(cache):
    cache.get("a", make())
    assert cache.clear() == 1
    assert list(cache.folder.iterdir()) == []
