"""What a function's process spends until it is wired, against importing the SDKs alone.

    python -m benchmarks.cold_start [--runs 7]

Each run starts fresh processes with bytecode in place, alternating the subjects, so that the
ratio holds on a noisy machine. Medians of user and system time.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAGED = ROOT / "build" / "fc"
SUBJECTS = {
    "python alone": "pass",
    "the SDKs": "import oss2, mns.account, aliyunsdkcore.client, aliyunsdkcas, aliyunsdkcdn",
    **{
        name: f"import {name}; from certbind import bootstrap; bootstrap.{name}(E, 60)"
        for name in ("certificate_event", "watch", "recheck", "rollback")
    },
}
SETTINGS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "CERTBIND_REGION": "cn-hangzhou",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
    "CERTBIND_LEDGER_BUCKET": "ledger",
}
"""Enough to wire a function; nothing is called."""


def cpu_seconds(code: str) -> float:
    """User and system time of one process that runs `code`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(STAGED), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(
        [sys.executable, "-c", f"E = {SETTINGS!r}; {code}"], env=environment, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a table for docs/figures.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    compileall.compile_dir(STAGED, quiet=2)
    times: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    for _ in range(arguments.runs + 1):
        for name, code in SUBJECTS.items():
            times[name].append(cpu_seconds(code))
    medians = {name: statistics.median(runs[1:]) for name, runs in times.items()}
    print("| subject | CPU seconds (median) | ratio to the SDKs |")
    print("|---|---|---|")
    for name, median in medians.items():
        print(f"| {name} | {median:.2f} | {median / medians['the SDKs']:.2f} |")


if __name__ == "__main__":
    main()
