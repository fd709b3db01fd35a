"""The command against an account on the local cloud, as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import oss2
import pytest

from demo.stage import LEDGER, QUEUE
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud
from tests.owner import own_bucket

WWW, STATIC = "www.shop.example", "static.shop.example"


class Account:
    """Two mapped domains and a certificate for one of them; no functions run."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud = cloud
        cloud.edges.set_delay("oss", 0)
        for bucket in (LEDGER, "assets"):
            cloud.oss.world.create_bucket(bucket, "cn-hangzhou")
        cloud.mns.model.create_queue(QUEUE, {})
        for host in (WWW, STATIC):
            cloud.oss.world.map_domain("assets", host)
        self.first = self.issue(WWW, days=40)

    def issue(self, *names: str, days: int) -> str:
        made = self.cloud.authorities.issue(list(names), days=days)
        held = self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site="cn-hangzhou", name=f"{names[0]}-{days}"
        )
        return held.identifier

    def ledger(self) -> oss2.Bucket:
        """The ledger's bucket, as somebody with the SDK and bad intentions sees it."""
        return own_bucket(self.cloud, LEDGER)

    def certbind(self, *arguments: str, **settings: str) -> tuple[int, str, str]:
        environment = {**os.environ, **self.cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER}
        done = subprocess.run(
            [sys.executable, "-m", "certbind.cli.main", *arguments],
            env={**environment, **settings},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def json(self, *arguments: str) -> tuple[int, Any]:
        code, out, err = self.certbind(*arguments, "--json")
        assert out, err
        return code, json.loads(out)


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with LocalCloud(tmp_path) as cloud:
        yield Account(cloud)


def test_plan_bind_history_status_rollback_as_a_person_goes_through_them(
    account: Account,
) -> None:
    code, plan = account.json("plan")
    assert code == 1
    assert plan["counts"] == {"bind": 1, "keep": 0, "cannot": 1}
    assert plan["cannot"][0]["reasons"][0]["reason"] == "no_certificate"

    code, out, _ = account.certbind("bind", WWW, "--yes")
    assert code == 0
    assert f"certificate {account.first} is bound" in out
    assert account.certbind("verify", WWW)[0] == 0
    assert account.certbind("plan", WWW)[0] == 0

    second = account.issue(WWW, days=90)
    assert account.certbind("bind", WWW, "--yes")[0] == 0
    code, history = account.json("history", WWW)
    assert [e["kind"] for e in history["entries"]] == ["intent", "bound"] * 2
    assert history["breaks"] == []
    for asked, meant in ((f"w{WWW}", f" Did you mean {WWW}?"), ("mail.shop.example", "")):
        code, out, _ = account.certbind("history", asked)
        assert (code, out) == (1, f"The ledger holds nothing about {asked}.{meant}\n")
    code, report = account.json("status")
    assert code == 1, "nothing covers the other domain"
    healths = {one["domain"]: (one["health"], _attached(one)) for one in report["domains"]}
    assert healths == {STATIC: ("person", ""), WWW: ("waits", second)}
    code, out, _ = account.certbind("status")
    (row,) = (line for line in out.splitlines() if WWW in line.split()[:2])
    assert row.split()[4:6] == [second, f"{WWW}-90"]
    assert account.certbind("status", "--health", "waits")[0] == 0
    code, out, _ = account.certbind("status", WWW)
    assert code == 0
    assert f"certificate  {second} {WWW}-90, ends " in out

    code, out, _ = account.certbind("rollback", "--domain", WWW)
    assert code == 0
    assert f"would replace certificate {second} by certificate {account.first}" in out
    assert account.certbind("rollback", "--domain", WWW, "--apply")[0] == 0
    assert _attached(account.json("status", WWW)[1]["domains"][0]) == account.first
    code, plan = account.json("plan", WWW)
    assert plan["keep"][0]["reason"] == "held"
    assert account.certbind("bind", WWW, "--certificate", second, "--yes")[0] == 0
    assert _attached(account.json("status", WWW)[1]["domains"][0]) == second
    (renewed, *_) = account.json("certificates")[1]["certificates"][::-1]
    assert (renewed["id"], renewed["serves"]) == (second, [WWW])


def _attached(row: dict[str, Any]) -> str:
    return str(row["certificate"]["id"]) if row["certificate"] else ""


def test_the_page_and_the_numbers_are_files_and_the_sweep_keeps_its_own(
    account: Account, tmp_path: Path
) -> None:
    page, numbers = tmp_path / "https.html", tmp_path / "certbind.prom"
    code, out, _ = account.certbind("page", "-o", str(page))
    assert (code, out) == (1, f"{page}: 1 act, 1 waiting.\n")
    assert account.certbind("status", "--metrics", str(numbers))[0] == 1
    assert f'domain="{WWW}"' in numbers.read_text("utf-8")
    assert numbers.stat().st_mode & 0o777 == 0o644
    assert account.json("recheck")[1]["page"] == "kept"
    kept = account.ledger().get_object("certbind/report/index.html").read().decode()
    assert kept[:1000] == page.read_text("utf-8")[:1000]
    code, _, err = account.certbind("page", "-o", str(tmp_path / "none" / "x.html"))
    assert code == 2
    assert "cannot be written" in err


def test_what_only_reads_needs_no_queue_and_what_sends_names_it(account: Account) -> None:
    no_queue = {"MNS_ENDPOINT": "", "ALIBABA_CLOUD_ACCOUNT_ID": ""}
    code, out, err = account.certbind("plan", **no_queue)
    assert (code, err) == (1, "")
    assert "1 to bind" in out
    code, out, err = account.certbind("status", "--look", **no_queue)
    assert (code, err) == (1, "")
    assert f"`certbind bind {WWW}` binds {account.first} at once" in out
    for sending in (("bind", WWW, "--yes"), ("recheck",), ("rollback", "--domain", WWW)):
        code, out, err = account.certbind(*sending, **no_queue)
        assert (code, out) == (2, ""), sending
        assert "MNS_ENDPOINT: is needed for this and not set" in err


def test_a_plan_of_which_a_part_could_not_be_read_is_no_clean_one(account: Account) -> None:
    account.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "oss", "ListCname", count=None, status=403, code="AccessDenied")
    )
    code, out, _ = account.certbind("plan")
    assert code == 3
    assert "could not be read: OSS bucket assets" in out


def test_a_ledger_that_is_not_safe_ends_every_command_that_would_write_with_2(
    account: Account,
) -> None:
    """Another bucket has to be named, which is configuration; reading it goes on."""
    second = account.issue(WWW, days=90)
    for certificate in (account.first, second):
        assert account.certbind("bind", WWW, "--certificate", certificate, "--yes")[0] == 0
    account.ledger().put_bucket_versioning(oss2.models.BucketVersioningConfig("Enabled"))
    account.issue(WWW, days=120)
    for writing in (
        ("bind", WWW, "--yes"),
        ("rollback", "--domain", WWW, "--apply"),
        ("recheck",),
    ):
        code, out, err = account.certbind(*writing)
        assert code == 2, writing
        assert "versioning is Enabled" in out + err, writing
    assert account.json("bind", WWW, "--yes")[0] == 2
    assert account.certbind("plan", WWW)[0] == 1
    for reading in (("status", WWW), ("history", WWW), ("rollback", "--domain", WWW)):
        assert account.certbind(*reading)[0] == 0, reading


def test_bind_asks_first_and_a_no_changes_nothing(account: Account) -> None:
    code, out, err = account.certbind("bind", WWW)
    assert code == 1
    assert "bind" in out
    assert "Go on?" not in out
    assert "Go on?" in err
    assert "nothing was changed" in err
    assert account.json("status", WWW)[1]["domains"][0]["entry"] == 0


def test_bind_with_json_and_nobody_to_ask_prints_the_plan_and_binds_nothing(
    account: Account,
) -> None:
    code, plan = account.json("bind", WWW)
    assert code == 1
    assert (plan["counts"]["bind"], plan["certificates"]) == (1, 1)
    assert account.json("status", WWW)[1]["domains"][0]["entry"] == 0
    assert account.json("bind", WWW, "--yes")[0] == 0
    code, plan = account.json("bind", WWW)
    assert code == 0
    assert (plan["counts"]["bind"], plan["counts"]["keep"]) == (0, 1)
    code, plan = account.json("bind", WWW, "--certificate", account.first)
    assert code == 0
    assert plan["keep"][0]["reason"] == "already_bound"


def test_only_a_plan_says_that_nothing_was_changed(account: Account) -> None:
    told = "1 certificate, 1 target: 1 to bind, 0 kept, 0 cannot."
    assert f"{told} Nothing was changed.\n" in account.certbind("plan", WWW)[1]
    assert f"{told}\n" in account.certbind("bind", WWW, "--yes")[1]


def test_a_rollback_that_a_call_failed_ends_as_a_bind_does(account: Account) -> None:
    assert account.certbind("bind", WWW, "--yes")[0] == 0
    account.issue(WWW, days=90)
    assert account.certbind("bind", WWW, "--yes")[0] == 0
    account.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "oss", "PutCname", count=None, status=403, code="AccessDenied")
    )
    code, report = account.json("rollback", "--domain", WWW, "--apply")
    assert code == 3
    assert [one["outcome"] for one in report["domains"]] == ["failed"]


def test_a_bind_says_why_it_leaves_a_domain_alone(account: Account) -> None:
    assert account.certbind("bind", WWW, "--yes")[0] == 0
    code, out, _ = account.certbind("bind", WWW)
    assert code == 0, "what needs nothing needs no yes"
    assert f"{WWW}: nothing to do: " in out
    code, outcomes = account.json("bind", WWW, STATIC, "--yes")
    assert code == 1
    told = {one["subject"]: (one["outcome"], one["reason"]) for one in outcomes}
    assert told[WWW][0] == "nothing_to_do"
    assert told[STATIC] == ("refused", "no_certificate")


def test_a_rollback_that_cannot_be_is_a_finding(account: Account) -> None:
    assert account.certbind("bind", WWW, "--yes")[0] == 0
    for arguments in ([], ["--apply"]):
        code, report = account.json("rollback", "--domain", WWW, *arguments)
        assert code == 1
        assert [one["outcome"] for one in report["domains"]] == ["refused"]
        code, out, _ = account.certbind("rollback", "--domain", WWW, *arguments)
        assert code == 1
        assert WWW in out
        assert "--apply" not in out


def test_a_domain_of_nobody_is_told(account: Account) -> None:
    code, _, err = account.certbind("plan", "nobody.example")
    assert code == 1
    assert "nobody.example" in err
    assert "certbind plan" in err


def test_recheck_tells_what_it_found_and_queues_the_work(account: Account) -> None:
    code, report = account.json("recheck")
    assert code == 1
    found = {d["domain"]: {f["finding"] for f in d["findings"]} for d in report["findings"]}
    assert "missed_event" in found[WWW]
    assert "no_https" in found[STATIC]
    assert len(account.cloud.mns.model.peek(QUEUE, 16)) == 1


def test_a_cloud_that_refuses_ends_with_its_code_and_the_remedy(account: Account) -> None:
    account.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "cas", count=None, status=403, code="Forbidden.RAM")
    )
    code, out, err = account.certbind("plan")
    assert code == 3
    assert out == ""
    assert "permission_denied" in err
    assert "Forbidden.RAM" in err


def test_a_tampered_ledger_is_told(account: Account) -> None:
    assert account.certbind("bind", WWW, "--yes")[0] == 0
    bucket = account.ledger()
    (newest, *_) = sorted(
        one.key for one in oss2.ObjectIteratorV2(bucket) if f"/{WWW}/" in one.key
    )
    entry = json.loads(bucket.get_object(newest).read())
    entry["message"] = "nothing happened here"
    bucket.put_object(newest, json.dumps(entry))
    code, history = account.json("history", WWW)
    assert code == 1
    assert history["breaks"] == [
        {"sequence": 2, "problem": "no journal entry: it was changed after it was written"}
    ]
    assert "was changed after it was written" in account.certbind("history", WWW)[1]


def test_a_history_goes_on_past_an_entry_that_cannot_be_read(account: Account) -> None:
    assert account.certbind("bind", WWW, "--yes")[0] == 0
    bucket = account.ledger()
    (newest, *_) = sorted(
        one.key for one in oss2.ObjectIteratorV2(bucket) if f"/{WWW}/" in one.key
    )
    bucket.put_object(newest, b"hello")
    code, history = account.json("history", WWW)
    assert code == 1
    assert [e["kind"] for e in history["entries"]] == ["intent"]
    assert [b["sequence"] for b in history["breaks"]] == [2]
    told = " ".join(account.certbind("history", WWW)[1].split())
    assert "entry 2: no journal entry" in told
    code, out, _ = account.certbind("rollback", "--domain", WWW)
    assert code == 3, "the newest sound entry tells of a bind that is under way"
    assert "a function is binding a certificate at this moment" in " ".join(out.split())


def test_without_its_ledger_nothing_is_bound(account: Account) -> None:
    account.cloud.kernel.faults.add(
        FaultRule(FaultKind.UNAVAILABLE, "oss", "PutObject", count=None)
    )
    code, out, _ = account.certbind("bind", WWW, "--yes")
    assert code == 3
    assert "ServiceUnavailable" in out
    assert [one.certificate for one in account.cloud.oss.world.cnames()] == [None, None]
