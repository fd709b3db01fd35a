"""The worlds that seeds are played in: which products there are, who renews, what happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

_WEIGHTS: Mapping[str, int] = {
    "issue": 8,
    "delete": 2,
    "revoke": 2,
    "bind": 3,
    "detach": 3,
    "stop": 1,
    "rollback": 2,
    "wish": 2,
    "damage": 2,
    "lose": 2,
    "again": 2,
    "reorder": 1,
    "scope": 1,
    "lag": 2,
    "free": 1,
    "event": 2,
    "busy": 1,
}
_OF_CAS: Mapping[str, int] = {
    **_WEIGHTS,
    "issue": 2,
    "refuse": 2,
    "silent": 2,
    "apply": 1,
    "deploy": 3,
    "host": 1,
    "jobs": 2,
}
_CALLS = (
    (),
    (),
    ("oss.",),
    ("oss.PutObject",),
    ("oss.PutCname", "cdn.Set"),
    ("oss.ListCname", "cdn.Describe"),
    ("cas.",),
    ("cdn.",),
    ("mns.",),
    ("edge.",),
)
_WRITES = ("oss.PutCname", "cdn.Set")
_ORDERS = ("cas.ApplyCertificate", "cas.UpdateInstance", "cas.CreateCertificateFor")
_JOURNALS = ("domain/", "domain/", "watch/", "recheck/", "certificate/", "facts/")


@dataclass(frozen=True, slots=True)
class World:
    """products: that certbind is told of, and that domains are at. weights: how often each line of
    a plan is drawn. calls: of a window of troubles, one is drawn. writes: at a target or in CAS.
    journals: to be damaged. renews: CERTBIND_RENEW is all, and CAS issues and deploys by itself.
    validates: CERTBIND_VALIDATE is all, and the account's own DNS holds most zones.
    """

    name: str
    products: tuple[str, ...] = ("oss", "cdn")
    weights: Mapping[str, int] = field(default_factory=lambda: _WEIGHTS)
    calls: tuple[tuple[str, ...], ...] = _CALLS
    writes: tuple[str, ...] = _WRITES
    journals: tuple[str, ...] = _JOURNALS
    renews: bool = False
    validates: bool = False


BASE = World("base")
EDGES = World(
    "edges",
    ("oss", "cdn", "dcdn", "vod", "esa"),
    writes=(*_WRITES, "dcdn.Set", "vod.Set", "esa.Set"),
    calls=(
        *_CALLS,
        ("dcdn.",),
        ("vod.",),
        ("esa.",),
        ("dcdn.Set", "vod.Set", "esa.Set"),
        ("dcdn.Describe", "vod.Describe", "esa.List"),
    ),
)
RENEWING = World(
    "renewing",
    weights=_OF_CAS,
    writes=(*_WRITES, *_ORDERS),
    calls=(*_CALLS, _ORDERS, _ORDERS, ("cas.GetInstance", "cas.Describe"), ("cas.ListDeploy",)),
    journals=(*_JOURNALS, "line/", "line/"),
    renews=True,
)
_RECORDS = ("alidns.AddDomainRecord", "alidns.DeleteDomainRecord")
VALIDATING = World(
    "validating",
    weights={**_OF_CAS, "bind": 1, "detach": 1, "lag": 0, "record": 4, "taken": 3, "away": 2},
    writes=(*_RECORDS, *_ORDERS),
    calls=(*RENEWING.calls, ("alidns.",), _RECORDS, _RECORDS, ("alidns.Describe",)),
    journals=(*_JOURNALS, "line/", "line/", "line/"),
    renews=True,
    validates=True,
)
WORLDS: Mapping[str, World] = {world.name: world for world in (BASE, EDGES, RENEWING, VALIDATING)}
_BESIDE = 0.1
"""Of the seeds, so many are played in a world that came later, whatever theirs was before."""


def world_of(seed: int, name: str = "") -> World:
    """Of that name; for "" the seed's: of nine in ten, six of ten are played in the base world,
    two each in EDGES and RENEWING; of the others, all in VALIDATING.
    """
    if name:
        return WORLDS[name]
    drawn = Random(f"world {seed}")  # noqa: S311 - nothing is kept secret
    world = drawn.choice((BASE, BASE, BASE, EDGES, RENEWING))
    return VALIDATING if drawn.random() < _BESIDE else world
