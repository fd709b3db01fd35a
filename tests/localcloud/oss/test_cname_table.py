"""The table of PreviousCertId, Force and DeleteCertificate, row by row, over the wire."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from oss2.exceptions import ServerError
from oss2.models import CertInfo, PutBucketCnameRequest

from tests.localcloud.oss.running import Running
from tests.waiting import PATIENCE

DOMAIN = "www.example.com"
OLD, NEW, OTHER = "1-cn-hangzhou", "2-cn-hangzhou", "3-cn-hangzhou"
CONFLICT = "0018-00000209"


@pytest.fixture
def bound(cloud: Running, bucket: Any) -> Any:
    """A bound domain without a certificate; three certificates in CAS."""
    for number in (1, 2, 3):
        cloud.certificates.issue(number)
    cloud.service.world.map_domain("b-1", DOMAIN)
    return bucket


@pytest.fixture
def with_old(cloud: Running, bound: Any) -> Any:
    """As `bound`, with OLD attached."""
    cloud.service.world.bind("b-1", DOMAIN, OLD)
    return bound


def put(bucket: Any, **cert: Any) -> None:
    bucket.put_bucket_cname(PutBucketCnameRequest(DOMAIN, CertInfo(**cert)))


def put_refused(bucket: Any, **cert: Any) -> ServerError:
    with pytest.raises(ServerError) as caught:
        put(bucket, **cert)
    return caught.value


def attached(cloud: Running, bucket: Any) -> str | None:
    """What ListCname and the edges say, which must be the same."""
    shown = bucket.list_bucket_cname().cname[0].certificate
    identifier = shown.cert_id if shown else None
    assert cloud.serving.identifier(DOMAIN) == identifier
    return identifier


@pytest.mark.parametrize("previous", [None, OLD, OTHER])
@pytest.mark.parametrize("force", [True, "true"])
def test_force_replaces_without_comparing(
    cloud: Running, with_old: Any, force: object, previous: str | None
) -> None:
    put(with_old, cert_id=NEW, force=force, previous_cert_id=previous)
    assert attached(cloud, with_old) == NEW


@pytest.mark.parametrize("force", [None, False, "false"])
def test_the_right_previous_id_replaces(cloud: Running, with_old: Any, force: object) -> None:
    put(with_old, cert_id=NEW, force=force, previous_cert_id=OLD)
    assert attached(cloud, with_old) == NEW


@pytest.mark.parametrize("force", [None, False, "false"])
def test_a_wrong_previous_id_changes_nothing(cloud: Running, with_old: Any, force: object) -> None:
    error = put_refused(with_old, cert_id=NEW, force=force, previous_cert_id=OTHER)
    assert (error.status, error.ec) == (400, CONFLICT)
    assert attached(cloud, with_old) == OLD


def test_a_previous_id_where_nothing_is_attached_conflicts(cloud: Running, bound: Any) -> None:
    assert put_refused(bound, cert_id=NEW, previous_cert_id=OLD).ec == CONFLICT
    assert attached(cloud, bound) is None


def test_a_repeated_replacement_conflicts_though_it_was_done(
    cloud: Running, with_old: Any
) -> None:
    """After a lost answer the retry compares with what the first attempt wrote."""
    put(with_old, cert_id=NEW, previous_cert_id=OLD)
    assert put_refused(with_old, cert_id=NEW, previous_cert_id=OLD).ec == CONFLICT
    assert attached(cloud, with_old) == NEW


def test_without_guard_over_a_certificate_is_refused(cloud: Running, with_old: Any) -> None:
    assert put_refused(with_old, cert_id=NEW).ec == CONFLICT
    assert attached(cloud, with_old) == OLD


def test_without_guard_over_a_certificate_read_the_other_way(
    cloud: Running, with_old: Any
) -> None:
    cloud.switches.set("oss.attach_over_existing", "accept")
    put(with_old, cert_id=NEW)
    assert attached(cloud, with_old) == NEW


def test_a_first_certificate_needs_no_guard(cloud: Running, bound: Any) -> None:
    put(bound, cert_id=NEW)
    assert attached(cloud, bound) == NEW


def test_a_first_certificate_read_the_other_way_needs_force(cloud: Running, bound: Any) -> None:
    cloud.switches.set("oss.first_attach", "refuse")
    assert put_refused(bound, cert_id=NEW).ec == CONFLICT
    put(bound, cert_id=NEW, force=True, previous_cert_id="")
    assert attached(cloud, bound) == NEW


def test_the_same_certificate_again_is_accepted(cloud: Running, with_old: Any) -> None:
    put(with_old, cert_id=OLD)
    assert attached(cloud, with_old) == OLD


def test_the_same_certificate_again_read_the_other_way(cloud: Running, with_old: Any) -> None:
    cloud.switches.set("oss.attach_the_same", "refuse")
    assert put_refused(with_old, cert_id=OLD).ec == CONFLICT
    put(with_old, cert_id=OLD, previous_cert_id=OLD)
    put(with_old, cert_id=OLD, force=True)
    assert attached(cloud, with_old) == OLD


@pytest.mark.parametrize(
    ("status", "code"), [("400", "InvalidArgument"), ("412", "PreconditionFailed")]
)
def test_a_conflict_is_told_by_its_ec_whatever_status_and_code_are(
    cloud: Running, with_old: Any, status: str, code: str
) -> None:
    cloud.switches.set("oss.conflict_status", status)
    for change in (
        {"cert_id": NEW, "previous_cert_id": OTHER},
        {"cert_id": NEW},
        {"delete_certificate": True, "previous_cert_id": OTHER},
    ):
        error = put_refused(with_old, **change)
        assert (str(error.status), error.code, error.ec) == (status, code, CONFLICT)


@pytest.mark.parametrize("previous", [None, OLD])
def test_a_detachment_leaves_the_domain_bound(
    cloud: Running, with_old: Any, previous: str | None
) -> None:
    put(with_old, delete_certificate=True, previous_cert_id=previous)
    assert attached(cloud, with_old) is None


@pytest.mark.parametrize("force", [True, "true"])
def test_a_detachment_with_force_is_malformed(
    cloud: Running, with_old: Any, force: object
) -> None:
    error = put_refused(with_old, delete_certificate=True, force=force)
    assert (error.status, error.code) == (400, "MalformedXML")
    assert attached(cloud, with_old) == OLD


def test_a_detachment_that_says_no_force_and_a_force_that_says_no_detachment_are_done(
    cloud: Running, with_old: Any
) -> None:
    put(with_old, cert_id=NEW, force=True, delete_certificate=False)
    assert attached(cloud, with_old) == NEW
    put(with_old, delete_certificate=True, force=False)
    assert attached(cloud, with_old) is None


def test_a_detachment_compares_a_previous_id_that_is_sent(cloud: Running, with_old: Any) -> None:
    error = put_refused(with_old, delete_certificate=True, previous_cert_id=OTHER)
    assert error.ec == CONFLICT
    assert attached(cloud, with_old) == OLD


def test_a_detachment_read_the_other_way_does_not_compare(cloud: Running, with_old: Any) -> None:
    cloud.switches.set("oss.detach_compares", "no")
    put(with_old, delete_certificate=True, previous_cert_id=OTHER)
    assert attached(cloud, with_old) is None


@pytest.mark.parametrize(
    "identifier",
    ["2", "2-cas.aliyuncs.com", "2-ap-southeast-1", "99-cn-hangzhou", "x-cn-hangzhou"],
)
def test_an_id_that_is_not_of_this_cas_is_refused(
    cloud: Running, with_old: Any, identifier: str
) -> None:
    error = put_refused(with_old, cert_id=identifier, force=True)
    assert (error.status, error.code) == (400, "CertificateInvalidCasId")
    assert error.ec == "0018-00000204"
    assert attached(cloud, with_old) == OLD


def test_an_id_of_the_international_site_is_found_there(cloud: Running, bound: Any) -> None:
    identifier = cloud.certificates.issue(2, site="ap-southeast-1")
    put(bound, cert_id=identifier)
    assert attached(cloud, bound) == "2-ap-southeast-1"


def test_an_id_of_64_bytes_is_too_long(with_old: Any) -> None:
    long = "1" * 52 + "-cn-hangzhou"
    assert put_refused(with_old, cert_id=long, force=True).ec == "0018-00000206"


def test_a_configuration_that_names_nothing_is_refused(cloud: Running, with_old: Any) -> None:
    assert put_refused(with_old, force=True).status == 400
    assert attached(cloud, with_old) == OLD


def test_of_many_replacements_at_once_one_wins(cloud: Running, with_old: Any) -> None:
    """The comparison and the write are one step."""
    start = threading.Barrier(8)

    def replace(identifier: str) -> str:
        client = cloud.bucket("b-1")
        start.wait(PATIENCE)
        try:
            put(client, cert_id=identifier, previous_cert_id=OLD)
        except ServerError as error:
            return str(error.ec)
        return identifier

    identifiers = [cloud.certificates.issue(number) for number in range(10, 18)]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(replace, identifiers))
    (winner,) = set(outcomes) & set(identifiers)
    assert outcomes.count(CONFLICT) == 7
    assert attached(cloud, with_old) == winner
