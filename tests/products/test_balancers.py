"""Load balancers as an account uses them: one target a certificate, in one slot or several."""

from __future__ import annotations

import pytest

from certbind.domain.model.identity import CertificateId
from certbind.requests import RollbackRequest
from localcloud.services.balancing import Balancer, Listener
from localcloud.services.cas.certificates import StoredCertificate
from tests.products.account import Account
from tests.setup.acting import SITE

WWW, API, APP = "www.shop.example", "api.shop.example", "app.shop.example"
KINDS = pytest.mark.parametrize("kind", ["alb", "nlb"])


def balancer(account: Account, kind: str, *names: str, edition: str = "") -> Balancer:
    """DNS leads these names to it."""
    model = account.cloud.balancing[kind]
    chosen = edition or next(iter(model.brand.quotas))
    made = model.add_balancer(SITE, name=kind, edition=chosen)
    for name in names:
        account.cloud.dns.set_cname(name, made.dns_name)
    return made


def listener(
    account: Account, at: Balancer, default: StoredCertificate, *beside: StoredCertificate
) -> str:
    """One that speaks TLS at the usual port; its id."""
    model = account.cloud.balancing[at.product]
    made = model.add_listener(at.id, model.brand.secure[0], 443, default)
    for one in beside:
        made = model.attach(made, one)
    return made.id


def now(account: Account, at: Balancer, number: str) -> Listener:
    found = account.cloud.balancing[at.product].listener(number)
    assert found is not None
    return found


def held_by(account: Account, at: Balancer, number: str) -> list[str]:
    """The default one first."""
    found = now(account, at, number)
    assert found.default is not None
    return [found.default.identifier, *(one.identifier for one in found.additional)]


def back(account: Account, certificate: StoredCertificate) -> None:
    meant = CertificateId.parse(certificate.identifier)
    account.rollback(RollbackRequest(certificate=meant, dry_run=False))


@KINDS
def test_an_additional_one_comes_beside_is_seen_and_then_the_old_one_goes(
    account: Account, kind: str
) -> None:
    at = balancer(account, kind, WWW, API, APP)
    default, old = account.held(WWW, days=200), account.held(API, APP, days=20)
    number = listener(account, at, default, old)
    account.watch()
    new = account.held(API, APP)
    account.watch()
    told = account.told()
    assert (told.count("bound"), told.count("verified"), told[-1]) == (1, 2, "verified")
    assert held_by(account, at, number) == [default.identifier, new.identifier]
    back(account, new)
    assert account.told()[-1] == "verified"
    assert held_by(account, at, number) == [default.identifier, old.identifier]
    writes = [call.action for call in account.cloud.kernel.calls.calls() if call.service == kind]
    puts = "AssociateAdditionalCertificatesWithListener"
    assert [one for one in writes if not one.startswith(("List", "Describe"))][::2] == [puts, puts]
    assert account.refused() == []


def test_a_default_one_is_replaced_and_goes_back(account: Account) -> None:
    at = balancer(account, "nlb", WWW)
    old = account.held(WWW, days=20)
    number = listener(account, at, old)
    account.watch()
    new = account.held(WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    assert held_by(account, at, number) == [new.identifier]
    back(account, new)
    account.told()
    assert held_by(account, at, number) == [old.identifier]


def test_where_the_old_one_hides_the_new_one_it_goes_after_the_last_look(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other reading of which of two a listener serves."""
    account.cloud.switches.set("lb.sni_tie", "oldest")
    environment = account.environment
    short = {"CERTBIND_VERIFY_DEADLINE_SECONDS": "2"}
    monkeypatch.setattr(account, "environment", lambda name: {**environment(name), **short})
    at = balancer(account, "alb", WWW, API)
    default, old = account.held(WWW, days=200), account.held(API, days=20)
    number = listener(account, at, default, old)
    account.watch()
    new = account.held(API)
    account.watch()
    told = account.told()
    assert told.index("not_verified") < told.index("verified")
    assert held_by(account, at, number) == [default.identifier, new.identifier]


def test_every_slot_follows_the_first_one(account: Account) -> None:
    """The QUIC listener of the same port has the same certificate."""
    at = balancer(account, "alb", WWW)
    old = account.held(WWW, days=20)
    number = listener(account, at, old)
    quic = account.cloud.balancing["alb"].add_listener(at.id, "QUIC", 443, old)
    account.watch()
    new = account.held(WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    assert held_by(account, at, number) == held_by(account, at, quic.id) == [new.identifier]


def test_a_certificate_counts_by_the_names_that_dns_leads_here(account: Account) -> None:
    """It stands at other products too; another one has to cover the name of here alone."""
    at = balancer(account, "nlb", WWW)
    account.accelerate("dcdn", API)
    number = listener(account, at, account.held(WWW, API, days=20))
    account.watch()
    rows = {row.target.partition(" ")[0]: row for row in account.recheck().domains}
    assert rows["NLB"].domain == WWW
    new = account.held(WWW)
    account.watch()
    assert account.told()[-1] == "verified"
    assert held_by(account, at, number) == [new.identifier]


def test_what_is_further_out_is_met_first_unless_dns_leads_here(account: Account) -> None:
    at = balancer(account, "alb", WWW)
    listener(account, at, account.held(WWW, days=20))
    account.accelerate("dcdn", WWW, dns=False)
    words = {row.target.partition(" ")[0]: row.word for row in account.recheck().domains}
    assert (words["DCDN"], words["ALB"]) == ("cdn_in_front", "already_bound")
    addresses = account.cloud.edges.addresses(at.edges)
    account.cloud.dns.remove(WWW)
    account.cloud.dns.set_a(WWW, *addresses)
    words = {row.target.partition(" ")[0]: row.word for row in account.recheck().domains}
    assert (words["DCDN"], words["ALB"]) == ("cdn_in_front", "already_bound")


def test_listeners_without_tls_are_left_alone(account: Account) -> None:
    for kind in ("alb", "nlb"):
        model, at = account.cloud.balancing[kind], balancer(account, kind, WWW)
        model.add_listener(at.id, model.brand.plain[0], 80, None)
    report = account.recheck()
    assert (report.domains, report.unread) == ((), ())


def test_a_full_instance_is_told_with_what_is_over(account: Account) -> None:
    """Nothing is taken off to make room."""
    at = balancer(account, "alb", WWW, API, edition="Basic")
    over = account.issue("old.shop.example", defects=("expired",))
    old = account.held(API, days=20)
    rest = [account.held(f"n{number}.shop.example") for number in range(8)]
    number = listener(account, at, account.held(WWW), old, over, *rest)
    account.watch()
    account.held(API)
    account.watch()
    told = "\n".join(account.pump_all())
    assert f"has 10 of 10 additional certificates; these are over: {over.identifier}" in told
    assert len(held_by(account, at, number)) == 11


def test_a_job_that_fails_is_told_and_nothing_stands_worse(account: Account) -> None:
    at = balancer(account, "alb", WWW)
    old = account.held(WWW, days=20)
    number = listener(account, at, old)
    account.watch()
    account.cloud.balancing["alb"].jobs.set_manner(seconds=0.1, fails=1)
    account.held(WWW)
    account.watch()
    told = "\n".join(account.pump_all())
    assert "failed: " in told
    assert held_by(account, at, number) == [old.identifier]


def test_a_job_that_does_not_end_is_waited_for_and_begun_once(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certbind.adapters.balancers.writes._POLLS", 1)
    at = balancer(account, "nlb", WWW, API)
    old = account.held(API, days=20)
    number = listener(account, at, account.held(WWW, days=200), old)
    account.watch()
    jobs = account.cloud.balancing["nlb"].jobs
    jobs.set_manner(seconds=1, endless=True)
    new = account.held(API)
    account.watch()
    told = "\n".join(account.pump_all())
    assert f"its job {jobs.all()[0].id} has not ended yet" in told
    (row,) = [one for one in account.recheck().domains if one.domain == API]
    assert "a bind was begun and its result is not known" in str(row.findings)
    assert account.told()[-1] == "deferred"
    jobs.set_manner(endless=False, seconds=0)
    account.recheck()
    assert account.told()[-1] == "verified"
    assert held_by(account, at, number)[1:] == [new.identifier]
    assert len(jobs.all()) == 2


def test_a_listener_that_is_gone_when_it_is_written_is_told(account: Account) -> None:
    at = balancer(account, "alb", WWW)
    number = listener(account, at, account.held(WWW, days=20))
    account.watch()
    account.held(WWW)
    account.watch()
    messages = account.pump_all()
    assert "planned" in next(messages)
    account.cloud.balancing["alb"].remove_listener(number)
    told = "\n".join(messages)
    assert "not_found" in told
    assert f"the account has no ALB {at.id} / {WWW}" in told


def test_a_certificate_of_the_other_site_is_told_with_the_site(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a listener takes it is not documented."""
    at = balancer(account, "alb", WWW)
    listener(account, at, account.held(WWW, days=20))
    account.watch()
    environment, both = account.environment, {"CERTBIND_SITE": "both"}
    monkeypatch.setattr(account, "environment", lambda name: {**environment(name), **both})
    made = account.cloud.authorities.issue((WWW,), days=120)
    account.cloud.cas.add_issued(made.chain_pem, made.key_pem, site="ap-southeast-1", name=WWW)
    account.watch()
    told = "\n".join(account.pump_all())
    assert "a listener takes those of its own site" in told


def test_a_certificate_that_cas_lacks_is_told_as_unread(account: Account) -> None:
    at = balancer(account, "alb", WWW)
    held = account.held(WWW)
    number = listener(account, at, held)
    account.cloud.cas.delete(held.identifier)
    (unread,) = account.recheck().unread
    assert held.identifier in unread
    assert number in unread
