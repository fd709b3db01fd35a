"""CRLs of the local cloud's CAs, over real http: looked at, and before a chain is bound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from cryptography import x509

from certbind import bootstrap
from certbind.adapters.calls import pem
from certbind.adapters.crl.probe import ProbeWithCrls
from certbind.cli.main import main
from certbind.config import ProbeSettings
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.reasons import Reason
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.revocation.crl import Standing
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from certbind.usecases.rotate.certificate_reads import CertificateReads
from certbind.usecases.rotate.world import Rules
from certbind.wiring import instance, visitors
from localcloud.services.cdn import Origin
from localcloud.world import LocalCloud
from tests.contract.wired import LEDGER, Wired

DOMAIN = Domain("www.example.com")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    instance.crls.cache_clear()
    yield
    instance.crls.cache_clear()


def settings(cloud: LocalCloud, **environ: str) -> ProbeSettings:
    return ProbeSettings.from_env({**cloud.env(), "CERTBIND_CRL": "always", **environ})


def serve(cloud: LocalCloud) -> x509.Certificate:
    """What every CDN address serves from now on."""
    made = cloud.authorities.issue([DOMAIN])
    if DOMAIN not in {one.name for one in cloud.cdn.model.domains()}:
        cloud.cdn.model.add_domain(DOMAIN, [Origin("ipaddr", "192.0.2.9")])
    stored = cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site="cn-hangzhou", name=made.serial
    )
    cloud.cdn.model.bind(DOMAIN, stored.identifier)
    return x509.load_der_x509_certificate(pem.certificates(made.chain_pem)[0])


def look(cloud: LocalCloud, **environ: str) -> Verdict:
    read = settings(cloud, **environ)
    anchors = visitors.trust_anchors(read)
    seen = visitors.probe(read).observe(DOMAIN)
    return judge(seen, Expectation(DOMAIN), anchors, cloud.clock.now())


def standings(verdict: Verdict) -> list[Standing]:
    return [one.said.standing for one in verdict.addresses[0].revocation]


def test_the_lists_are_sound_and_name_nobody(wired: Wired) -> None:
    serve(wired.cloud)
    verdict = look(wired.cloud)
    assert verdict.is_good
    assert standings(verdict) == [Standing.GOOD, Standing.GOOD]


def test_a_revoked_one_is_refused_at_every_address(wired: Wired) -> None:
    leaf = serve(wired.cloud)
    assert wired.cloud.authorities.revocations.revoke(leaf, "keyCompromise")
    verdict = look(wired.cloud)
    assert verdict.headline is not None
    assert verdict.headline.kind is FaultClass.REVOKED
    assert verdict.headline.detail.endswith("(keyCompromise)")
    assert {one.is_sound for one in verdict.addresses} == {False}


def test_a_revoked_intermediate_is_refused_too(wired: Wired) -> None:
    serve(wired.cloud)
    intermediate = x509.load_pem_x509_certificate(
        wired.cloud.authorities.intermediate_pem().encode()
    )
    assert wired.cloud.authorities.revocations.revoke(intermediate)
    verdict = look(wired.cloud)
    assert verdict.headline is not None
    assert "LocalTrust TLS CA 1, which it stands on, is revoked" in verdict.headline.detail


def test_no_request_goes_to_this_machine_unless_a_setting_allows_it(wired: Wired) -> None:
    """As a chain would have it whose CA names an inner address."""
    serve(wired.cloud)
    verdict = look(wired.cloud, CRL_LOOPBACK="false")
    assert verdict.is_good
    assert standings(verdict) == [Standing.UNKNOWN] * 2
    assert "is no public address" in verdict.addresses[0].revocation[0].said.detail


@pytest.mark.parametrize("use", ["never", "verify"])
def test_the_loop_asks_nobody_unless_it_is_told_to(wired: Wired, use: str) -> None:
    serve(wired.cloud)
    read = settings(wired.cloud, CERTBIND_CRL=use)
    assert visitors.crl_source(read) is None
    assert visitors.probe(read).observe(DOMAIN).crls is None
    assert (visitors.crl_source(read.of_verify()) is None) is (use == "never")


@pytest.mark.parametrize(("use", "asks"), [("", False), ("always", True)])
def test_functions_ask_at_looks_and_before_binding_or_not_at_all(
    wired: Wired, use: str, asks: bool
) -> None:
    environment = {**wired.cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER, "CERTBIND_CRL": use}
    sources, _, _ = bootstrap.connect(environment, 60)
    assert isinstance(sources.probe, ProbeWithCrls) is asks
    assert (sources.crls is not None) is asks


def test_what_was_fetched_counts_for_the_next_looks_of_the_instance(wired: Wired) -> None:
    leaf = serve(wired.cloud)
    assert look(wired.cloud).is_good
    wired.cloud.authorities.revocations.revoke(leaf)
    assert look(wired.cloud).is_good  # by the list that counts for a day
    url = wired.cloud.authorities.revocations.url("main-intermediate")
    assert instance.crls().get(url, wired.clock.now()) is not None
    assert instance.crls().get(url, wired.clock.now() + timedelta(hours=25)) is None


def verify(cloud: LocalCloud, **environ: str) -> Result:
    env = {"CERTBIND_CRL": "", **cloud.env(), **environ}
    return CliRunner().invoke(main, ["verify", DOMAIN], env=env)


def test_verify_tells_what_is_revoked_and_what_it_could_not_ask(wired: Wired) -> None:
    leaf = serve(wired.cloud)
    well = verify(wired.cloud)
    assert well.exit_code == 0
    assert "revoked no, by the CAs' lists of its 2 certificates" in well.stdout
    instance.crls.cache_clear()
    unasked = verify(wired.cloud, CRL_LOOPBACK="false")
    assert unasked.exit_code == 0
    assert "revoked unknown of 2 of its 2 certificates" in unasked.stdout
    assert "warning: revocation_unknown: LocalTrust TLS CA 1: 127.0.0.1 leads to" in unasked.stdout
    assert "revoked" not in verify(wired.cloud, CERTBIND_CRL="never").stdout
    instance.crls.cache_clear()
    wired.cloud.authorities.revocations.revoke(leaf)
    gone = verify(wired.cloud)
    assert gone.exit_code == 1
    assert "a browser shows ERR_CERT_REVOKED" in gone.stdout
    assert "revoked YES" in gone.stdout


def test_a_chain_that_is_read_before_it_is_bound_is_held_to_the_lists(wired: Wired) -> None:
    leaf = serve(wired.cloud)
    (held,) = wired.cloud.cas.certificates("cn-hangzhou")
    identifier = CertificateId.parse(held.identifier)
    read = settings(wired.cloud)
    rules = Rules(wired.settings.policy, visitors.trust_anchors(read))

    def against(*, asks: bool) -> set[Reason]:
        instance.crls.cache_clear()
        crls = visitors.crl_source(read) if asks else None
        reads = CertificateReads(wired.inventory(), wired.clock, rules, crls)
        return {finding.reason for finding in reads.read_or_raise(identifier).against}

    assert against(asks=True) == set()
    wired.cloud.authorities.revocations.revoke(leaf)
    assert against(asks=True) == {Reason.REVOKED}
    assert against(asks=False) == set()
