"""Only what was expected is replaced, and what stands there instead is told."""

from __future__ import annotations

import pytest

from certbind.adapters.calls.guard import refuse_stale
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, Target
from certbind.errors import StalePlanError

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
