"""`python -m tests.storms`: a month of each failure, in figures."""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from tests.storms.month import FAILURES, MONTH, Month


def main(*domains: str) -> None:
    """For these numbers of domains; 10 and 40 by default."""
    write = sys.stdout.write
    write(
        f"{'failure':36} {'domains':>7} {'lasts':>6} {'messages':>8} {'calls':>7} "
        f"{'letters':>7} {'of timers':>9} {'renewed':>7} {'CPU s':>6}\n"
    )
    for failure in FAILURES:
        for lasts in (timedelta(hours=1), MONTH):
            for number in map(int, domains or ("10", "40")):
                began = time.process_time()
                told = Month(failure, number).play(lasts)
                hours = f"{lasts // timedelta(hours=1)} h"
                letters = sum(told.letters.values())
                write(
                    f"{failure.name:36} {number:7} {hours:>6} {told.messages:8} {told.calls:7} "
                    f"{letters:7} {told.from_timers:9} {told.bound:7} "
                    f"{time.process_time() - began:6.1f}\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
