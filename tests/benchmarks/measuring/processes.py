"""Runs cases in processes of their own, ours and theirs, with the settings that each needs.

In: a `Case`, the interpreter of the peers.
Out: the record of `measuring.one`, or what went wrong.
Not here: in which order they run.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from measuring.case import Case
from measuring.row import OURS

__all__ = ["BENCHMARKS", "ROOT", "Processes"]

BENCHMARKS: Final = Path(__file__).resolve().parents[1]
ROOT: Final = BENCHMARKS.parents[1]


@dataclass(frozen=True, slots=True)
class Processes:
    """How processes are started.

    Attributes
    ----------
    peers
        The virtual environment of the other simulators; None where there is none.
    limit_s
        Seconds that a run may take.
    """

    peers: Path | None
    limit_s: float = 1800.0

    def can_run(self, simulator: str) -> bool:
        """Return whether there is such a simulator."""
        return simulator == OURS or self.peers is not None

    def run(self, case: Case) -> dict[str, Any]:
        """Run a case; a failure is a record with the last words as its `error`."""
        case.folder.mkdir(parents=True, exist_ok=True)
        python = sys.executable if case.simulator == OURS else str(self._peer("bin/python"))
        command = [python, "-m", "measuring.one", json.dumps(case.as_data())]
        try:
            done = subprocess.run(
                command,
                cwd=case.folder,
                env=self._environment(case),
                capture_output=True,
                text=True,
                timeout=self.limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {**case.as_data(), "error": f"took more than {self.limit_s:g} s"}
        lines = [line for line in done.stdout.splitlines() if line.startswith('{"simulator"')]
        if done.returncode or not lines:
            words = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
            return {**case.as_data(), "error": words[:300]}
        record: dict[str, Any] = json.loads(lines[-1])
        return record

    def _environment(self, case: Case) -> dict[str, str]:
        paths = [str(BENCHMARKS), str(ROOT)] if case.simulator == OURS else [str(BENCHMARKS)]
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        made = {
            **os.environ,
            **dict.fromkeys(names, str(case.n_threads)),
            "PYTHONPATH": os.pathsep.join(paths),
            "ANNARCHY_LAB_CACHE_DIR": str(case.folder / "cache"),
        }
        # All other simulators are installed, and what is installed was translated to bytecode once.
        made.pop("PYTHONDONTWRITEBYTECODE", None)
        if case.simulator != OURS:  # compilers of the peers look for their own environment
            made["VIRTUAL_ENV"] = str(self.peers)
            made["PATH"] = os.pathsep.join([str(self._peer("bin")), made["PATH"]])
        return made

    def _peer(self, name: str) -> Path:
        if self.peers is None:
            raise FileNotFoundError("the other simulators are not installed: make peers")
        return self.peers / name
