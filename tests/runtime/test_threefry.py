"""The generator: published vectors, and a plain Python writing of the paper."""

import numpy as np
import pytest

from annarchy_lab.runtime import _bridge

MASK = 0xFFFFFFFF
PI = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
PI_CONTINUED = (0xA4093822, 0x299F31D0, 0x082EFA98, 0xEC4E6C89)
ZEROS, ONES = (0,) * 4, (MASK,) * 4

# (rounds, counter, key, words): Random123, file kat_vectors
PUBLISHED = (
    (13, ZEROS, ZEROS, (0x531C7E4F, 0x39491EE5, 0x2C855A92, 0x3D6ABF9A)),
    (13, ONES, ONES, (0xC4189358, 0x1C9CC83A, 0xD5881C67, 0x6A0A89E0)),
    (13, PI, PI_CONTINUED, (0x4AA71D8F, 0x734738C2, 0x431FC6A8, 0xAE6DEBF1)),
    (20, ZEROS, ZEROS, (0x9C6CA96A, 0xE17EAE66, 0xFC10ECD4, 0x5256A7D8)),
    (20, ONES, ONES, (0x2A881696, 0x57012287, 0xF6C7446E, 0xA16A6732)),
    (20, PI, PI_CONTINUED, (0x59CD1DBB, 0xB8879579, 0x86B5D00C, 0xAC8B6D84)),
)

ROTATIONS = ((10, 26), (11, 21), (13, 27), (23, 5), (6, 20), (17, 11), (25, 10), (18, 20))


def plain_threefry(counter, key, rounds):
    """Round by round as in the paper, with Python's integers."""
    keys = (*key, 0x1BD11BDA ^ key[0] ^ key[1] ^ key[2] ^ key[3])
    x = [(word + k) & MASK for word, k in zip(counter, keys, strict=False)]
    for r in range(rounds):
        partners = (1, 3) if r % 2 == 0 else (3, 1)
        for target, partner, bits in zip((0, 2), partners, ROTATIONS[r % 8], strict=True):
            x[target] = (x[target] + x[partner]) & MASK
            rotated = (x[partner] << bits | x[partner] >> (32 - bits)) & MASK
            x[partner] = rotated ^ x[target]
        if r % 4 == 3:
            n = (r + 1) // 4
            x = [(word + keys[(n + i) % 5]) & MASK for i, word in enumerate(x)]
            x[3] = (x[3] + n) & MASK
    return tuple(x)


@pytest.mark.parametrize(("rounds", "counter", "key", "words"), PUBLISHED)
def test_published_vectors(rounds, counter, key, words):
    assert _bridge.threefry4x32(counter, key, rounds) == words
    assert plain_threefry(counter, key, rounds) == words


@pytest.mark.parametrize("rounds", range(21))
def test_equals_the_plain_writing(rounds):
    rng = np.random.default_rng(rounds)
    for _ in range(20):
        counter, key = rng.integers(0, 2**32, (2, 4)).tolist()
        assert _bridge.threefry4x32(counter, key, rounds) == plain_threefry(counter, key, rounds)


@pytest.mark.parametrize("rounds", [-1, 21])
def test_refuses_other_rounds(rounds):
    with pytest.raises(ValueError, match="rounds"):
        _bridge.threefry4x32(ZEROS, ZEROS, rounds)


def test_refuses_words_that_are_not_32_bits():
    with pytest.raises(OverflowError):
        _bridge.threefry4x32((2**32, 0, 0, 0), ZEROS, 12)
