"""``python -m fuzz``: many random texts, each named by a number; findings are shown small.

A sample of what is accepted is compiled and compared with the reference backend.
"""

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from random import Random

from annarchy_lab.ir.build import NetworkModel
from fuzz.cases import Case
from fuzz.outcome import Finding, compare, outcome
from fuzz.shrinking import smallest
from fuzz.texts import random_case

HANGS_AFTER_S = 20
COMPILED_EVERY = 200


def case_of(seed: int, number: int) -> Case:
    """Return the case of that number."""
    return random_case(Random(f"{seed}:{number}"))


def finding_of(case: Case, accepted: Callable[[NetworkModel], None] = lambda _: None) -> str:
    """Return what is wrong, ``''`` if nothing is; something that hangs is interrupted."""
    signal.alarm(HANGS_AFTER_S)
    try:
        outcome(case, accepted)
    except Finding as finding:
        return str(finding)
    finally:
        signal.alarm(0)
    return ""


def main() -> int:
    """Run the texts and return how many findings there are, at most 99."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--seed", type=int, default=1, help="which (1)")
    parser.add_argument("--only", type=int, help="the text of this number alone")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _interrupt)
    numbers = range(options.texts) if options.only is None else [options.only]
    found: Counter[str] = Counter()
    n_built, start = 0, time.process_time()

    def accepted(model: NetworkModel) -> None:
        nonlocal n_built
        n_built += 1
        if n_built % COMPILED_EVERY == 0:
            compare(model)

    for done, number in enumerate(numbers, 1):
        case = case_of(options.seed, number)
        problem = finding_of(case, accepted)
        if problem:
            _report(options.seed, number, case, problem, found)
        if done % 5000 == 0:
            print(f"{done} texts, {time.process_time() - start:.0f} s of CPU", flush=True)
    print(
        f"{len(numbers)} texts in {time.process_time() - start:.0f} s of CPU: {n_built} accepted, "
        f"{n_built // COMPILED_EVERY} of them compiled; {sum(found.values())} findings of "
        f"{len(found)} kinds"
    )
    return min(sum(found.values()), 99)


def _report(seed: int, number: int, case: Case, problem: str, found: Counter[str]) -> None:
    kind = problem.split("\n")[0][:60]
    found[kind] += 1
    if found[kind] > 3:
        return
    small = smallest(case, lambda c: finding_of(c).split("\n")[0][:60] == kind)
    print(f"--- text {number} of seed {seed}\n{small}\n{finding_of(small)}\n", flush=True)


def _interrupt(*_: object) -> None:
    raise Finding(f"hangs: still busy after {HANGS_AFTER_S} s")


if __name__ == "__main__":
    sys.exit(main())
