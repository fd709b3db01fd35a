"""Roots for the accounts of these tests."""

from __future__ import annotations

import pytest

from certbind.domain.trust.chain import TrustAnchors
from tests.unit.usecases.authority import ROOT_PEM


@pytest.fixture(scope="session")
def anchors() -> TrustAnchors:
    """One root, made for this run."""
    return TrustAnchors.from_pem(ROOT_PEM)
