"""What was done is there after a restart, and the edges hear of it anew."""

from __future__ import annotations

from pathlib import Path

import oss2
import pytest
from oss2.exceptions import ServerError
from oss2.models import CertInfo, PutBucketCnameRequest

from tests.localcloud.oss.fakes import FakeCertificates, FakeServing
from tests.localcloud.oss.running import running

DOMAIN = "www.example.com"


def test_buckets_objects_and_bindings_survive_a_restart(tmp_path: Path) -> None:
    path, certificates = tmp_path / "state.db", FakeCertificates()
    certificates.issue(1)
    with running(path, certificates) as first:
        first.service.world.create_bucket("b-1", "cn-hangzhou")
        client = first.bucket("b-1")
        client.put_object("a/é", b"body", headers={"x-oss-meta-m": "1"})
        client.put_object("gone", b"x")
        client.delete_object("gone")
        client.append_object("log", 0, b"one")
        client.put_bucket_https_config(oss2.models.BucketTlsVersion(True, ["TLSv1.2"]))
        first.service.world.map_domain("b-1", DOMAIN)
        cert = CertInfo(cert_id="1-cn-hangzhou")
        client.put_bucket_cname(PutBucketCnameRequest(DOMAIN, cert))
        token = client.create_bucket_cname_token("new.example.com").token
        shown = client.list_bucket_cname().cname[0].certificate.__dict__
        first.service.world.set_forbids_public_endpoint(True)
    certificates.held.clear()
    edges = FakeServing()
    with running(path, certificates, edges) as second:
        assert second.service.account.forbids_public_endpoint
        second.service.world.set_forbids_public_endpoint(False)
        client = second.bucket("b-1")
        got = client.get_object("a/é")
        assert (got.read(), got.headers["x-oss-meta-m"]) == (b"body", "1")
        assert [each.key for each in client.list_objects().object_list] == ["a/é", "log"]
        assert client.append_object("log", 3, b"two").next_position == 6
        assert client.get_object("log").read() == b"onetwo"
        assert client.get_bucket_https_config().tls_version == ["TLSv1.2"]
        assert client.get_bucket_cname_token("new.example.com").token == token
        assert client.list_bucket_cname().cname[0].certificate.__dict__ == shown
        # OSS serves its own copy, whatever CAS has lost since.
        assert edges.identifier(DOMAIN) == "1-cn-hangzhou"


def test_forbid_overwrite_holds_across_a_restart(tmp_path: Path) -> None:
    for attempt in range(2):
        with running(tmp_path / "state.db") as cloud:
            cloud.service.world.create_bucket("b-1", "cn-hangzhou")
            client = cloud.bucket("b-1")
            if attempt == 0:
                client.put_object("a", b"1", headers={"x-oss-forbid-overwrite": "true"})
                continue
            with pytest.raises(ServerError, match="FileAlreadyExists"):
                client.put_object("a", b"2", headers={"x-oss-forbid-overwrite": "true"})


def test_a_body_that_a_kill_left_without_its_object_is_taken_away(tmp_path: Path) -> None:
    with running(tmp_path / "state.db") as first:
        first.service.world.create_bucket("b-1", "cn-hangzhou")
        first.bucket("b-1").put_object("a", b"1")
        store = first.service.account.objects._store
        (kept,) = store.blob_keys("oss/")
        store.put_blob("oss/orphan", b"2")
        store.put_blob("other", b"3")
    with running(tmp_path / "state.db") as second:
        assert second.service.account.objects._store.blob_keys("") == (kept, "other")
        assert second.bucket("b-1").get_object("a").read() == b"1"
