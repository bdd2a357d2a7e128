"""``python -m fuzz``: many random texts, each named by a number; findings are shown small.

Nothing is compiled but a sample of what is accepted.
"""

import argparse
import signal
import sys
import time
from collections import Counter
from random import Random

from annarchy_lab.runtime.build import build
from annarchy_lab.runtime.module_source import ModuleSource
from fuzz.cases import Case
from fuzz.outcome import Finding, outcome
from fuzz.shrinking import smallest
from fuzz.texts import random_case

HANGS_AFTER_S = 20
COMPILED_EVERY = 2000


def case_of(seed: int, number: int) -> Case:
    """Return the case of that number."""
    return random_case(Random(f"{seed}:{number}"))


def finding_of(case: Case, sources: list[ModuleSource] | None = None) -> str:
    """Return what is wrong, ``''`` if nothing is; something that hangs is interrupted."""
    signal.alarm(HANGS_AFTER_S)
    try:
        outcome(case, sources)
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
    sample: list[ModuleSource] = []
    n_built, start = 0, time.process_time()
    for done, number in enumerate(numbers, 1):
        case, sources = case_of(options.seed, number), []
        problem = finding_of(case, sources)
        n_built += bool(sources)
        if n_built % COMPILED_EVERY == 1 and sources:
            sample += sources
        if problem:
            _report(options.seed, number, case, problem, found)
        if done % 5000 == 0:
            print(f"{done} texts, {time.process_time() - start:.0f} s of CPU", flush=True)
    built = build(sample) if sample else None
    print(
        f"{len(numbers)} texts in {time.process_time() - start:.0f} s of CPU: {n_built} accepted, "
        f"{sum(found.values())} findings of {len(found)} kinds; "
        f"{len(built.paths) if built else 0} modules compiled"
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
