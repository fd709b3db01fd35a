"""What `doctor` says of the machine that it runs on: clock, roots, network, packages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from localcloud.dns.faults import DnsFaultKind
from tests.doctor.clinic import (
    NOT_PROBED,
    OK,
    SITE,
    UNSEEN,
    WRONG,
    Clinic,
    worst,
)
from tests.owner import own_bucket
from tests.ports import closed_port


@pytest.mark.parametrize("minutes", [-2, 2])
def test_a_skewed_clock_is_told(clinic: Clinic, minutes: int) -> None:
    check = clinic.check("clock", skew=timedelta(minutes=minutes))
    assert check.status is WRONG
    assert ("ahead of" if minutes > 0 else "behind") in check.found


def test_old_roots_are_told(clinic: Clinic) -> None:
    check = clinic.check("roots", skew=timedelta(days=400))
    assert check.status is WRONG
    assert "days old" in check.found


def test_roots_that_cannot_be_read_are_told(clinic: Clinic) -> None:
    check = clinic.check("roots", CA_BUNDLE=str(clinic.folder / "absent.pem"))
    assert check.status is WRONG
    assert "CA_BUNDLE" in check.found


def test_an_endpoint_that_does_not_answer_is_could_not_look(clinic: Clinic) -> None:
    with closed_port() as port:
        diagnosis = clinic.examine(CAS_ENDPOINT=f"http://127.0.0.1:{port}")
    assert worst(diagnosis, "clock").status is UNSEEN
    assert worst(diagnosis, f"CAS site {SITE}").status is UNSEEN
    assert worst(diagnosis, "may yundun-cert:ListCertificates").status is UNSEEN
    assert worst(diagnosis, "may cdn:DescribeUserDomains").status is OK
    assert diagnosis.count(WRONG) == 0


@pytest.mark.parametrize("kind", [DnsFaultKind.SERVFAIL, DnsFaultKind.NXDOMAIN])
def test_a_name_server_that_fails_is_told(clinic: Clinic, kind: DnsFaultKind) -> None:
    clinic.cloud.dns.set_fault("*", kind)
    diagnosis = clinic.examine()
    assert worst(diagnosis, "DNS").status is WRONG
    assert worst(diagnosis, "outbound 443").status is UNSEEN


def test_a_closed_port_is_told(clinic: Clinic) -> None:
    with closed_port() as port:
        check = clinic.check("outbound 443", HTTPS_PORT=str(port))
    assert check.status is WRONG
    assert "443" in check.remedy


def test_without_a_domain_there_is_nothing_to_visit(clinic: Clinic) -> None:
    world = clinic.cloud.oss.world
    world.bind("assets", "static.shop.example", None)
    own_bucket(clinic.cloud, "assets").delete_bucket_cname("static.shop.example")
    assert clinic.check("DNS").status is NOT_PROBED
    assert clinic.check("may oss:PutCname").status is NOT_PROBED


def test_the_package_that_prints_secrets_is_told(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "site" / "aliyun_mns-1.1.5.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: aliyun-mns\nVersion: 1.1.5\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    check = clinic.check("packages")
    assert check.status is WRONG
    assert "aliyun-mns 1.1.5" in check.found
    assert "pip uninstall aliyun-mns`, then `pip install --force-reinstall" in check.remedy
