"""Only what was expected is replaced, and what stands there instead is told."""

from __future__ import annotations

import contextlib

import pytest

from certbind.adapters.calls.guard import Doubt, refuse_stale
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, Target
from certbind.errors import CloudError, StalePlanError, ThrottledError, UnavailableError

TARGET = Target(ProductName("cdn"), Domain("www.example.com"))
OLD = Binding(BindingSource.CAS, CertificateId(7, "cn-hangzhou"), "7")
NEW = Binding(BindingSource.CAS, CertificateId(8, "cn-hangzhou"))


def test_what_is_wanted_may_stand_there_already() -> None:
    assert refuse_stale(TARGET, NEW, OLD, NEW)
    assert not refuse_stale(TARGET, OLD, OLD, NEW)
    assert not refuse_stale(TARGET, UNBOUND, UNBOUND, NEW)


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        (UNBOUND, "no certificate is bound"),
        (Binding(BindingSource.CAS, CertificateId(9, "ap-southeast-1"), "9"), "9-ap-southeast-1"),
        (Binding(BindingSource.UPLOAD, raw_id="77", name="by hand"), "upload certificate 77"),
        (Binding(BindingSource.UPLOAD, name="by hand"), "upload certificate by hand"),
        (Binding(BindingSource.FREE), "free certificate without an id"),
    ],
)
def test_what_another_hand_bound_is_told_as_closely_as_it_is_known(
    stands: Binding, told: str
) -> None:
    with pytest.raises(StalePlanError) as caught:
        refuse_stale(TARGET, stands, OLD, NEW)
    assert told in caught.value.message
    assert "expected cas certificate 7-cn-hangzhou" in caught.value.message
    assert caught.value.subject == str(TARGET)


LOST = UnavailableError("no answer", service="cdn", action="SetCdnDomainSSLCertificate")
THROTTLED = ThrottledError("too many", service="cdn", action="DescribeDomainCertificateInfo")


@pytest.mark.parametrize(
    ("written", "is_in_doubt"),
    [((), False), ((THROTTLED,), False), ((LOST,), True), ((None,), True)],
)
def test_what_fails_after_a_write_does_not_say_that_nothing_was_written(
    written: tuple[CloudError | None, ...], is_in_doubt: bool
) -> None:
    """None: it was answered. A call that was throttled was not made."""
    doubt, failed = Doubt(), ThrottledError("again", service="cdn", action="Describe")

    def write(ends: CloudError | None) -> str:
        if ends is not None:
            raise ends
        return "request-1"

    def bind() -> None:
        for ends in written:
            with contextlib.suppress(CloudError):
                doubt.writing(lambda ends=ends: write(ends))  # type: ignore[misc]
        raise failed

    with pytest.raises(ThrottledError):
        doubt.until_settled(bind)
    assert failed.is_in_doubt is is_in_doubt
