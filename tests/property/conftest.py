"""How hard the laws are tried. Examples are the same in every run, so that a change alone turns a
run red; `HYPOTHESIS_PROFILE=ci` for ten times as many, `search` for new ones each time.

A machine that shares its cores has slow moments, so no example has a deadline.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("ci", max_examples=500, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
