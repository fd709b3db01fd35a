"""How hard the laws are tried: `HYPOTHESIS_PROFILE=ci` for ten times as many examples, fixed ones.

A machine that shares its cores has slow moments, so no example has a deadline.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=500, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
