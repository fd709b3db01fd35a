"""Commands on load balancers."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act

_LISTENER = ("listener", "at", "balancer", "protocol", "port", "status", "default", "additional")


@click.group()
def balancer() -> None:
    """Load balancers (ALB, NLB), their listeners and certificates."""


@balancer.command("add")
@click.argument("kind", type=click.Choice(["alb", "nlb"]))
@click.option("--name", help="By which other commands may call it; default: KIND.")
@click.option("--region", help="Default: the account's own.")
@click.option("--edition", help="Of ALB: Standard, Basic or StandardWithWaf.")
@act("balancer.add")
def add(**options: Any) -> dict[str, Any]:
    """An instance of KIND."""
    return options


@balancer.command("listen")
@click.argument("balancer")
@click.option("--protocol", help="Default: HTTPS of ALB, TCPSSL of NLB.")
@click.option("--port", type=int, default=443, show_default=True)
@click.option("--certificate", help="The default one, where the protocol has any.")
@act("balancer.listen")
def listen(**options: Any) -> dict[str, Any]:
    """A listener of BALANCER (an id, or a name)."""
    return options


@balancer.command("point")
@click.argument("balancer")
@click.argument("domain")
@act("balancer.point")
def point(**options: Any) -> dict[str, Any]:
    """DNS leads DOMAIN to BALANCER."""
    return options


@balancer.command("bind")
@click.argument("listener")
@click.argument("certificate")
@click.option("--additional", is_flag=True, help="Beside the default one, past the quota.")
@act("balancer.bind")
def bind(**options: Any) -> dict[str, Any]:
    """Another hand makes CERTIFICATE the default one of LISTENER."""
    return options


@balancer.command("stop")
@click.argument("listener")
@act("balancer.stop")
def stop(**options: Any) -> dict[str, Any]:
    """Another hand stops LISTENER: its port is closed."""
    return options


@balancer.command("start")
@click.argument("listener")
@act("balancer.stop")
def start(listener: str) -> dict[str, Any]:
    """Another hand starts LISTENER again."""
    return {"listener": listener, "stopped": False}


@balancer.command("detach")
@click.argument("listener")
@click.argument("certificate")
@act("balancer.detach")
def detach(**options: Any) -> dict[str, Any]:
    """Another hand takes CERTIFICATE from beside the default one of LISTENER."""
    return options


@balancer.command("remove")
@click.argument("name")
@act("balancer.remove")
def remove(**options: Any) -> dict[str, Any]:
    """An instance or a listener, by its id, is gone."""
    return options


@balancer.command("quota")
@click.argument("balancer")
@click.argument("certificates", type=int)
@act("balancer.quota")
def quota(**options: Any) -> dict[str, Any]:
    """BALANCER may have so many additional CERTIFICATES."""
    return options


@balancer.command("manner")
@click.option("--seconds", type=float, help="How long a change of a listener takes.")
@click.option("--endless/--ends", default=None, help="Whether none ever ends.")
@click.option("--fails", type=int, help="So many of those that end next end badly.")
@act("balancer.manner")
def manner(**options: Any) -> dict[str, Any]:
    """How changes of listeners go from now on."""
    return options


@balancer.command("list")
@act("balancer.list")
def list_balancers() -> None:
    """All instances."""


@balancer.command("listeners")
@act("balancer.listeners", _LISTENER)
def list_listeners() -> None:
    """All listeners with their certificates."""


@balancer.command("jobs")
@act("balancer.jobs")
def list_jobs() -> None:
    """What was begun at listeners, and how it went."""
