"""Whatever these tests have generated, the compiler has nothing to warn of."""

from collections.abc import Iterator

import pytest

from annarchy_lab.runtime.toolchain import find_toolchain


@pytest.fixture(scope="module", autouse=True)
def _warnings_are_errors() -> Iterator[None]:
    found = find_toolchain()
    if found is None or any(" " in part for part in found.command):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CXX", " ".join((*found.command, "-Werror")))
        find_toolchain.cache_clear()
        yield
    find_toolchain.cache_clear()
