"""`python -m tests.fuzz --seconds 10 --seed 1 [TARGET …]`: each target for so long."""

from __future__ import annotations

import argparse
import sys
import warnings

from tests.fuzz.fuzzing import bounded, fuzz
from tests.fuzz.targets import TARGETS


def main() -> int:
    """0: only our own errors came out."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    is_bad = False
    with bounded():
        for name in given.targets or list(TARGETS):
            found = fuzz(name, given.seed, seconds=given.seconds)
            is_bad |= found.bad is not None
            sys.stdout.write(f"{found.told()}\n")
            sys.stdout.flush()
    return 1 if is_bad else 0


if __name__ == "__main__":
    sys.exit(main())
