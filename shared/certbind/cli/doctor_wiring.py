"""The examinations of `doctor`, wired to the adapters; nothing is judged here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from certbind import wiring
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.calls.server_time import read_times
from certbind.adapters.cas.sites import read_identifiers
from certbind.adapters.machine.installed import refuse_wrong_packages, root_set_version
from certbind.adapters.machine.service_file import read_triggers
from certbind.adapters.mns.dead_letters import BATCH, MnsDeadLetters
from certbind.adapters.mns.facts import read_queue_facts
from certbind.adapters.permission_probes import (
    Probe,
    cas_probes,
    cdn_probes,
    oss_probes,
    queue_probes,
)
from certbind.adapters.ram.caller import read_caller
from certbind.cli.doctor_world import World
from certbind.config import Settings
from certbind.errors import CloudError, ConfigError, UnavailableError
from certbind.ports import Clock
from certbind.usecases.operate import doctor_account, doctor_machine, doctor_stores
from certbind.usecases.operate.doctor import Check, Doctor, Examination, Status, ok, wrong

DOMAINS_TRIED = 3
"""Bound domains that are visited: one may be out of order by itself."""


def make_doctor(
    environment: wiring.Environment,
    seconds: float,
    *,
    folder: Path,
    clock: Clock | None = None,
    retry: Retry | None = None,
) -> Doctor:
    """folder: where s.yaml is looked for. With unreadable settings, what needs none is done."""
    clock = clock or wiring.SystemClock()
    try:
        settings = Settings.from_env(environment)
    except ConfigError as error:
        unread = Examination("settings", partial(_raise, error))
        return Doctor((unread, *_machine(clock, None), Examination("account", _unseen)))
    world = World(settings, clock, retry or Retry(Deadline(seconds)))
    return Doctor(
        (
            Examination("settings", lambda: [doctor_account.judge_settings(settings)]),
            *_machine(clock, settings),
            *_account(world),
            *_permissions(world),
            *_stores(world),
            Examination("trigger", lambda: _triggers(folder, environment, settings)),
            Examination("DNS, port 443", lambda: _visits(world)),
        )
    )


def _raise(error: ConfigError) -> Sequence[Check]:
    raise error


def _unseen() -> Sequence[Check]:
    found = "without settings nothing of the account can be looked at"
    return [Check("account", Status.COULD_NOT_LOOK, found, "Set the variables named above.")]


def _machine(clock: Clock, settings: Settings | None) -> Iterator[Examination]:
    def packages() -> Sequence[Check]:
        refuse_wrong_packages()
        return [ok("packages", "the SDKs are the right ones; aliyun-mns is not installed")]

    def roots() -> Sequence[Check]:
        if settings is not None:
            wiring.trust_anchors(settings.probe)  # ConfigError when CA_BUNDLE cannot be used
        return [doctor_machine.judge_roots(root_set_version(), clock.now())]

    yield Examination("packages", packages)
    yield Examination("roots", roots)


def _account(world: World) -> Iterator[Examination]:
    settings = world.settings
    yield Examination("clock", lambda: _clock(world))
    yield Examination(
        "credentials",
        lambda: [doctor_account.judge_caller(read_caller(world.sts, world.retry), settings)],
    )
    yield Examination("endpoints", lambda: doctor_account.judge_endpoints(settings))
    yield Examination("network", lambda: _network(world))
    for site, _ in settings.endpoints.cas:
        yield Examination(f"CAS site {site}", partial(_site, world, site))
    yield Examination("domains", lambda: doctor_account.judge_scan(world.scan))
    yield Examination(
        "sites", lambda: [doctor_account.judge_bound_sites(world.scan.targets, settings)]
    )


def _permissions(world: World) -> Iterator[Examination]:
    """What the probes ask for is read when their turn comes."""
    settings = world.settings
    sites = [site for site, _ in settings.endpoints.cas]
    for site in sites:
        yield _probing(world, f"CAS {site}", partial(_cas, world, site))
    ledger = (settings.ledger_bucket, settings.ledger_prefix)
    parts: dict[str, Callable[[], Iterable[Probe]]] = {
        "CDN": lambda: cdn_probes(world.cdn, world.scan.targets, world.number(sites[0])),
        "OSS": lambda: oss_probes(world.oss, world.scan.targets, ledger),
        "MNS": lambda: queue_probes(world.queue(settings.queue), settings.queue),
    }
    for name, probes in parts.items():
        yield _probing(world, name, probes)


def _cas(world: World, site: str) -> Iterable[Probe]:
    return cas_probes(world.cas(site), site, world.number(site))


def _stores(world: World) -> Iterator[Examination]:
    settings, dead = world.settings, world.settings.dead_letter_queue

    def queue() -> Sequence[Check]:
        facts = read_queue_facts(world.queue(settings.queue), world.retry)
        return doctor_stores.judge_queue("queue", facts)

    def dead_letter_queue() -> Sequence[Check]:
        facts = read_queue_facts(world.queue(dead), world.retry)
        return doctor_stores.judge_dead_letter_queue("dead-letter queue", facts)

    def waiting() -> Sequence[Check]:
        found = MnsDeadLetters(world.queue(dead), world.retry).waiting()
        return [doctor_stores.judge_waiting(found, BATCH)]

    def protection() -> Sequence[Check]:
        ledger = world.ledger()
        kept = ledger.keeps_what_is_there()
        deleted = ledger.delete_probe()
        key = ledger.probe_key
        return [doctor_stores.judge_create_only(kept=kept, deleted=deleted, key=key)]

    yield Examination("queue", queue)
    yield Examination("dead-letter queue", dead_letter_queue)
    yield Examination("dead letters", waiting)
    yield Examination(
        "ledger bucket", lambda: doctor_stores.judge_bucket(world.ledger().facts(), settings)
    )
    yield Examination("ledger protection", protection)


def _probing(world: World, where: str, probes: Callable[[], Iterable[Probe]]) -> Examination:
    """Each probe stands alone, as an examination of its own."""

    def one(probe: Probe) -> Sequence[Check]:
        return [doctor_account.judge_permission(probe.look(world.retry))]

    def all_of_them() -> Sequence[Check]:
        each = tuple(Examination(f"may {p.action}", partial(one, p)) for p in probes())
        return Doctor(each)().checks

    return Examination(f"permissions {where}", all_of_them)


def _clock(world: World) -> Sequence[Check]:
    endpoint = world.settings.endpoints.cas[0][1]
    theirs, ours = read_times(endpoint, world.clock)
    return [doctor_machine.judge_clock(theirs, ours)]


def _network(world: World) -> Sequence[Check]:
    """The internal network shows by being reached."""
    if not world.settings.internal_network:
        return [ok("network", "public endpoints")]

    def list_one() -> None:
        with world.oss.errors("ListBuckets", "OSS"):
            world.oss.service().list_buckets(max_keys=1)

    try:
        world.retry.call(list_one)
    except UnavailableError:
        found = "CERTBIND_NETWORK is internal, and OSS cannot be reached there from here"
        return [
            wrong("network", found, "Outside Alibaba Cloud's network set CERTBIND_NETWORK=public.")
        ]
    except CloudError:
        return [ok("network", "internal endpoints, and OSS answers there")]
    return [ok("network", "internal endpoints, and OSS answers there")]


def _site(world: World, site: str) -> Sequence[Check]:
    identifiers = read_identifiers(world.cas(site), world.certificates(site), world.retry)
    return [doctor_account.judge_site(site, identifiers)]


def _triggers(
    folder: Path, environment: wiring.Environment, settings: Settings
) -> Sequence[Check]:
    return doctor_stores.judge_triggers(read_triggers(folder, environment), settings)


def _visits(world: World) -> Sequence[Check]:
    """Those with a certificate first: they should answer."""
    bound = sorted(world.scan.targets, key=lambda b: (b.binding.is_empty, b.target.domain))
    domains = list(dict.fromkeys(one.target.domain for one in bound))[:DOMAINS_TRIED]
    probe = wiring.probe(world.settings.probe)
    return doctor_machine.judge_visits([probe.observe(domain) for domain in domains])
