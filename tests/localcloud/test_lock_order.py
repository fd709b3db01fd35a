"""The watch over the order of locks sees what is wrong in one thread, and nothing else."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.lock_order import OUTERMOST_FIRST, LockOrder, made_by


def lock(module: str, order: LockOrder) -> Any:
    return made_by(module, threading.Lock, order)


@pytest.mark.parametrize(
    ("outer", "inner", "told"),
    [
        ("services/cas/applying/settling", "services/cas/store", False),
        ("services/cas/store", "services/cas/applying/settling", True),
        ("edges/listener", "edges/listener", True),
        ("guard", "calls", False),
        ("guard", "edges/listener", True),
        ("clock", "store", False),
        ("runner/pool", "services/cas/store", True),
    ],
)
def test_what_is_taken_while_another_is_held(outer: str, inner: str, told: bool) -> None:
    order = LockOrder()
    with lock(outer, order), lock(inner, order):
        pass
    assert bool(order.against_it()) is told
    assert order.against_it() == [], "it was told"
    with lock(inner, order):
        pass
    assert order.against_it() == [], "nothing else is held"


def test_each_module_of_the_order_makes_a_lock() -> None:
    package = Path(__file__).parents[2] / "localcloud" / "localcloud"
    for module in OUTERMOST_FIRST:
        assert "threading." in (package / f"{module}.py").read_text("utf-8"), module
