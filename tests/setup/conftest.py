"""A strict local cloud for each test: a role may do what its policies say, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from certbind import bootstrap
from localcloud.world import LocalCloud
from tests.setup.acting import Acting, Prepare, Prepared


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with _strict(None) as made:
        yield made


@pytest.fixture
def functions(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Acting:
    """The functions before `certbind setup`: no queue, no ledger and no role."""
    return _acting(cloud, monkeypatch)


@pytest.fixture
def acting(functions: Acting) -> Acting:
    """With queues and a ledger, and no role yet."""
    functions.furnish()
    return functions


@pytest.fixture(scope="session")
def accounts() -> dict[str, Path]:
    """What was prepared, by name, as it lies on the disk."""
    return {}


@pytest.fixture
def prepared(
    accounts: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Prepared]:
    """An account in which the same was done as in others of its name; done once, and copied."""
    with ExitStack() as opened:

        def copy_of(name: str, prepare: Prepare) -> Acting:
            if name not in accounts:
                folder = tmp_path_factory.mktemp(name)
                accounts[name] = _prepare(folder, prepare, monkeypatch)
            shutil.copytree(accounts[name], tmp_path / name)
            return _acting(opened.enter_context(_strict(tmp_path / name)), monkeypatch)

        yield copy_of


def _prepare(folder: Path, prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> Path:
    with _strict(folder) as cloud:
        made = _acting(cloud, monkeypatch)
        made.furnish()
        prepare(made)
    (folder / "ports.json").unlink()  # another test may have them by then
    return folder


def _strict(folder: Path | None) -> LocalCloud:
    made = LocalCloud(
        folder, delays={"cdn": 0, "dcdn": 0, "vod": 0, "esa": 0, "oss": 0}, strict_roles=True
    )
    for balancing in made.balancing.values():
        balancing.jobs.set_manner(seconds=0)
    return made


def _acting(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Acting:
    made = Acting(cloud)
    monkeypatch.setattr(bootstrap, "SystemClock", made.clock)
    return made
