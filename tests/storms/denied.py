"""`python -m tests.storms.denied 10 100`: a month without the permission to bind, in figures."""

from __future__ import annotations

import sys
import time

from tests.storms.month import FAILURES, MONTH, Month


def main(*domains: str) -> None:
    """A row a number of domains."""
    (denied,) = (one for one in FAILURES if one.name == "permission to bind gone")
    for number in map(int, domains or ("10", "100")):
        began = time.process_time()
        told = Month(denied, number, thin=True).play(MONTH)
        letters, took = sum(told.letters.values()), time.process_time() - began
        row = f"{number:7} domains {told.messages:8} messages {letters} letters {took:7.1f} CPU s"
        sys.stdout.write(f"{row}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
