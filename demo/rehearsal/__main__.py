"""python -m demo.rehearsal --days 365 --lifetime 47 --domains 40 --seed 1

The functions of s.yaml on the local cloud, whose clock is moved; nothing but loopback is asked.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from demo.rehearsal.chart import drawn, svg
from demo.rehearsal.year import RehearsalStage, Year
from demo.telling import StoryError


def main() -> int:
    """0: no visitor met a bad certificate; 1: some did; 2: it came to no end."""
    parser = argparse.ArgumentParser(prog="python -m demo.rehearsal", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--lifetime", type=int, default=47, help="days of each certificate")
    parser.add_argument("--domains", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hours", type=int, default=24, help="between two ticks that are played")
    parser.add_argument("--svg", type=Path, help="where the picture is written")
    given = parser.parse_args()
    began = time.monotonic()
    try:
        with RehearsalStage(given.domains, given.lifetime) as stage:
            year = Year(stage, given.days, given.seed, timedelta(hours=given.hours))
            record = year.play(_shows(given.days))
    except StoryError as error:
        sys.stderr.write(f"\nThe rehearsal stops here. {error}\n")
        return 2
    sys.stderr.write("\n")
    print(drawn(record))
    print(record.told())
    print(f"seed {given.seed}, {time.monotonic() - began:.0f} s")
    if given.svg is not None:
        title = f"{given.days} days of {given.lifetime}-day certificates, seed {given.seed}"
        given.svg.write_text(svg(record, title), "utf-8")
    return 1 if record.outages else 0


def _shows(days: int) -> Callable[[int], None]:
    def shows(day: int) -> None:
        if sys.stderr.isatty() or day % 10 == 0:
            sys.stderr.write(f"\rday {day} of {days} ")
            sys.stderr.flush()

    return shows


if __name__ == "__main__":
    sys.exit(main())
