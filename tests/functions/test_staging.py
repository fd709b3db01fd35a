"""The folder that the functions run from."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scripts.stage_functions import alone, stage, staged_files

ROOT = Path(__file__).parents[2]
FUNCTIONS = ("certificate_event", "emergency", "harden", "recheck", "rollback", "watch")
OF_THE_COMMAND = (
    *("cli/main", "cli/factories/account", "adapters/ram/keeper", "adapters/cas/probes"),
    *("usecases/account/plan", "usecases/account/look", "usecases/account/history"),
    *("usecases/operate/doctor", "usecases/operate/setup_plan", "usecases/operate/dead_letters"),
    *("usecases/wishes/bind_wish", "wiring/commands/examined", "wiring/commands/material"),
    *("adapters/cas/uploads", "adapters/keystores/files", "domain/trust/material/bundle"),
    *("usecases/certificates/convert", "usecases/certificates/upload"),
)


def tree(folder: Path) -> dict[str, tuple[bytes, float, int]]:
    return {
        str(path.relative_to(folder)): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mtime,
            path.stat().st_mode,
        )
        for path in folder.rglob("*")
    }


SOURCES = {
    "functions/__init__.py": "",
    "functions/watch.py": "from certbind import bootstrap\n",
    "shared/certbind/__init__.py": "",
    "shared/certbind/bootstrap.py": """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from certbind.domain.only_a_type import Only

def watch():
    from certbind.domain.trust.names import covers
""",
    "shared/certbind/domain/__init__.py": "",
    "shared/certbind/domain/trust/names.py": """
import idna
ROOMS = {'products': ["certbind.adapters.named_in_text", 'certbind.adapters.in_single_quotes']}
""",
    "shared/certbind/adapters/named_in_text.py": "",
    "shared/certbind/adapters/in_single_quotes.py": "",
    "shared/certbind/domain/only_a_type.py": "",
    "shared/certbind/adapters/of_the_command.py": "",
    "shared/certbind/cli/main.py": "from certbind import bootstrap\n",
    "shared/certbind/__pycache__/x.cpython-311.pyc": "",
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small repository of the same layout."""
    root = tmp_path / "repository"
    for name, content in SOURCES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return root


def test_handlers_lie_at_the_root_beside_what_they_can_reach(
    sources: Path, tmp_path: Path
) -> None:
    output = tmp_path / "build" / "fc"
    assert stage(staged_files(sources), output)
    files = {str(p.relative_to(output)) for p in output.rglob("*") if p.is_file()}
    assert files == {
        "watch.py",
        "certbind/__init__.py",
        "certbind/bootstrap.py",
        "certbind/adapters/named_in_text.py",
        "certbind/adapters/in_single_quotes.py",
        "certbind/domain/__init__.py",
        "certbind/domain/trust/names.py",
    }


def test_what_only_the_command_needs_is_not_shipped() -> None:
    shipped = {str(place) for place in staged_files(ROOT)}
    assert "certbind/adapters/ledger/journal.py" in shipped
    assert "certbind/usecases/wishes/rollback.py" in shipped
    absent = {f"certbind/{name}.py" for name in OF_THE_COMMAND}
    assert {name for name in absent if not (ROOT / "shared" / name).exists()} == set()
    assert absent & shipped == set()


def test_the_same_sources_give_the_same_folder(sources: Path, tmp_path: Path) -> None:
    stage(staged_files(sources), tmp_path / "a")
    (sources / "functions/watch.py").touch()
    stage(staged_files(sources), tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_an_unchanged_folder_is_left_alone(sources: Path, tmp_path: Path) -> None:
    output = tmp_path / "fc"
    stage(staged_files(sources), output)
    before = output.stat().st_ino
    (output / "__pycache__").mkdir()
    assert not stage(staged_files(sources), output)
    assert output.stat().st_ino == before


def test_a_builder_waits_until_another_has_ended(sources: Path, tmp_path: Path) -> None:
    output = tmp_path / "fc"
    with alone(output):
        builder = threading.Thread(target=stage, args=(staged_files(sources), output))
        builder.start()
        builder.join(timeout=0.5)
        assert builder.is_alive()
        assert not output.exists()
    builder.join(timeout=30)
    assert (output / "watch.py").exists()


def test_a_changed_source_replaces_the_folder_whole(sources: Path, tmp_path: Path) -> None:
    """What is no longer a source is gone too, and so is what was compiled from it."""
    output = tmp_path / "fc"
    stage(staged_files(sources), output)
    (output / "stray.py").write_text("")
    (output / "__pycache__").mkdir()
    (sources / "functions/watch.py").write_text("anew")
    assert stage(staged_files(sources), output)
    assert (output / "watch.py").read_text() == "anew"
    assert not (output / "stray.py").exists()
    assert not (output / "__pycache__").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".fc-")] == []


def test_a_build_that_fails_leaves_the_old_folder(sources: Path, tmp_path: Path) -> None:
    output = tmp_path / "fc"
    stage(staged_files(sources), output)
    before = tree(output)
    files = {**staged_files(sources), Path("gone.py"): sources / "gone.py"}
    with pytest.raises(FileNotFoundError):
        stage(files, output)
    assert tree(output) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".fc-")] == []


def test_the_real_functions_are_staged_without_tests_and_without_the_cli() -> None:
    places = {str(place) for place in staged_files(ROOT)}
    assert {f"{name}.py" for name in FUNCTIONS} == {p for p in places if "/" not in p}
    assert "certbind/envelopes.py" in places
    assert not any(p.startswith("certbind/cli") or p.endswith(".pyc") for p in places)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_staged_function_loads_where_nothing_else_of_the_repository_is(
    name: str, tmp_path: Path
) -> None:
    """As the platform does: by its bare name, with that folder and the installed packages."""
    output = tmp_path / "fc"
    stage(staged_files(ROOT), output)
    packages = [p for p in sys.path if p.endswith("site-packages")]
    code = (
        f"import sys; sys.path[:0] = [{str(output)!r}]; sys.path += {packages!r}\n"
        f"import {name}, certbind\n"
        f"assert callable({name}.handler)\n"
        f"assert certbind.__file__.startswith({str(output)!r}), certbind.__file__\n"
        "print(*sorted(m for m in sys.modules if m.startswith(('functions', 'localcloud'))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
