"""Judging who calls, what it may do, and whether endpoints and sites belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from certbind.config import Settings
from certbind.domain.deployment.surroundings import Access, Caller, PermissionFacts, ZoneFacts
from certbind.domain.model.target import TargetScan
from certbind.usecases.operate.doctor import Check, Status, not_probed, ok, wrong

_OSS_HOST = re.compile(r"https://oss-([a-z0-9-]+?)(-internal)?\.aliyuncs\.com(:\d+)?")
_MNS_HOST = re.compile(r"https://(\d+)\.mns\.([a-z0-9-]+?)(-internal)?\.aliyuncs\.com(:\d+)?")
_CAS_HOST = re.compile(r"https://cas\.(?:([a-z0-9-]+)\.)?aliyuncs\.com(:\d+)?")


def judge_settings(settings: Settings) -> Check:
    """Everything that the functions need is set; how it was read was checked before."""
    needed = {
        "CERTBIND_LEDGER_BUCKET": settings.ledger_bucket,
        "CERTBIND_ACCOUNT_ID": settings.account_id,
        "MNS_ENDPOINT": settings.endpoints.mns,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        return wrong("settings", f"not set: {', '.join(missing)}", "Set the variables named.")
    sites = ", ".join(region for region, _ in settings.endpoints.cas)
    return ok("settings", f"complete; region {settings.region}, CAS site {sites}")


def judge_caller(caller: Caller, settings: Settings) -> Check:
    """The credentials are somebody's, and of the account that the settings name."""
    who = f"{caller.arn} ({caller.kind}) of account {caller.account_id}"
    if settings.account_id and caller.account_id != settings.account_id:
        return wrong(
            "credentials",
            f"{who}, but the settings name account {settings.account_id}",
            "Use credentials of that account, or set CERTBIND_ACCOUNT_ID to the caller's.",
        )
    return ok("credentials", who)


def judge_permission(facts: PermissionFacts) -> Check:
    """One permission of those that the functions need. A refusal need not be for want of it: the
    hint of its code says what is to be done.
    """
    name = f"may {facts.action}"
    found = f"{facts.where}: {facts.detail}" if facts.detail else facts.where
    if facts.access is Access.ALLOWED:
        return ok(name, found)
    if facts.access is Access.NOT_PROBED:
        return not_probed(name, found)
    return wrong(name, found, facts.hint)


def judge_zones(zones: Sequence[ZoneFacts]) -> list[Check]:
    """Where certbind is to write what a CA waits for."""
    if not zones:
        found = "no zone of Alidns holds what was looked at: what a CA waits for is only told"
        return [not_probed("zones", found)]
    return [_judge_zone(zone) for zone in zones]


def _judge_zone(zone: ZoneFacts) -> Check:
    name = f"zone {zone.name}"
    if not zone.is_there:
        told = "CERTBIND_VALIDATE names it, and it is not in this account's Alidns"
        return wrong(name, told, "Correct the setting, or add the zone in the DNS console.")
    if zone.elsewhere:
        told = f"it is in Alidns, but {', '.join(zone.elsewhere)} answers for it"
        return wrong(name, told, "Have its registrar name the name servers of Alidns.")
    return ok(name, "it is in Alidns, which answers for it")


def judge_endpoints(settings: Settings) -> list[Check]:
    """Each endpoint of the real service is of the region, account and site that it is used for.

    An address that is none of the service's own names (a local cloud, a proxy) tells nothing.
    """
    faults = [*_oss_faults(settings), *_mns_faults(settings), *_cas_faults(settings)]
    if faults:
        return [wrong("endpoints", found, remedy) for found, remedy in faults]
    return [ok("endpoints", "of one region, account and site, as far as their names tell")]


def _oss_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    match = _OSS_HOST.fullmatch(settings.endpoints.oss)
    if match is None:
        return
    if match[1] != settings.region:
        yield (
            f"OSS_ENDPOINT is of {match[1]}, CERTBIND_REGION is {settings.region}",
            f"Unset OSS_ENDPOINT, or set it to https://oss-{settings.region}.aliyuncs.com.",
        )
    if bool(match[2]) != settings.internal_network:
        kind = "internal" if match[2] else "public"
        yield (
            f"OSS_ENDPOINT is the {kind} one and CERTBIND_NETWORK says otherwise",
            f"Set CERTBIND_NETWORK to {kind}, or unset OSS_ENDPOINT.",
        )


def _mns_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    match = _MNS_HOST.fullmatch(settings.endpoints.mns)
    if match is None:
        return
    if match[2] != settings.region:
        yield (
            f"MNS_ENDPOINT is of {match[2]}, CERTBIND_REGION is {settings.region}",
            "Unset MNS_ENDPOINT: queue, functions and ledger are in one region.",
        )
    if settings.account_id and match[1] != settings.account_id:
        yield (
            f"MNS_ENDPOINT is of account {match[1]}, not {settings.account_id}",
            "Unset MNS_ENDPOINT: it follows from the account and the region.",
        )


def _cas_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    for region, endpoint in settings.endpoints.cas:
        match = _CAS_HOST.fullmatch(endpoint)
        if match is not None and (match[1] or "cn-hangzhou") != region:
            name = "CAS_ENDPOINT" if region == "cn-hangzhou" else "CAS_INTERNATIONAL_ENDPOINT"
            yield f"{name} is of another site than {region}", f"Unset {name}."


def judge_site(site: str, identifiers: Sequence[str]) -> Check:
    """A CAS endpoint answers with certificates of the site that it is asked for.

    identifiers: CertIdentifiers of certificates that it lists.
    """
    name = f"CAS site {site}"
    others = [one for one in identifiers if one.partition("-")[2] != site]
    if others:
        return wrong(
            name,
            f"it answers with certificates of another site ({others[0]})",
            "Check CERTBIND_SITE, CAS_ENDPOINT and CAS_INTERNATIONAL_ENDPOINT.",
        )
    if not identifiers:
        return not_probed(name, "no certificate to tell the site by")
    return ok(name, f"its certificates are of this site ({identifiers[0]})")


def judge_bound_sites(scan: TargetScan, settings: Settings) -> Check:
    """What is bound is of a site that certbind reads: else it would count as another's."""
    read = {region for region, _ in settings.endpoints.cas}
    unread = [
        f"{bound.target} ({bound.binding.certificate_id})"
        for bound in scan.targets
        if bound.binding.certificate_id and bound.binding.certificate_id.region not in read
    ]
    if unread:
        return wrong(
            "sites",
            f"bound certificates of a site that is not read: {', '.join(unread[:3])}"
            + (f" and {len(unread) - 3} more" if len(unread) > 3 else ""),  # noqa: PLR2004
            "Set CERTBIND_SITE=both.",
        )
    if scan.failures:
        return not_probed("sites", "what could not be listed may be of a site that is not read")
    return ok("sites", "no bound certificate is of a site that is not read")


def judge_proxy(unused: str, host: str) -> list[Check]:
    """unused: the proxy that the environment names for the queue's host, and its SDK does not
    use; "" for none.
    """
    if not unused:
        return []
    return [
        ok(
            "queue's network",
            f"the proxy {unused} is used for OSS, CAS and CDN, never for {host}: MNS's SDK knows "
            "no proxies, so it must be reached directly",
        )
    ]


def judge_scan(scan: TargetScan) -> list[Check]:
    """Every bucket's and CDN's list could be read."""
    missing = [
        wrong(
            "domains",
            f"{one.where} is named in {one.setting} and not there: {one.message}",
            f"Correct {one.setting}, then run `certbind setup`.",
        )
        for one in scan.absent
    ]
    if not scan.failures:
        return missing or [ok("domains", f"{len(scan.targets)} domains were listed")]
    return missing + [
        Check(
            "domains",
            Status.COULD_NOT_LOOK if one.retryable else Status.WRONG,
            f"{one.where} could not be listed: {one.message}",
            f"See docs/runbook.md#{one.code}.",
        )
        for one in scan.failures
    ]
