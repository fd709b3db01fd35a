"""The account as it truly is: its domains, what stands there, what every certificate is worth."""

from __future__ import annotations

import bisect
import itertools
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from localcloud.services.cas.store import SITES
from localcloud.services.oss.objects import Write
from tests.simulation.cloud import LEDGER, Cloud
from tests.simulation.edges import REGION
from tests.simulation.places import BUCKET, places_of

_LAST_HOURS = timedelta(hours=48)
_TAKEN_BY_BROWSERS = ("leaf_is_ca",)
"""Defects that visitors do not meet (tests/judge); certbind binds none of these."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a certificate is: `end` of its path too; `sound`: browsers take its chain; `fit`: and
    nothing else speaks against binding it.
    """

    id: str
    names: tuple[str, ...]
    begin: datetime
    end: datetime
    sound: bool = True
    fit: bool = True

    def covers(self, domain: str) -> bool:
        """By RFC 9525, a wildcard stands for one label; `.zone` is covered by `*.zone` alone."""
        above = f"*.{domain.partition('.')[2]}"
        return (f"*{domain}" if domain.startswith(".") else domain) in self.names or (
            not domain.startswith(".") and above in self.names
        )

    def works(self, domain: str, now: datetime) -> bool:
        """Whether a visitor's browser takes it."""
        return self.sound and self.begin <= now < self.end and self.covers(domain)

    def is_about_to_end(self, now: datetime, *, is_lost: bool) -> bool:
        """Its last 48 hours, or the last tenth of a short life: a hold lifts then. is_lost: from
        CAS, so that nobody knows how long its life was.
        """
        tenth = _LAST_HOURS if is_lost else (self.end - self.begin) / 10
        return self.end - now <= min(_LAST_HOURS, tenth)


@dataclass(frozen=True, slots=True)
class Spot:
    """A target: at `oss`, `cdn`, `dcdn`, `vod` or `esa`."""

    product: str
    domain: str

    def __str__(self) -> str:
        return f"{self.product} {self.domain}"

    @property
    def site(self) -> str:
        """The edges that serve it."""
        return f"oss/{REGION}" if self.product == "oss" else self.product


class Account:
    """Acts on the local cloud as its owner does, and knows what came of it."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.truths: dict[str, Truth] = {}
        self.chains: dict[str, str] = {}
        self._unheard: list[str] = []
        self.revoked: dict[str, datetime] = {}
        self.deleted: set[str] = set()
        self.offline: dict[Spot, datetime] = {}
        self.free: dict[str, datetime] = {}
        self.spots: tuple[Spot, ...] = ()
        cloud.oss.world.create_bucket(BUCKET, REGION)
        self.places = places_of(cloud)

    def add(self, spot: Spot) -> None:
        """A domain of the account, without a certificate."""
        self.places[spot.product].add(spot.domain)
        self.spots += (spot,)

    def issue(
        self,
        names: tuple[str, ...],
        days: int,
        defect: str = "",
        after: int = 0,
        instance: str | None = None,
    ) -> str:
        """CAS gets a certificate. after: days until it begins. instance: None, a new one."""
        now = self.cloud.clock.now().replace(microsecond=0)
        begin = now + timedelta(days=after) - timedelta(hours=1)
        defects = (defect,) if defect else ()
        made = self.cloud.authorities.issue(names, days=days, not_before=begin, defects=defects)
        number = len(self.truths) + 1
        held = self.cloud.cas.add_issued(
            made.chain_pem,
            made.key_pem,
            site=REGION,
            name=f"certificate-{number}",
            instance_id=instance,
        )
        is_sound = defect in ("", *_TAKEN_BY_BROWSERS)
        dates = made.not_before, made.not_after
        truth = Truth(held.identifier, names, *dates, is_sound, not defect)
        self.truths[truth.id] = truth
        self.chains[truth.id] = made.chain_pem
        return truth.id

    def held(self) -> tuple[str, ...]:
        """What is in CAS."""
        return tuple(one for one in self.truths if one not in self.deleted)

    def delete(self, one: str) -> None:
        """Gone from CAS, bound or not."""
        self.cloud.cas.delete(one)
        self.deleted.add(one)

    def revoke(self, one: str) -> None:
        """Its authority takes it back."""
        self.cloud.cas.revoke(one)
        self.revoked.setdefault(one, self.cloud.clock.now())

    def news(self) -> tuple[str, ...]:
        """What CAS has issued by itself since this was asked last."""
        self.learn()
        heard, self._unheard = tuple(self._unheard), []
        return heard

    def learn(self) -> None:
        """CAS issues in the midst of a run, too."""
        sites = (self.cloud.cas.certificates(site) for site in SITES)
        new = [one for site in sites for one in site if one.identifier not in self.truths]
        for one in sorted(new, key=lambda held: held.number):
            facts = one.facts
            truth = Truth(one.identifier, facts.names, facts.not_before, facts.not_after)
            self.truths[truth.id] = truth
            self.chains[truth.id] = one.chain_pem
            self._unheard.append(truth.id)

    def bind(self, spot: Spot, one: str | None) -> None:
        """A person at the console."""
        self.places[spot.product].bind(spot.domain, one)

    def set_online(self, spot: Spot, *, online: bool) -> None:
        """A domain is stopped, or started again."""
        self.places[spot.product].set_online(spot.domain, online=online)
        if online:
            self.offline.pop(spot, None)
        else:
            self.offline.setdefault(spot, self.cloud.clock.now())

    def bound(self, spot: Spot) -> str:
        """The certificate that is attached, "" for none."""
        return self.places[spot.product].bound(spot.domain)

    def standing(self) -> dict[Spot, str]:
        """At every target."""
        return {spot: self.bound(spot) for spot in self.spots}

    def works(self, one: str, domain: str) -> bool:
        """Whether visitors of the domain can do with this certificate now."""
        truth = self.truths.get(one)
        now = self.cloud.clock.now()
        return truth is not None and one not in self.revoked and truth.works(domain, now)

    def usable(self, domain: str) -> tuple[Truth, ...]:
        """Of those in CAS, what may be bound to the domain, the one that ends last first."""
        works = [self.truths[one] for one in self.held() if self.works(one, domain)]
        found = [truth for truth in works if truth.fit]
        return tuple(sorted(found, key=lambda truth: truth.end, reverse=True))

    def journal(self, domain: str) -> list[dict[str, Any]]:
        """The ledger's entries of a domain, newest first; {} for what is none."""
        return [read_entry(self.read(key)) for key in self.keys(folder_of(domain))]

    def newest(self, domain: str) -> dict[str, Any]:
        """The first of them; {} where none is."""
        keys = self.keys(folder_of(domain))
        return read_entry(self.read(keys[0])) if keys else {}

    def keys(self, prefix: str) -> list[str]:
        """Of the ledger's objects."""
        names = self.cloud.oss.account.objects._names.get(LEDGER, [])
        found = itertools.takewhile(
            lambda name: name.startswith(prefix), names[bisect.bisect_left(names, prefix) :]
        )
        return list(found)

    def read(self, key: str) -> bytes:
        """An object of the ledger."""
        return self.cloud.oss.account.objects.read(LEDGER, key)[1]

    def damage(self, prefix: str, how: str) -> str:
        """The newest entry of the first folder of a prefix is cut off, or changed in place; which
        one, "" for none.
        """
        keys = self.keys(prefix)
        if not keys:
            return ""
        key, whole = keys[0], self.read(keys[0])
        spoilt = (
            whole[: len(whole) // 2] if how == "cut" else whole.replace(b'"end":"20', b'"end":"29')
        )
        if spoilt == whole:  # of what is known of a certificate
            spoilt = whole.replace(b'"not_after": "20', b'"not_after": "29')
        if spoilt == whole:
            spoilt = whole.replace(b'"sequence":', b'"sequence":1')
        bucket = self.cloud.oss.account.buckets.get(LEDGER)
        old = self.cloud.oss.account.objects.get(LEDGER, key)
        self.cloud.oss.account.objects.put(
            bucket, Write(key, spoilt, {"Content-Type": "application/json"}, old.modified)
        )
        return key


def folder_of(domain: str) -> str:
    """Where the entries of a domain lie."""
    safe = f"_wildcard{domain}" if domain.startswith(".") else domain
    return f"certbind/domain/{safe}/"


def read_entry(data: bytes) -> dict[str, Any]:
    """An entry as JSON, {} where it is none."""
    try:
        raw = json.loads(data)
    except ValueError:
        return {}
    return raw if isinstance(raw, dict) else {}
