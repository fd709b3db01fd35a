"""The whole of it: the local cloud, the functions in processes of their own, real TLS."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.scene import LEDGER, Scene


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A fresh account with a ledger and queues; the staged functions are running."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    os.environ["CERTBIND_LEDGER_BUCKET"] = LEDGER
    made = Scene(tmp_path / "cloud")
    with made:
        yield made
