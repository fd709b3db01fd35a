"""An operator's certificate from files into CAS and on to its domain, on the local cloud."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from certbind import bootstrap
from certbind.adapters.calls import retry
from certbind.cli.factories.deployment import permissions_of_operator
from certbind.domain.deployment.permissions import policy_document
from certbind.wiring.uses import USES, permissions_of
from demo.stage import LEDGER, QUEUE
from localcloud.authority import Issued
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud
from scripts.role_policies import example
from tests.setup.acting import Acting
from tests.setup.commands import Ended, run

SITE, WWW = "cn-hangzhou", "www.shop.example"
UPLOAD = "yundun-cert:UploadUserCertificate"


class Desk:
    """An account, and a folder with the files of one certificate."""

    def __init__(self, cloud: LocalCloud, folder: Path) -> None:
        self.cloud = cloud
        self.folder = folder
        self.made = cloud.authorities.issue([WWW], days=80)
        self.files = self.save(self.made)

    def save(self, made: Issued, name: str = "www") -> tuple[str, str]:
        """The chain and the key."""
        chain, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        chain.write_text(made.chain_pem, "ascii")
        key.write_text(made.key_pem, "ascii")
        return str(chain), str(key)

    def upload(self, *arguments: str, typed: str = "", **settings: str) -> Ended:
        return run(self.cloud, "upload", *(arguments or self.files), typed=typed, **settings)

    def json(self, *arguments: str, **settings: str) -> tuple[int, Any]:
        ended = self.upload(*(arguments or self.files), "--json", **settings)
        assert self.made.key_pem.splitlines()[1] not in ended.out + ended.err
        return ended.code, ended.json

    def held(self) -> list[str]:
        """Names of all in CAS."""
        return [one.name for one in self.cloud.cas.certificates(SITE)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with LocalCloud(tmp_path / "cloud", strict_roles=True) as cloud:
        yield Desk(cloud, tmp_path)


def test_a_certificate_is_uploaded_once_after_a_question(desk: Desk) -> None:
    name = f"certbind-{desk.made.sha256[:32]}"
    no = desk.upload(typed="n\n")
    assert (no.code, desk.held()) == (1, [])
    assert f"would upload as {name} at CAS cn-hangzhou" in no.out
    assert "Not confirmed: nothing was changed." in no.err

    yes = desk.upload(typed="y\n")
    assert (yes.code, desk.held()) == (0, [name])
    (held,) = desk.cloud.cas.certificates(SITE)
    assert f"uploaded     as {held.identifier} at CAS cn-hangzhou" in yes.out
    assert f"at once: certbind bind {WWW}" in yes.out
    assert (held.chain_pem, held.key_pem) == (desk.made.chain_pem, desk.made.key_pem)

    again = desk.upload()  # nothing to ask
    assert (again.code, desk.held()) == (0, [name])
    assert f"there        already as {held.identifier} at CAS" in again.out


def test_with_json_nobody_is_asked_and_nothing_done_without_yes(desk: Desk) -> None:
    code, told = desk.json()
    assert (code, told["outcome"], desk.held()) == (1, "to_upload", [])
    code, told = desk.json(*desk.files, "--yes")
    assert (code, told["outcome"]) == (0, "uploaded")
    (held,) = desk.cloud.cas.certificates(SITE)
    assert told["certificate"] == held.identifier
    assert told["files"]["key"]["kind"] == "EC P-256"
    assert desk.json()[1]["outcome"] == "already_there"


def test_what_was_uploaded_is_bound_and_served(desk: Desk) -> None:
    """The rest is the normal path's."""
    cloud = desk.cloud
    cloud.edges.set_delay("oss", 0)
    for bucket in (LEDGER, "assets"):
        cloud.oss.world.create_bucket(bucket, SITE)
    cloud.mns.model.create_queue(QUEUE, {})
    cloud.oss.world.map_domain("assets", WWW)
    assert desk.upload(*desk.files, "--yes").code == 0
    bound = run(cloud, "bind", WWW, "--yes", CERTBIND_LEDGER_BUCKET=LEDGER)
    assert bound.code == 0, bound
    assert run(cloud, "verify", WWW, "--sha256", desk.made.sha256).code == 0


def test_the_functions_bind_what_was_uploaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Watch publishes it, and the queue's handler binds it and sees it served."""
    with LocalCloud(delays={"cdn": 0, "oss": 0}, strict_roles=True) as cloud:
        acting = Acting(cloud)
        monkeypatch.setattr(bootstrap, "SystemClock", acting.clock)
        acting.furnish()
        acting.grant_all()
        acting.map_domains()
        acting.watch()
        desk = Desk(cloud, tmp_path)
        told = desk.json(*desk.files, "--yes")[1]
        acting.watch()
        ended = [outcome.result.value for outcome in acting.pump()]
        assert (ended.count("bound"), ended.count("verified")) == (1, 1)
        assert str(acting.bound()) == told["certificate"]


@pytest.mark.parametrize(
    ("defect", "word"),
    [
        ("expired", "expired"),
        ("not_yet_valid", "not_yet_valid"),
        ("untrusted_root", "chain_incomplete"),
        ("self_signed", "chain_untrusted"),
        ("weak_key", "weak_key"),
        ("leaf_is_ca", "leaf_is_ca"),
    ],
)
def test_what_would_be_refused_for_binding_is_not_uploaded(
    desk: Desk, defect: str, word: str
) -> None:
    files = desk.save(desk.cloud.authorities.issue([WWW], days=80, defects={defect}))
    code, told = desk.json(*files, "--yes")
    assert (code, told["outcome"], desk.held()) == (1, "unfit_to_bind", [])
    assert word in [one["reason"] for one in told["reasons"]]
    shown = desk.upload(*files)
    assert shown.code == 1
    assert "refused      it would not be bound:" in shown.out
    assert f"{word}: " in shown.out


def test_the_order_is_mended_and_the_chain_completed_from_cas(desk: Desk) -> None:
    """CDN tells the chain of a certificate that CAS holds, without its key."""
    bare = desk.cloud.authorities.issue([WWW], days=80, defects={"missing_intermediate"})
    code, told = desk.json(*desk.save(bare), "--yes")
    assert (code, told["outcome"]) == (1, "unfit_to_bind")
    assert told["files"]["missing"]["issuer"] == "LocalTrust TLS CA 1"
    desk.cloud.cas.add_issued(desk.made.chain_pem, desk.made.key_pem, site=SITE, name="other")
    code, told = desk.json(*desk.save(bare), "--yes")
    assert (code, told["outcome"]) == (0, "uploaded")
    intermediate = desk.made.chain_pem.partition("-----END CERTIFICATE-----\n")[2]
    (held,) = [one for one in desk.cloud.cas.certificates(SITE) if one.name != "other"]
    assert held.chain_pem == bare.chain_pem + intermediate


def test_convert_looks_into_the_account_only_when_it_is_asked_to(desk: Desk) -> None:
    bare = desk.cloud.authorities.issue([WWW], days=80, defects={"missing_intermediate"})
    desk.cloud.cas.add_issued(desk.made.chain_pem, desk.made.key_pem, site=SITE, name="other")
    files = ("convert", *desk.save(bare), "--output", str(desk.folder / "out"))
    assert run(desk.cloud, *files).code == 1
    assert run(desk.cloud, *files, "--from-account", "--force").code == 0
    intermediate = desk.made.chain_pem.partition("-----END CERTIFICATE-----\n")[2]
    assert (desk.folder / "out.pem").read_text("ascii") == bare.chain_pem + intermediate


def test_the_same_leaf_in_cas_counts_whatever_it_is_called_if_it_is_whole(desk: Desk) -> None:
    """One whose chain or key is missing there is just why a person uploads it again."""
    leaf = desk.made.chain_pem.partition("-----END CERTIFICATE-----\n")
    cas = desk.cloud.cas
    bare = cas.add_issued(leaf[0] + leaf[1], desk.made.key_pem, site=SITE, name="bare")
    assert desk.json()[1]["outcome"] == "to_upload"
    cas.add_issued(desk.made.chain_pem, "", site=SITE, name="keyless")
    assert desk.json()[1]["outcome"] == "to_upload"
    whole = cas.add_issued(desk.made.chain_pem, desk.made.key_pem, site=SITE, name="whole")
    told = desk.json()[1]
    assert (told["outcome"], told["certificate"]) == ("already_there", whole.identifier)
    assert bare.number != whole.number


def test_a_lost_answer_is_looked_up_by_the_name_and_told_as_there(desk: Desk) -> None:
    rule = FaultRule(FaultKind.LOST_RESPONSE, "cas", action="UploadUserCertificate", count=1)
    desk.cloud.kernel.faults.add(rule)
    code, told = desk.json(*desk.files, "--yes")
    (held,) = desk.cloud.cas.certificates(SITE)
    assert (code, told["outcome"]) == (0, "already_there")
    assert told["certificate"] == held.identifier


def test_a_name_that_belongs_to_another_certificate_is_a_conflict(desk: Desk) -> None:
    other = desk.cloud.authorities.issue([WWW])
    name = f"certbind-{desk.made.sha256[:32]}"
    desk.cloud.cas.add_issued(other.chain_pem, other.key_pem, site=SITE, name=name)
    code, told = desk.json(*desk.files, "--yes")
    assert (code, told["error"]["code"]) == (3, "conflict")
    assert "delete or look at that one" in told["error"]["hint"]


def test_where_cas_reads_no_form_the_way_out_is_named_and_works(desk: Desk) -> None:
    desk.cloud.switches.set("rpc.form_parameters", "ignore")
    code, told = desk.json(*desk.files, "--yes")
    assert (code, told["error"]["code"]) == (3, "rejected")
    assert "--key-in-url" in told["error"]["hint"]
    code, told = desk.json(*desk.files, "--yes", "--key-in-url")
    assert (code, told["outcome"]) == (0, "uploaded")


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.UNAVAILABLE, FaultKind.HTML])
def test_no_key_is_in_a_log_or_an_error_whatever_fails(
    desk: Desk,
    kind: FaultKind,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(retry, "Retry", partial(retry.Retry, draw=lambda: 0.0))
    rule = FaultRule(kind, "cas", action="UploadUserCertificate", count=None)
    desk.cloud.kernel.faults.add(rule)
    for way in ((), ("--key-in-url",)):
        ended = desk.upload(*desk.files, "--yes", *way)
        assert ended.code == 3
        for line in desk.made.key_pem.splitlines()[1:-1]:
            assert line not in ended.out + ended.err + caplog.text
        assert "PRIVATE KEY" not in ended.out + ended.err + caplog.text


def test_a_key_is_never_sent_in_clear_to_another_machine(desk: Desk) -> None:
    code, told = desk.json(*desk.files, "--yes", CAS_ENDPOINT="http://192.0.2.1:8080")
    assert (code, told["error"]["code"]) == (2, "bad_configuration")
    assert "a private key is to be sent there" in told["error"]["message"]


def test_without_a_key_nothing_is_asked_of_cas(desk: Desk) -> None:
    code, told = desk.json(desk.files[0])
    assert (code, told["error"]["code"]) == (2, "incomplete_files")


def test_of_two_sites_one_is_named(desk: Desk) -> None:
    both = {"CERTBIND_SITE": "both"}
    ended = desk.upload(*desk.files, "--yes", **both)
    assert ended.code == 2
    assert "--site takes one of those that CERTBIND_SITE reads: cn-hangzhou, ap-" in ended.err
    code, told = desk.json(*desk.files, "--yes", "--site", "ap-southeast-1", **both)
    assert (code, told["certificate"].partition("-")[2]) == (0, "ap-southeast-1")
    assert desk.held() == []


def acting_with(desk: Desk, *denied: str) -> dict[str, str]:
    """The variables of somebody who has the operator's policy, but for these actions."""
    wanted = (one for one in permissions_of_operator() if one.action not in denied)
    document = json.dumps(policy_document(wanted, example()))
    desk.cloud.ram.set_role("operator", [document])
    key = desk.cloud.kernel.credentials.issue_role_key("operator")
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
    }


def test_the_operators_policy_is_enough_and_without_the_permission_it_is_named(
    desk: Desk,
) -> None:
    code, told = desk.json(*desk.files, "--yes", **acting_with(desk, UPLOAD))
    assert (code, told["error"]["code"]) == (3, "permission_denied")
    assert f"must be allowed {UPLOAD}" in told["error"]["hint"]
    code, told = desk.json(*desk.files, "--yes", **acting_with(desk))
    assert (code, told["outcome"]) == (0, "uploaded")


@pytest.mark.parametrize("function", sorted(USES))
def test_no_functions_role_may_upload(function: str) -> None:
    assert UPLOAD not in {one.action for one in permissions_of(function)}
    assert UPLOAD in {one.action for one in permissions_of_operator()}
