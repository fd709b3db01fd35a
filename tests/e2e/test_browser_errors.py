"""The three errors of browsers that the products' help tells of, each made in every way that it
names, and explained: by what the browser shows, why, and the one thing to do.

One account on the local cloud holds them all; `explain --look` runs in this process.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner

from certbind.cli.main import main
from localcloud.acts.certificates import Certificates
from localcloud.acts.domains import Domains
from localcloud.acts.names import Names
from localcloud.edges.faults import EdgeFault, EdgeFaultKind
from localcloud.world import LocalCloud

LEDGER, BUCKET = "ledger", "assets"
ORIGIN = "assets.oss-cn-hangzhou.aliyuncs.com"
PROTOCOL, DATE, NAME = (
    "ERR_SSL_PROTOCOL_ERROR",
    "ERR_CERT_DATE_INVALID",
    "ERR_CERT_COMMON_NAME_INVALID",
)


class Account:
    """Whatever a domain of it is, it is made by the world."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud = cloud
        certificates = Certificates(cloud)
        self._certificates, self._domains = certificates, Domains(cloud, certificates)
        for site in ("oss", "cdn"):
            cloud.edges.set_delay(site, 0)
        for bucket in (LEDGER, BUCKET):
            cloud.oss.world.create_bucket(bucket, "cn-hangzhou")
        cloud.switches.set("edge.unknown_name", "internal_error")

    def oss(self, domain: str, *names: str, defect: str = "") -> str:
        """Mapped to the bucket, with a certificate for these names attached, if any."""
        self.cloud.oss.world.map_domain(BUCKET, domain)
        return self._attach(domain, names, defect, "oss")

    def cdn(self, domain: str, *names: str, defect: str = "") -> str:
        """Accelerated, the same."""
        self._domains.accelerate(domain, origin=ORIGIN)
        return self._attach(domain, names, defect, "cdn")

    def issue(self, *names: str, defect: str = "", days: int = 90) -> str:
        """Its id, in CAS."""
        made = self._certificates.issue(names, defects=[defect] if defect else [], days=days)
        return str(made["identifier"])

    def free(self, domain: str, defect: str) -> None:
        """CDN's own free certificate, which CAS does not hold."""
        made = self.cloud.authorities.issue([domain], defects=[defect])
        self.cloud.cdn.model.bind_free(domain, made.chain_pem, made.key_pem)

    def at(self, domain: str, kind: EdgeFaultKind, *, first: bool = False) -> None:
        """All addresses of the domain misbehave, or the first."""
        address = self.cloud.dns.resolve(domain)[0] if first else "*"
        self.cloud.edges.add_fault(EdgeFault(kind, domain, address))

    def _attach(self, domain: str, names: tuple[str, ...], defect: str, target: str) -> str:
        if not names:
            return ""
        identifier = self.issue(*names, defect=defect)
        self._domains.bind(domain, identifier, target=target)
        return identifier


Made = Callable[[Account, str], object]


@dataclass(frozen=True)
class Way:
    """made: how the domain comes to it. causes: the words, first what counts. step: what is read
    in the one thing to do. told: what is read elsewhere on the page.
    """

    shows: str
    made: Made
    causes: tuple[str, ...]
    step: str
    told: str = ""


def wrong_at_the_other_product(account: Account, domain: str) -> None:
    account.oss(domain, domain)
    account.cdn(domain, "elsewhere.shop.example")


def expired_at_the_other_product(account: Account, domain: str) -> None:
    account.oss(domain, domain)
    account.cdn(domain, domain, defect="expired")


def pointing_elsewhere(account: Account, domain: str) -> None:
    account.oss(domain, domain)
    other = f"other.{domain}"
    account.cdn(other)
    Names(account.cloud).point(domain, [f"{other}.w.kunlunsl.com"])


def only_at_the_other_product(account: Account, domain: str) -> None:
    account.oss(domain, domain)
    account.cdn(domain)


def expired_and_renewed(account: Account, domain: str) -> None:
    account.oss(domain, domain, defect="expired")
    account.issue(domain)


def of_cdn_and_expired(account: Account, domain: str) -> None:
    account.cdn(domain)
    account.free(domain, "expired")


def plain_http(account: Account, domain: str) -> None:
    account.oss(domain, domain)
    account.at(domain, EdgeFaultKind.NOT_TLS)


def plain_http_at_one(account: Account, domain: str) -> None:
    account.oss(domain, domain)
    account.at(domain, EdgeFaultKind.NOT_TLS, first=True)


def issued_and_not_attached(account: Account, domain: str) -> None:
    account.oss(domain)
    account.issue(domain)


ORDER, BIND = "a certificate for ", "at once; else the next recheck does."
WAYS = {
    "CDN without a certificate": Way(
        PROTOCOL, lambda a, d: a.cdn(d), ("no_https",), ORDER, "Attached now: nothing."
    ),
    "CDN without one, and OSS with one": Way(
        PROTOCOL, only_at_the_other_product, ("turns_on",), BIND, "but CDN serves it"
    ),
    "plain HTTP at the HTTPS port": Way(
        PROTOCOL, plain_http, ("not_tls",), "see whether DNS leads to the product"
    ),
    "plain HTTP at one address": Way(
        PROTOCOL, plain_http_at_one, ("not_tls",), "names the address", "what is bound"
    ),
    "OSS with nothing attached": Way(
        NAME, lambda a, d: a.oss(d), ("no_https",), ORDER, "the product's own certificate"
    ),
    "issued in CAS, and not attached to OSS": Way(
        NAME, issued_and_not_attached, ("turns_on",), BIND, "the product's own certificate"
    ),
    "a certificate for other names": Way(
        NAME, lambda a, d: a.oss(d, "another.shop.example"),
        ("name_mismatch", "no_certificate"), ORDER, "covers only another.shop.example",
    ),
    "a wildcard one label too deep": Way(
        NAME, lambda a, d: a.oss(d, f"*.{d.split('.', 2)[2]}"),
        ("name_mismatch", "no_certificate", "wildcard_too_deep"), ORDER, "one label short",
    ),
    "a wildcard for its apex": Way(
        NAME, lambda a, d: a.oss(d, f"*.{d}"),
        ("name_mismatch", "no_certificate"), ORDER, "does not include",
    ),
    "configured in OSS, and CDN serves another": Way(
        NAME, wrong_at_the_other_product, ("name_mismatch", "replaces_dead"), BIND,
        "but CDN serves it",
    ),
    "DNS points at another product": Way(
        PROTOCOL, pointing_elsewhere, ("dns_elsewhere",), "CNAME", "Somewhere else"
    ),
    "expired": Way(
        DATE, lambda a, d: a.oss(d, d, defect="expired"), ("expired", "no_certificate"), ORDER
    ),
    "expired, and the renewed one is not attached": Way(
        DATE, expired_and_renewed, ("expired", "replaces_dead"), BIND
    ),
    "not valid yet": Way(
        DATE, lambda a, d: a.oss(d, d, defect="not_yet_valid"),
        ("not_yet_valid", "no_certificate"), "",
    ),
    "expired at CDN, and renewed at OSS": Way(
        DATE, expired_at_the_other_product, ("expired", "replaces_dead"), BIND,
        "but CDN serves it",
    ),
    "CDN's free one, expired": Way(DATE, of_cdn_and_expired, ("expired",), "renew it"),
}  # fmt: skip


def domain_of(name: str) -> str:
    """Each below a zone of its own, so that no wildcard of another serves it."""
    zone = f"w{sorted(WAYS).index(name)}.example"
    return f"a.b.{zone}" if "wildcard one" in name else f"www.{zone}"


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with LocalCloud(tmp_path_factory.mktemp("errors")) as cloud:
        made = Account(cloud)
        for name, way in WAYS.items():
            way.made(made, domain_of(name))
        yield made


def explained(account: Account, domain: str, language: str) -> Any:
    environment = {
        **account.cloud.env(),
        "CERTBIND_LEDGER_BUCKET": LEDGER,
        "CERTBIND_SITE": "both",
    }
    arguments = ["explain", domain, "--look", "--json", "--lang", language]
    shown = CliRunner().invoke(main, arguments, env=environment)
    assert shown.stderr == ""
    (place,) = json.loads(shown.stdout)["places"]
    return place


@pytest.mark.parametrize("name", WAYS)
def test_each_error_is_explained_by_its_way(account: Account, name: str) -> None:
    way = WAYS[name]
    place = explained(account, domain_of(name), "en")
    each = place["addresses"]["each"]
    assert {one["browser"] for one in each} - {""} == {way.shows}
    causes = tuple(one["word"] for one in place["causes"])
    assert causes[: len(way.causes)] == way.causes, place["causes"]
    why, step, *rest = (" ".join(part["text"]) for part in place["page"])
    assert f"Browsers of visitors show: {way.shows}." in why
    assert way.step in step
    assert way.told in " ".join((why, *rest))


def test_in_chinese_it_is_as_plain(account: Account) -> None:
    place = explained(account, domain_of("expired"), "zh")
    why, step, *_ = (" ".join(part["text"]) for part in place["page"])
    assert why.startswith("expired：证书已过期。")  # noqa: RUF001
    assert f"访客的浏览器显示：{DATE}。" in why  # noqa: RUF001
    assert "CAS" in step
