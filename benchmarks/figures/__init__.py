"""The figures that this build is held to, beside the build before and the peers, in one run.

    python -m benchmarks.figures [--only NAME ...] [--write]

Each module listed in `lines.py` measures some lines of one table. To add one: a module here with
a `measure(before)` that yields `Line`s, and its name in `lines.MODULES`.
"""
