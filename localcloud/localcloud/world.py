"""The assembled local cloud: one account, its services, its edges, and the functions."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import ssl
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path
from types import TracebackType

from localcloud.authority import Authorities
from localcloud.calls import CallLog
from localcloud.clock import Clock
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE, Material
from localcloud.credentials import Credentials
from localcloud.dns import DnsServer
from localcloud.edges import DEFAULT_DELAYS, Edges
from localcloud.edges.contexts import server_context
from localcloud.endpoints import Endpoints, write_files
from localcloud.faults import Faults
from localcloud.gateway import Gateway, Kernel
from localcloud.guard import Guard
from localcloud.guarded import guard_services
from localcloud.http import App, Endpoint, Request, Response
from localcloud.ports import Ports
from localcloud.products import Products
from localcloud.queue_access import QueueAccess
from localcloud.robots import Robots
from localcloud.runner.platform import Platform
from localcloud.runner.runner import Runner
from localcloud.runner.service_file import read_service_file
from localcloud.runner.specs import FunctionSpec
from localcloud.services.alb import AlbService
from localcloud.services.alidns import AlidnsModel, AlidnsService
from localcloud.services.cas import CasService, CasStore
from localcloud.services.cas.applying.settling import Settling
from localcloud.services.cdn.service import CdnService
from localcloud.services.dcdn import DcdnService
from localcloud.services.esa import EsaService
from localcloud.services.mns import MnsService
from localcloud.services.nlb import NlbService
from localcloud.services.oss.deployable import OssDeployable
from localcloud.services.oss.service import OssService
from localcloud.services.ram import RamService, RamStore
from localcloud.services.sts import StsService
from localcloud.services.vod import VodService
from localcloud.standing import Standings
from localcloud.store import Store
from localcloud.switches import Switches
from localcloud.visits import Origins

REGIONS = ("cn-hangzhou", "cn-shanghai")


STATE = "state.sqlite3"
_SERVES_DAYS = 3650
_BUNDLES = ("REQUESTS_CA_BUNDLE", "ALIBABA_CLOUD_CA_BUNDLE", "SSL_CERT_FILE")
"""Where each SDK looks for roots of its own."""


class DirectoryInUseError(Exception):
    """State has one writer: another process runs a local cloud in this directory."""


class LocalCloud:
    """Everything is made when constructed and answers from `start` to `stop`.

    directory: where state, logs and `env` live; None: state in memory, files in a temporary
    folder. service_file: the `s.yaml` whose functions run; None: no functions.
    strict_roles: a function whose role RAM does not have may do nothing (see Guard).
    https: the services' endpoints are HTTPS, with a certificate of the main CA; `env` tells each
        SDK its root.
    Errors: DirectoryInUseError, DamagedStateError, PortTakenError, ServiceFileError.
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        service_file: Path | None = None,
        regions: Sequence[str] = REGIONS,
        port_base: int | None = None,
        delays: Mapping[str, float] = DEFAULT_DELAYS,
        strict_roles: bool = False,
        https: bool = False,
    ) -> None:
        self._opened = contextlib.ExitStack()
        try:
            self.directory = self._open_directory(directory)
            self.store = Store(_private_file(self.directory / STATE) if directory else None)
            self._opened.callback(self.store.close)
            self._build_kernel(strict_roles=strict_roles)
            kept = self.directory / "ports.json" if directory else None
            self._ports = Ports(kept, port_base)
            self._delays = delays
            self._https = https
            self._tls: ssl.SSLContext | None = None
            self._servers: list[Endpoint] = []
            self._build_world(regions)
            self.endpoints = self._bind_services(regions)
            self.robots_url = self._serve_robots()
            self._ports.save()
            write_files(self.directory, self.env())
            self.service_file = service_file
            self.runner = self._build_runner(service_file)
        except BaseException:
            self._opened.close()
            raise

    def __enter__(self) -> LocalCloud:  # noqa: PYI034 - Self came with Python 3.11
        """Started."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stopped."""
        self.stop()

    def start(self) -> None:
        """Publish what is bound, answer, start the functions' triggers."""
        self.oss.republish()
        self.products.republish()
        self.edges.start()
        self.dns.start()
        for endpoint in self._servers:
            endpoint.start()
        self.runner.start()

    def stop(self) -> None:
        """The functions first, then the services, then the state."""
        self.runner.stop()
        self._opened.close()

    def env(self) -> dict[str, str]:
        """What clients need, the secret among it."""
        credentials, bundle = self.kernel.credentials, self.directory / "ca.pem"
        found = self.endpoints.variables(credentials.account_id, credentials.root, bundle)
        return found | dict.fromkeys(_BUNDLES, str(bundle)) if self._https else found

    @property
    def connections(self) -> int:
        """How many connections the services' clients opened so far."""
        return sum(server.connections for server in self._servers)

    def hang_up(self) -> None:
        """The services let go of every connection."""
        for server in self._servers:
            server.hang_up()

    def advance(self, by: timedelta) -> None:
        """Move the world's clock; it stays moved over a restart. ValueError: backwards."""
        self.clock.advance(by)
        self._moved["offset"] = {"seconds": self.clock.offset.total_seconds()}

    def rotate_credentials(self, role: str) -> int:
        """End every token of a role now; functions that run under it get new ones with their next
        request's context, while their environment keeps the old. How many ended.
        """
        ended = self.kernel.credentials.expire_role_keys(role.lower())
        self.runner.renew_credentials(role.lower())
        return ended

    def bind_endpoint(self, name: str, app: App, *, tls: ssl.SSLContext | None = None) -> Endpoint:
        """A server on a port of its own that is kept like the others; closed by `stop`."""
        server = self._ports.bind(
            name,
            lambda port: Endpoint(name, app, port=port, tls=tls),
            lambda endpoint: endpoint.port,
        )
        self._opened.callback(server.stop)
        self._ports.save()
        return server

    def settle(self) -> None:
        """What time has brought about by now: deployment jobs, changes of load balancers."""
        self.cas.deploying.settle()
        self.products.settle()

    def uses(self) -> Iterable[tuple[str, str]]:
        """Implements contracts.UseRegister: who has bound which certificate."""
        registers = (self.oss, self.products, self.cas.deploying.resources)
        return chain.from_iterable(one.uses() for one in registers)

    def _open_directory(self, directory: Path | None) -> Path:
        if directory is None:
            temporary = tempfile.TemporaryDirectory(prefix="localcloud-")
            self._opened.callback(temporary.cleanup)
            return Path(temporary.name)
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (directory / "lock").open("w")
        self._opened.callback(lock.close)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DirectoryInUseError(f"{directory}: a local cloud runs there already") from error
        return directory.resolve()

    def _build_kernel(self, *, strict_roles: bool) -> None:
        self._moved = self.store.table("clock")
        moved = self._moved.get("offset", {"seconds": 0})
        self.clock = Clock(timedelta(seconds=moved["seconds"]))
        self.switches = Switches(self.store)
        credentials = Credentials(self.store, self.clock)
        self.ram = RamStore(self.store, self.clock, credentials)
        self.guard = Guard(self.ram, self.clock, strict_roles=strict_roles)
        self.standings = Standings(self.store)
        self.kernel = Kernel(
            self.clock, credentials, Faults(), CallLog(), self.guard, self.standings
        )

    def _build_world(self, regions: Sequence[str]) -> None:
        """The authorities, the edges and the DNS before the services that use them."""
        crls = self.bind_endpoint("crls", self._answer_for_cas)
        self._servers.append(crls)
        self.authorities = Authorities(self.store, self.clock, crls.url)
        (self.directory / "ca.pem").write_text(self.authorities.roots_pem(), "utf-8")
        self.edges = self._ports.bind("edges", self._make_edges, lambda edges: edges.port)
        self._opened.callback(self.edges.stop)
        for region in regions:
            self.edges.add_site(f"oss/{region}")
        self.dns = self._ports.bind(
            "dns",
            lambda port: DnsServer(self.store, self.edges, port=port),
            lambda server: server.port,
        )
        self._opened.callback(self.dns.stop)
        self.alidns = AlidnsModel(self.store, self.clock, self.switches)
        self.dns.answer_for(self.alidns)
        self.cas = CasStore(self.store, self.clock, self.switches, self)
        self.ca = Settling(self.store, self.cas, self.authorities, self.dns)
        self.cas.settling = self.ca
        edges, dns = self.edges, self.dns
        self.oss = OssService(self.kernel, self.store, self.switches, self.cas, edges, dns)
        dns.know_buckets(self.oss.world.region_of)
        self.products = Products(
            self.store, self.clock, self.switches, self.cas, edges, dns, regions
        )
        self.accelerated, self.esa = self.products.accelerated, self.products.esa
        self.balancing, self.elsewhere = self.products.balancing, self.products.elsewhere
        self.balancing_regions = self.products.balancing_regions
        self.cdn = CdnService(self.kernel, self.accelerated["cdn"])
        edges.origin = Origins(self.oss, self.accelerated.values()).answer
        deployable = [OssDeployable(self.oss.world), *self.products.deployable()]
        self.cas.deploying.resources.products += deployable
        self.kernel.due.append(self.settle)
        edges.before_handshake = self.settle
        self.mns = MnsService(self.kernel, self.store, regions[0], self.switches)
        self.cas_sites = {
            site: CasService(self.kernel, site, self.cas)
            for site in (CHINA_SITE, INTERNATIONAL_SITE)
        }
        self.queues = QueueAccess(self.mns.model, self.clock)
        self.robots = Robots(self.store, self.clock)
        guard_services(self.guard, self.oss.account, self.balancing, self.alidns)

    def _make_edges(self, port: int) -> Edges:
        return Edges(
            self.clock, self.store, self.switches, self.authorities, port=port, delays=self._delays
        )

    def _bind_services(self, regions: Sequence[str]) -> Endpoints:
        if self._https:
            made = self.authorities.issue(["127.0.0.1", "localhost"], days=_SERVES_DAYS)
            self._tls = server_context(Material("", made.chain_pem, made.key_pem))
        return Endpoints(
            oss={
                region: (self._serve_oss(region, "public"), self._serve_oss(region, "internal"))
                for region in regions
            },
            cas=self._serve("cas", self.cas_sites[CHINA_SITE]),
            cas_international=self._serve("cas-international", self.cas_sites[INTERNATIONAL_SITE]),
            cdn=self._serve("cdn", self.cdn),
            dcdn=self._serve("dcdn", DcdnService(self.kernel, self.accelerated["dcdn"])),
            vod=self._serve("vod", VodService(self.kernel, self.accelerated["vod"])),
            esa=self._serve("esa", EsaService(self.kernel, self.esa, self.switches)),
            alidns=self._serve("alidns", AlidnsService(self.kernel, self.alidns)),
            balancing={
                "alb": self._serve_balancing(AlbService),
                "nlb": self._serve_balancing(NlbService),
            },
            mns=self._serve("mns", self.mns),
            dns=self.dns.address,
            https_port=self.edges.port,
            ram=self._serve("ram", RamService(self.kernel, self.ram)),
            sts=self._serve("sts", StsService(self.kernel, self.ram)),
        )

    def _serve_balancing(self, service: type[AlbService | NlbService]) -> dict[str, str]:
        regions, found = self.balancing_regions, {}
        for region in regions:
            made = service(self.kernel, self.balancing[service.service], region, regions)
            found[region] = self._serve(f"{service.service}-{region}", made)
        return found

    def _answer_for_cas(self, request: Request) -> Response:
        return self.authorities.revocations.answer(request)

    def _serve_robots(self) -> str:
        server = self.bind_endpoint("robots", self.robots.answer)
        self._servers.append(server)
        return server.url

    def _serve(self, name: str, gateway: Gateway) -> str:
        server = self.bind_endpoint(name, gateway, tls=self._tls)
        self._opened.callback(gateway.close)  # before the server stops: it lets go of who waits
        self._servers.append(server)
        return server.url

    def _serve_oss(self, region: str, network: str) -> str:
        url = self._serve(f"oss-{region}-{network}", self.oss)
        self.oss.register_port(self._servers[-1].port, region, network)
        return url

    def _build_runner(self, service_file: Path | None) -> Runner:
        shutil.rmtree(self.directory / "code", ignore_errors=True)  # of packages of former runs
        functions: tuple[FunctionSpec, ...] = ()
        if service_file is not None:
            env = {**os.environ, **self.env()}
            functions = read_service_file(service_file, env).functions
        platform = Platform(
            self.clock,
            self.kernel.credentials,
            self.switches,
            self.store,
            self.queues,
            self.directory,
            lets_functions=self.ram.lets_functions,
        )
        return Runner(platform, functions, self.kernel.calls)


def _private_file(path: Path) -> Path:
    """Private keys and secrets are in it: nobody else may read it, whoever made the directory."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path
