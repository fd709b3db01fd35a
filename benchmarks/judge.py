"""certbind beside Chromium on live endpoints: `python -m benchmarks.judge [--held-out]`.

Prints each case on which the two differ, then the score. Cases of the held-out third are left
out unless asked for; they are for measuring, never for tuning.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.judge.answers import CHROMIUM
from tests.judge.bench import NOT_SERVED, Answer, ask
from tests.judge.generator import PAIRS, SEED, every_case, is_held_out, relatives
from tests.judge.listed import reason


def main(arguments: list[str]) -> int:
    """0 when no case differs without a listed reason."""
    options = _options(arguments)
    cases = [
        one
        for one in (
            relatives(options.seed, options.pairs)
            if options.relatives
            else every_case(options.seed, options.pairs)
        )
        if (
            options.relatives
            or options.every
            or is_held_out(one, options.seed) is options.held_out
        )
        and options.only in one.name
    ]
    if not cases:
        sys.exit("no case has this name")
    print(f"{_version()}; {len(cases)} cases, seed {options.seed}", flush=True)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for answer in ask(cases, Path(folder)):
            counts[_judged(answer)] += 1
            if options.verbose or not answer.agrees:
                print(_line(answer), flush=True)
    same = counts["same"] + counts["listed in vain"]
    asked = counts.total() - counts[NOT_SERVED]
    print(f"{same} of {asked} the same ({same / max(asked, 1):.1%}); {dict(counts)}")
    return 0 if not counts.keys() - {"same", "listed", NOT_SERVED} else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judge", description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="only the third set aside")
    parser.add_argument("--every", action="store_true", help="that third and the others")
    parser.add_argument("--relatives", action="store_true", help="tests/judge/relatives.py")
    parser.add_argument("--seed", type=int, default=SEED, help="another draw of pairs and third")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="how many pairs of changes")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases whose name has this")
    parser.add_argument("--verbose", action="store_true", help="print where they agree, too")
    return parser.parse_args(arguments)


def _judged(answer: Answer) -> str:
    if answer.chromium == NOT_SERVED:
        return NOT_SERVED
    if answer.agrees:
        return "listed in vain" if reason(answer.case.name) else "same"
    if reason(answer.case.name):
        return "listed"
    if answer.certbind == "ok":
        return "false ok"
    return "false refusal" if answer.chromium == "ok" else "another error"


def _line(answer: Answer) -> str:
    why = reason(answer.case.name)
    return (
        f"{_judged(answer):14} {answer.case.name}: Chromium {answer.chromium}, "
        f"certbind {answer.certbind} ({answer.told})" + (f" - {why}" if why else "")
    )


def _version() -> str:
    told = subprocess.run([str(CHROMIUM), "--version"], capture_output=True, text=True, check=True)
    return told.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
