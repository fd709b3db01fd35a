"""The control endpoint: the `localcloud` command acts on a running world through it.

One POST an act, JSON in and out, on loopback, with a token that only the owner of the directory
can read. It is no part of the imitated cloud.
"""

from __future__ import annotations

import hmac
import inspect
import json
import os
import secrets
import threading
from collections.abc import Callable
from typing import Any

from localcloud.acts.account import Account
from localcloud.acts.applications import Applications
from localcloud.acts.balancers import Balancers
from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments
from localcloud.acts.domains import Domains
from localcloud.acts.names import Names
from localcloud.acts.queues import QueueActs
from localcloud.acts.refusal import Refusal
from localcloud.acts.robots import RobotActs
from localcloud.acts.roles import Roles
from localcloud.acts.running import Running
from localcloud.acts.sites import Sites
from localcloud.acts.trouble import Trouble
from localcloud.acts.zones import Zones
from localcloud.endpoints import write_private
from localcloud.gateway import ServiceError
from localcloud.http import Request, Response
from localcloud.reading import json_document
from localcloud.runner.platform import InvocationRefusedError
from localcloud.world import LocalCloud

CONTROL_FILE = "control.json"
Act = Callable[..., Any]
# OverflowError: a number of days that leaves the calendar.
_REFUSALS = (Refusal, InvocationRefusedError, ValueError, LookupError, OverflowError)


def all_acts(world: LocalCloud) -> dict[str, Act]:
    """Every act by the name under which the command calls it."""
    certificates = Certificates(world)
    domains, queues = Domains(world, certificates), QueueActs(world)
    trouble, running = Trouble(world), Running(world)
    roles, account, names = Roles(world), Account(world), Names(world)
    applications = Applications(world)
    robots, sites = RobotActs(world), Sites(world, certificates)
    zones = Zones(world)
    deployments, balancers = Deployments(world, certificates), Balancers(world, certificates)
    return {
        "bucket.create": domains.create_bucket,
        "bucket.list": domains.buckets,
        "bucket.versioning": domains.set_versioning,
        "bucket.accelerate": domains.set_acceleration,
        "domain.map": domains.map,
        "domain.status": domains.set_status,
        "domain.configuring": domains.set_configuring,
        "domain.enabled": domains.set_enabled,
        "domain.accelerate": domains.accelerate,
        "domain.list": domains.all,
        "domain.records": domains.records,
        "domain.served": domains.served,
        "bind": domains.bind,
        "certificate.issue": certificates.issue,
        "certificate.renew": certificates.renew,
        "certificate.revoke": certificates.revoke,
        "certificate.delete": certificates.delete,
        "certificate.undelete": certificates.undelete,
        "certificate.list": certificates.all,
        "instance.buy": applications.buy,
        "instance.change": applications.change,
        "instance.list": applications.instances,
        "application.validate": applications.validate,
        "order.list": applications.orders,
        "order.apply": applications.apply,
        "package.set": applications.set_package,
        "package.list": applications.packages,
        "ca.set": applications.set_ca,
        "ca.units": applications.set_units,
        "resource.put": deployments.put,
        "resource.take": deployments.take,
        "resource.list": deployments.resources,
        "resource.listed": deployments.listed,
        "resource.sync": deployments.synchronise,
        "job.deploy": deployments.deploy,
        "job.list": deployments.jobs,
        "job.workers": deployments.workers,
        "job.manner": deployments.set_manner,
        "dns.set": names.set,
        "dns.point": names.point,
        "dns.remove": names.remove,
        "dns.restore": names.restore,
        "account.show": account.show,
        "account.arrears": account.arrears,
        "account.pay": account.pay,
        "account.close": account.close,
        "account.open": account.open,
        "fault.add": trouble.add,
        "fault.edge": trouble.edge,
        "fault.dns": trouble.dns,
        "fault.crash": trouble.crash,
        "fault.lag": trouble.lag,
        "fault.list": trouble.all,
        "fault.remove": trouble.remove,
        "fault.clear": trouble.clear,
        "queue.create": queues.create,
        "queue.list": queues.all,
        "queue.peek": queues.peek,
        "queue.send": queues.send,
        "queue.drop": queues.drop,
        "queue.duplicate": queues.duplicate,
        "queue.reorder": queues.reorder,
        "robot.add": robots.add,
        "robot.remove": robots.remove,
        "robot.list": robots.all,
        "robot.posts": robots.posts,
        "site.add": sites.add,
        "site.record": sites.record,
        "site.status": sites.status,
        "site.bind": sites.bind,
        "site.list": sites.all,
        "zone.add": zones.add,
        "zone.delegate": zones.delegate,
        "zone.drop": zones.drop,
        "zone.record": zones.record,
        "zone.remove": zones.remove,
        "zone.delay": zones.delay,
        "zone.list": zones.all,
        "balancer.add": balancers.add,
        "balancer.listen": balancers.listen,
        "balancer.point": balancers.point,
        "balancer.bind": balancers.bind,
        "balancer.stop": balancers.stop,
        "balancer.detach": balancers.detach,
        "balancer.remove": balancers.remove,
        "balancer.quota": balancers.quota,
        "balancer.manner": balancers.set_manner,
        "balancer.list": balancers.all,
        "balancer.listeners": balancers.listeners,
        "balancer.jobs": balancers.jobs,
        "status": running.status,
        "clock.show": running.clock,
        "clock.advance": running.advance,
        "switch.list": running.switches,
        "switch.set": running.set_switch,
        "function.invoke": running.invoke,
        "function.invocations": running.invocations,
        "function.settle": running.settle,
        "function.cool": running.cool,
        "function.start_stream": running.start_stream,
        "role.set": roles.set,
        "role.list": roles.all,
        "role.rotate": roles.rotate,
        "role.uses": roles.uses,
        "calls.list": running.calls,
        "calls.counts": running.call_counts,
        "calls.reset": running.reset_calls,
    }


class Control:
    """Serves the acts of a world, and `stop`, which sets `stopping`."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world
        self._acts = all_acts(world)
        self._token = secrets.token_urlsafe(32)
        self.stopping = threading.Event()
        self._file = world.directory / CONTROL_FILE
        self._server = world.bind_endpoint("control", self._answer)

    def start(self) -> None:
        """Answer, and leave address and token in the directory: from now on the world is up."""
        self._server.start()
        document = {"url": self._server.url, "token": self._token, "pid": os.getpid()}
        write_private(self._file, json.dumps(document) + "\n")

    def close(self) -> None:
        """Take the address away; the world's `stop` ends the server."""
        self._file.unlink(missing_ok=True)

    def _answer(self, request: Request) -> Response:
        given = request.headers.get("authorization") or ""
        if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            return _json(401, {"error": "the token of control.json is needed"})
        name = request.path.removeprefix("/")
        if request.method != "POST" or name not in (*self._acts, "stop"):
            return _json(404, {"error": f"there is no act {name!r}"})
        if name == "stop":
            self.stopping.set()
            return _json(200, {"result": {"stopping": True}})
        return self._perform(self._acts[name], request.body)

    def _perform(self, act: Act, body: bytes) -> Response:
        arguments = json_document(body.decode("utf-8", "replace") or "{}")
        try:
            inspect.signature(act).bind(**arguments)
        except TypeError as error:
            return _json(400, {"error": f"these arguments do not fit: {error}"})
        try:
            return _json(200, {"result": act(**arguments)})
        except ServiceError as error:
            return _json(400, {"error": f"{error.code}: {error.message}"})
        except _REFUSALS as error:
            return _json(400, {"error": str(error)})


def _json(status: int, document: dict[str, Any]) -> Response:
    return Response(status, json.dumps(document).encode(), {"Content-Type": "application/json"})
