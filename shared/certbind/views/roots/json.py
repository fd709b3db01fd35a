"""Roots as JSON: docs/schemas/roots.v1.json. Codes alone, the same in both languages."""

from __future__ import annotations

from typing import Any

from certbind.domain.trust.roots.endings import Ending
from certbind.domain.trust.roots.installing import COMMANDS
from certbind.domain.trust.roots.wanted import Client
from certbind.domain.trust.stores.asked import StoreVerdict
from certbind.usecases.certificates.roots import ChainRoots, RootsReport
from certbind.views.roots.text import to_install

Json = dict[str, Any]
VERSION = 1


def roots_json(report: RootsReport) -> Json:
    """What was asked for: chains, a client, or both."""
    missing = to_install(report)
    return {
        "version": VERSION,
        "at": report.at.isoformat(),
        "calendar": {
            "made": report.made.isoformat(),
            "days_old": (report.at.date() - report.made).days,
        },
        "chains": [_chain(one, report) for one in report.chains],
        "client": None if report.client is None else _client(report.client),
        "install": [
            {"name": one.name, "sha256": one.sha256, "url": one.url or None} for one in missing
        ],
        "system": None if report.system is None else report.system.value,
        "commands": {system.value: list(each) for system, each in COMMANDS.items()}
        if missing
        else {},
    }


def _chain(one: ChainRoots, report: RootsReport) -> Json:
    found = one.endings
    return {
        "source": one.source,
        "addresses": list(one.addresses),
        "unread": None if found is not None else {"word": one.why, "detail": one.detail},
        "roots": [] if found is None else [_root(each, report.client) for each in found.roots],
        "faults": [] if found is None else [each.to_json() for each in found.faults],
        "taken": one.is_taken,
        "client_has": report.client_has(one),
    }


def _root(one: Ending, client: Client | None) -> Json:
    return {
        "name": one.name,
        "sha256": one.sha256,
        "checked": one.is_checked,
        "path": list(one.path),
        "ends": None if one.ends is None else one.ends.isoformat(),
        "ends_first": one.ends_first or None,
        "stores": [_store(each) for each in one.stores],
        "client_has": None if client is None else one.sha256 in client.sha256s,
    }


def _store(one: StoreVerdict) -> Json:
    return {
        "store": one.store.value,
        "takes": one.takes,
        "refusal": None if one.refusal is None else one.refusal.value,
        "until": None if one.until is None else one.until.isoformat(),
        "estimated": one.estimated,
        "cut": None if one.cut is None else one.cut.isoformat(),
        "source": one.source or None,
    }


def _client(one: Client) -> Json:
    return {
        "place": one.place,
        "roots": len(one.sha256s),
        "unread": one.unread,
        "wanted": [
            {
                "name": each.wanted.name,
                "sha256": each.wanted.sha256,
                "there": each.is_there,
                "need": each.need.value,
                "url": each.wanted.url,
            }
            for each in one.held
        ],
    }
