"""Commands on functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from localcloud.cli.options import FAILED, act, call, directory_option, json_option
from localcloud.cli.output import show

_COLUMNS = ("started", "function", "trigger", "attempt", "seconds", "error_type", "request_id")


@click.command()
@click.argument("function")
@click.option("-f", "--file", type=click.File("r", encoding="utf-8"), help="`-`: standard input.")
@click.option("-e", "--event", default=None, help="The event itself.")
@click.option("--async", "asynchronous", is_flag=True, help="Queue it and return.")
@directory_option
@json_option
def invoke(
    function: str,
    file: Any,
    event: str | None,
    directory: Path,
    *,
    asynchronous: bool,
    as_json: bool,
) -> None:
    """Run FUNCTION (its name, or the end of it) once; exit code 1 when it fails."""
    if file is not None and event is not None:
        raise click.UsageError("give either an event or a file")
    payload = file.read() if file is not None else event or ""
    result = call(
        directory, "function.invoke", function=function, payload=payload, asynchronous=asynchronous
    )
    if as_json:
        show(result, as_json=True)
    else:
        for line in result["log"]:
            click.echo(line, err=True)
        click.echo(result["body"] or f"request {result['request_id']}")
    if result["error_type"]:
        raise SystemExit(FAILED)


@click.command()
@click.option("--function", help="Of one function.")
@act("function.invocations", _COLUMNS)
def invocations(**options: Any) -> dict[str, Any]:
    """The newest invocations, oldest first."""
    return options


@click.command()
@click.option("--seconds", type=float, default=30.0, show_default=True)
@act("function.settle")
def settle(**options: Any) -> dict[str, Any]:
    """Wait until no function runs and nothing is due now."""
    return options


@click.command()
@act("function.cool")
def cool() -> None:
    """End idle instances: the next requests meet cold ones, with the code as it is now."""


@click.command()
@click.argument("function")
@act("function.start_stream")
def start_stream(**options: Any) -> dict[str, Any]:
    """Start the queue trigger of FUNCTION after a message that failed to the last stopped it."""
    return options
