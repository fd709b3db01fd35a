"""What holds for every test: its environment, how hard laws are tried, and that none is left out.

Examples of laws are the same in every run, so that a change alone turns a run red;
`HYPOTHESIS_PROFILE=ci` for four times as many, `search` for new ones each time. A machine that
shares its cores has slow moments, so no example has a deadline.

Where nothing may be left out (`NO_SKIPS=1`, as .ci/run has it), a skip is a failure. Only other
people's schemas and test vectors may be missing: nothing that can be installed brings them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from certbind.cli.speech.language import speak
from localcloud.runner.platform import Platform
from tests.lock_order import watch_locks

settings.register_profile("dev", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

_OF_THE_MACHINE = re.compile(
    r".*_proxy|ssl_cert_(file|dir)|(requests|curl)_ca_bundle"  # how it reaches the world
    r"|(alibaba_cloud|aliyun|certbind|localcloud|fc)_.*"  # whose account it works for
    r"|.*_endpoint(_.*)?|https_port|dns_server|ca_bundle|crl_loopback|debug"
    r"|columns|lines|no_color|force_color"  # how its terminal looks
    r"|pythondontwritebytecode",  # and how it wastes time
    re.IGNORECASE,
)
_OF_OTHERS = ("CERTBIND_SCHEMAS", "CERTBIND_CORPORA")
"""Where lies what other people publish (tests/schemas.py, tests/judge/corpora.py)."""


def pytest_configure() -> None:
    """The machine's settings are for other programs: every test brings the ones that it needs."""
    for name in list(os.environ):
        if _OF_THE_MACHINE.fullmatch(name) and name not in _OF_OTHERS:
            del os.environ[name]


@pytest.fixture(autouse=True)
def afterwards_english() -> Iterator[None]:
    """A run of the command is a process; here many share one, and some speak Chinese."""
    yield
    speak([], {})


_LOCKS = watch_locks()


@pytest.fixture(autouse=True)
def locks_in_order() -> Iterator[None]:
    """See tests/lock_order.py."""
    yield
    assert _LOCKS.against_it() == []


_RUN_FUNCTIONS = ("tests/deploy/", "tests/docs/", "tests/e2e/", "tests/products/", "tests/setup/")
_COMPILED = Path(__file__).parents[1] / "build" / "compiled"


@pytest.fixture(autouse=True)
def functions_compiled_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some two hundred instances import certbind here, in worlds and checkouts of their own."""
    if request.node.nodeid.startswith(_RUN_FUNCTIONS):
        monkeypatch.setattr(Platform, "compiled", _COMPILED)


_LONG = ("tests/docs/", "tests/judge/", "tests/e2e/")
"""What takes whole minutes stands first: at the end one worker would be waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The same order in every worker."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What is expected to fail counts as skipped to pytest, and is none."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("NO_SKIPS"):
        told = report.longrepr
        reason = told[2] if isinstance(told, tuple) else str(told)
        if not any(name in reason for name in _OF_OTHERS):
            report.outcome = "failed"
            report.longrepr = f"nothing may be skipped here: {reason}"
    return report
