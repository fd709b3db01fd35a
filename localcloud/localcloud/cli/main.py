"""The commands, gathered."""

from __future__ import annotations

import click

from localcloud.cli.account import account
from localcloud.cli.applications import ca, instance, order, package, validate
from localcloud.cli.balancers import balancer
from localcloud.cli.certificates import certificates, delete, issue, renew, revoke, undelete
from localcloud.cli.deployments import job, resource
from localcloud.cli.domains import bind, bucket, domain, served
from localcloud.cli.faults import fault
from localcloud.cli.functions import cool, invocations, invoke, settle, start_stream
from localcloud.cli.lifecycle import down, status, up
from localcloud.cli.names import dns
from localcloud.cli.program import run
from localcloud.cli.queues import drop, duplicate, queue
from localcloud.cli.robots import robot
from localcloud.cli.roles import role
from localcloud.cli.sites import site
from localcloud.cli.state import calls, clock, switch
from localcloud.cli.zones import zone


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """An Alibaba Cloud account on this machine: OSS, CDN and its likes, load balancers, CAS, MNS,
    DNS, TLS edges, functions.

    `localcloud up` starts it; the other commands act on it as the world would.
    """


for _command in (
    up, down, status, run, bucket, domain, bind, served, issue, renew, revoke, delete, undelete,
    certificates, instance, order, package, ca, validate, dns, account, fault,
    clock, switch, queue, drop, duplicate, invoke, invocations, settle, cool,
    start_stream, calls, role, robot, resource, job, site, zone,
    balancer,
):  # fmt: skip
    main.add_command(_command)
