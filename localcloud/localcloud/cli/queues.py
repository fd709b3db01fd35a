"""Commands on queues."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act


@click.group()
def queue() -> None:
    """Queues of MNS."""


@queue.command("create")
@click.argument("name")
@act("queue.create")
def create(**options: Any) -> dict[str, Any]:
    """A queue with the service's defaults."""
    return options


@queue.command("list")
@act("queue.list")
def list_all() -> None:
    """All queues with their counters."""


@queue.command("peek")
@click.argument("queue")
@click.option("--count", type=click.IntRange(1, 16), default=16)
@act("queue.peek")
def peek(**options: Any) -> dict[str, Any]:
    """The visible messages of QUEUE; they stay."""
    return options


@queue.command("send")
@click.argument("queue")
@click.argument("body", required=False)
@click.option("-f", "--file", type=click.File("r", encoding="utf-8"), help="`-`: standard input.")
@click.option("--delay", type=click.IntRange(min=0), help="Seconds until it is visible.")
@click.option("--plain", is_flag=True, help="Without base64.")
@act("queue.send")
def send(body: str | None, file: Any, **options: Any) -> dict[str, Any]:
    """Send BODY or a file to QUEUE."""
    if (body is None) == (file is None):
        raise click.UsageError("give either a BODY or a file")
    return {**options, "body": body if file is None else file.read()}


@queue.command("reorder")
@click.argument("queue")
@act("queue.reorder")
def reorder(**options: Any) -> dict[str, Any]:
    """Turn the order of the visible messages round."""
    return options


@click.command()
@click.argument("queue")
@click.option("--count", type=click.IntRange(min=1), default=1)
@act("queue.drop")
def drop(**options: Any) -> dict[str, Any]:
    """Lose messages of QUEUE: those visible now, then those that triggers take next."""
    return options


@click.command()
@click.argument("queue")
@click.option("--count", type=click.IntRange(min=1), default=1)
@act("queue.duplicate")
def duplicate(**options: Any) -> dict[str, Any]:
    """The next messages received from QUEUE come once more."""
    return options
