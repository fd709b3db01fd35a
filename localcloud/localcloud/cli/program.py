"""`run`: another program, with the local cloud's environment and, if it was moved, its time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import click

from localcloud.cli.options import REFUSED, call, directory_option, stop

_SHIFT = Path(__file__).resolve().parents[1] / "shift"
_SMALLEST = 0.5


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@directory_option
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(directory: Path, command: tuple[str, ...]) -> None:
    """Run COMMAND with the endpoints and credentials of the local cloud in its environment.

    When the world's clock was moved, Python programs see the world's time (they need the package
    time-machine), other programs do if `faketime` is installed.
    """
    ahead = float(call(directory, "clock.show")["ahead"])
    program = shutil.which(command[0])
    if program is None:
        stop(f"there is no program {command[0]!r}", REFUSED)
    environment = {**os.environ, **json.loads((directory / "endpoints.json").read_text("utf-8"))}
    arguments = [program, *command[1:]]
    if ahead >= _SMALLEST:
        arguments, environment = _shifted(arguments, environment, ahead)
    ended = subprocess.run(arguments, env=environment, check=False, close_fds=False)
    raise SystemExit(ended.returncode)


def _shifted(
    arguments: list[str], environment: dict[str, str], ahead: float
) -> tuple[list[str], dict[str, str]]:
    if _is_python(Path(arguments[0])):
        path = os.pathsep.join(filter(None, (str(_SHIFT), environment.get("PYTHONPATH"))))
        return arguments, {
            **environment,
            "PYTHONPATH": path,
            "LOCALCLOUD_AHEAD_SECONDS": str(ahead),
        }
    faketime = shutil.which("faketime")
    if faketime is None:
        click.echo(
            "localcloud: faketime is not installed, the program's time is not moved", err=True
        )
        return arguments, environment
    return [faketime, "-f", f"+{ahead:.0f}s", *arguments], environment


def _is_python(program: Path) -> bool:
    """An interpreter, or a script that names one in its first line."""
    if program.resolve().name.startswith(("python", "pypy")):
        return True
    with program.open("rb") as file:
        first = file.readline(256)
        second = file.readline(256)
    # Console scripts with a long path are shell scripts whose second line runs Python.
    return first.startswith(b"#!") and (b"python" in first or b"python" in second)
