"""The SDKs' loggers as they come: an adapter that another test made has silenced them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

PACKAGES = ("aliyunsdkcore", "oss2", "mns", "urllib3")


@contextmanager
def sdk_loggers_as_they_come() -> Iterator[None]:
    """Loud until the end, then as they were before."""
    every = logging.root.manager.loggerDict.items()
    loggers = [one for name, one in every if name.partition(".")[0] in PACKAGES]
    found = [one for one in loggers if isinstance(one, logging.Logger)]
    before = [(one, one.level, one.disabled) for one in found]
    for one in found:
        one.disabled = False
        one.setLevel(logging.NOTSET)
    try:
        yield
    finally:
        for one, level, disabled in before:
            one.disabled = disabled
            one.setLevel(level)
