"""The whole of it: the local cloud, the functions in processes of their own, real TLS."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.scene import LEDGER, Scene


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The functions' code, which is the same in every scene; by content (harness/compiled.py)."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def scene(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A fresh account with a ledger and queues; the staged functions are running."""
    (tmp_path / "cloud").mkdir()
    (tmp_path / "cloud" / "pycache").symlink_to(compiled)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    os.environ["CERTBIND_LEDGER_BUCKET"] = LEDGER
    made = Scene(tmp_path / "cloud")
    with made:
        yield made
