"""What a deployment job could bring to a place, and why it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from certbind.domain.jobs.offer import Offer, View, offer
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.job import Job, JobPlace
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.model.resource import CloudResource
from certbind.domain.situation.assessed import Assessed, assess
from certbind.domain.situation.certificates import Certificates, Listed
from certbind.domain.situation.reading import Known, Read, Unread
from tests.fakes.values import NOW, cas_id, certificate

NAME = "live.example.com"
PLACE = CloudResource(7, "cn-hangzhou", "LIVE", Domain(NAME), "", cas_id(1))
OLD, NEW = certificate(1, NAME, days=9), certificate(2, NAME, days=80)


def known(one: Certificate) -> Assessed:
    return assess(one, NOW, chain=None, is_exact=True, anchors=None, policy=Policy())


def view(*held: Certificate, **more: Any) -> View:
    """Everything that CAS holds is read exactly."""
    listed = Listed(held, NOW, anchors=None, policy=Policy())
    exactly: dict[CertificateId, Read[Assessed | None]] = {
        one.id: Known(known(one)) for one in held
    }
    return View(Certificates(listed, exactly), frozenset({"OSS"}), (), Policy(), NOW, **more)


def reasons(one: Offer) -> list[Reason]:
    return [finding.reason for finding in one.against]


def brought(one: Offer) -> CertificateId | None:
    return one.brings.certificate.id if one.brings is not None else None


def test_the_one_that_ends_later_is_brought() -> None:
    found = offer(PLACE, view(OLD, NEW))
    assert (brought(found), found.against, found.asks) == (NEW.id, (), None)
    assert (found.is_open, found.is_there, found.names) == (True, False, (NAME,))


def test_a_list_s_word_is_not_enough() -> None:
    """First what stands there, then what would be brought, is asked for exactly."""
    listed = Listed((OLD, NEW), NOW, anchors=None, policy=Policy())
    lazy = replace(view(), certificates=Certificates(listed))
    assert offer(PLACE, lazy).asks == OLD.id
    lazy = lazy.knowing(OLD.id, Known(known(OLD)))
    found = offer(PLACE, lazy)
    assert (found.asks, found.is_open) == (NEW.id, True)
    assert offer(PLACE, lazy.knowing(NEW.id, Known(known(NEW)))).asks is None
    gone = offer(PLACE, lazy.knowing(NEW.id, Known(None)))
    assert reasons(gone) == [Reason.ALREADY_BOUND]
    unread = offer(PLACE, lazy.knowing(NEW.id, Unread("unavailable", "no answer")))
    assert (reasons(unread), unread.is_open) == ([Reason.NOT_ISSUED], False)
    assert unread.against[0].told == f"{NEW.id} could not be read"


def test_what_works_is_replaced_by_nothing_that_ends_earlier() -> None:
    sooner = certificate(2, NAME, days=5)
    only = offer(PLACE, view(OLD, sooner, only=(sooner.id,)))
    assert reasons(only) == [Reason.ENDS_EARLIER]
    assert only.against[0].told.startswith("2-cn-hangzhou ends ")
    assert reasons(offer(PLACE, view(OLD))) == [Reason.ALREADY_BOUND]
    assert offer(PLACE, view(OLD)).is_there


def test_what_does_not_work_there_is_replaced() -> None:
    dead = certificate(1, NAME, days=-1)
    soon = certificate(2, NAME, days=1)
    assert brought(offer(PLACE, view(dead, soon))) == soon.id
    other = certificate(1, "other.example.com", days=200)
    assert offer(PLACE, view(other, NEW)).is_open, "it does not cover what is asked for there"
    assert offer(PLACE, view(NEW)).asks == OLD.id, (
        "CAS's list of certificates leaves ended ones out"
    )
    lost = view(NEW).knowing(OLD.id, Known(None))
    assert offer(PLACE, lost).is_open, "what CAS has no more has no known end"


def test_a_place_that_certbind_binds_at_or_that_has_no_https_is_refused() -> None:
    mine = offer(replace(PLACE, product="OSS"), view(OLD, NEW))
    assert reasons(mine) == [Reason.BOUND_BY_CERTBIND]
    assert "`certbind bind live.example.com`" in mine.against[0].told
    assert reasons(offer(replace(PLACE, has_https=False), view(OLD, NEW))) == [Reason.NO_HTTPS]


def test_a_job_that_is_at_work_there_is_waited_for() -> None:
    job = Job("9-cn-hangzhou", False, (NEW.id,), (), (JobPlace("LIVE", Domain(NAME)),))
    elsewhere = replace(job, places=(JobPlace("FC", Domain(NAME)),))
    found = offer(PLACE, replace(view(OLD, NEW), jobs=(elsewhere, job)))
    assert reasons(found) == [Reason.CAS_AT_WORK]
    assert offer(PLACE, replace(view(OLD, NEW), jobs=(elsewhere,))).is_open


def test_without_a_name_of_its_own_the_names_of_what_stands_there_are_to_be_covered() -> None:
    nameless = replace(PLACE, product="SLB", instance="lb-1", domain=Domain(""))
    old = certificate(1, "a.example.com", "*.b.example.com", days=9)
    wide = certificate(2, "*.example.com", "*.b.example.com", days=80)
    found = offer(nameless, view(old, wide))
    assert (brought(found), found.names) == (wide.id, ("a.example.com", ".b.example.com"))
    narrow = certificate(2, "a.example.com", days=80)
    assert reasons(offer(nameless, view(old, narrow))) == [Reason.ALREADY_BOUND]
    assert reasons(offer(replace(nameless, certificate=None), view(wide))) == [
        Reason.NO_CERTIFICATE
    ]
    odd = replace(PLACE, domain=Domain("no name"), certificate=None)
    assert "is not told" in offer(odd, view(NEW)).against[0].told


def test_what_cannot_be_brought_is_told_with_its_reasons() -> None:
    bare = replace(PLACE, certificate=None)
    none = offer(bare, view())
    assert none.against[0].told == f"no certificate of CAS cn-hangzhou covers {NAME}"
    named = offer(bare, view(NEW, only=(cas_id(7), cas_id(8))))
    assert named.against[0].told == f"7-cn-hangzhou or 8-cn-hangzhou does not cover {NAME}"
    other_site = replace(NEW, id=CertificateId(2, "ap-southeast-1"))
    assert reasons(offer(bare, view(other_site))) == [Reason.NO_CERTIFICATE]
    revoked = replace(NEW, status=CertificateStatus.REVOKED)
    chinese = certificate(3, NAME, name="证书")
    found = offer(bare, view(revoked, chinese))
    assert reasons(found) == [
        Reason.NO_CERTIFICATE,
        Reason.REVOKED,
        Reason.NAME_NOT_TAKEN,
    ]
    assert found.brings is None
