"""The README's first Python block runs as it stands and does what the README says."""

import re
import subprocess
import sys

from source_tree import ROOT

PROOF = """
assert v.shape == (1000, 1000), v.shape
assert 7_500 < len(t) == len(n) < 10_500, len(t)  # 8 to 10 Hz
"""


def test_first_python_block(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    script = tmp_path / "readme.py"
    script.write_text(f"{block[1]}\nv = monitor.get('v')\n{PROOF}", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
