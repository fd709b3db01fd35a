"""What every command has: `--dir`, `--json`, and exit codes.

0 done; 1 what ran failed (a function, a program); 2 refused or wrongly used; 3 not running.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from localcloud.cli.client import ActError, Client, NotRunningError
from localcloud.cli.output import show

FAILED, REFUSED, NOT_RUNNING = 1, 2, 3
Command = TypeVar("Command", bound=Callable[..., Any])

directory_option = click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="LOCALCLOUD_DIR",
    default=Path(".local"),
    show_default=True,
    help="Where the local cloud keeps its state (LOCALCLOUD_DIR).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def stop(message: str, code: int) -> NoReturn:
    """End the command with a message on standard error."""
    click.echo(f"localcloud: {message}", err=True)
    raise SystemExit(code)


def act(name: str, columns: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """Make a command of a function that turns the options into the act's arguments.

    The function returns a mapping of arguments (None values are left out), or None for none.
    """

    def decorate(function: Command) -> Command:
        @directory_option
        @json_option
        @functools.wraps(function)
        def command(directory: Path, *, as_json: bool, **options: Any) -> None:
            arguments = function(**options) or {}
            given = {key: value for key, value in arguments.items() if value is not None}
            show(call(directory, name, **given), as_json=as_json, columns=columns)

        return command  # type: ignore[return-value]

    return decorate


def call(directory: Path, name: str, /, **arguments: Any) -> Any:
    """An act's result; ends the command when the world refuses or does not run."""
    try:
        return Client(directory).call(name, **arguments)
    except NotRunningError as error:
        stop(str(error), NOT_RUNNING)
    except ActError as error:
        stop(str(error), REFUSED)
