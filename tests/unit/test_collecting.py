"""How seldom garbage is looked for, in a process of its own as functions and commands have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"


def asked(program: str) -> str:
    """What it prints, in a process that has imported nothing of certbind yet."""
    program = f"import gc, sys; sys.path.insert(0, {str(SHARED)!r}); {program}"
    command = [sys.executable, "-c", program]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def test_before_anything_of_certbind_is_imported_it_is_looked_for_seldom() -> None:
    assert asked("import certbind; print(*gc.get_threshold())") == "50000 20 20"


def test_what_a_command_imported_is_not_looked_through_at_its_end() -> None:
    told = asked(
        "import atexit; atexit.register(lambda: print(gc.get_freeze_count() > 10_000)); "
        "from certbind.cli.main import main; main.commands['verify']; print(gc.get_freeze_count())"
    )
    assert told.split() == ["0", "True"], "what was registered first is called last"
