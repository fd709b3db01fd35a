"""A contract that forbids imports names all of the library but what its name excepts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "shared" / "certbind"
CONTRACTS: dict[str, dict[str, Any]] = {
    one["name"]: one
    for one in read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
}
MAY = {
    "an SDK is called by adapters alone": {"certbind.adapters"},
    "certificates are taken apart by trust and by adapters alone": {
        "certbind.adapters",
        "certbind.domain.trust",
    },
    "the domain is pure; use cases, ports, events and settings do no I/O": {
        *("certbind.adapters", "certbind.bootstrap", "certbind.cli", "certbind.logs"),
        *("certbind.runtime", "certbind.wiring"),
    },
}
"""Contract → who may do what the others may not."""


def parts(folder: Path, name: str) -> Iterator[str]:
    """The packages and modules right below a package."""
    for path in folder.iterdir():
        is_package = (path / "__init__.py").exists()
        if is_package or (path.suffix == ".py" and path.stem != "__init__"):
            yield f"{name}.{path.stem}"


@pytest.mark.parametrize("contract", MAY)
def test_nothing_of_the_library_is_left_out_of_a_contract(contract: str) -> None:
    named = set(CONTRACTS[contract]["source_modules"]) | MAY[contract]
    rest = set(parts(LIBRARY, "certbind"))
    if "certbind.domain" not in named:
        rest = rest - {"certbind.domain"} | set(parts(LIBRARY / "domain", "certbind.domain"))
    assert {name for name in named if name.startswith("certbind")} == rest


def test_every_function_is_held_apart_from_the_others() -> None:
    contract = CONTRACTS["functions do not know each other, nor any SDK"]
    assert set(contract["modules"]) == set(parts(ROOT / "functions", "functions"))
