"""The generated SDKs of DCDN, VOD, ESA, ALB, NLB and Alidns, unmodified.

They are no part of the project: .ci/run installs them into build/generated-sdks, where they are
found; GENERATED_SDKS_PYTHON names another Python that has them.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from localcloud.services.alidns.zones import NAME_SERVERS
from tests.products.account import ORIGIN, Account

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("generated_sdks.txt")
MADE = ROOT / "build" / "generated-sdks" / "bin" / "python"
PYTHON = Path(os.environ.get("GENERATED_SDKS_PYTHON") or MADE)
WWW = "www.shop.example"
SUFFIXES = {"dcdn": "w.kunluncan.com", "vod": "w.alikunlun.com"}


@pytest.mark.skipif(not PYTHON.is_file(), reason=f"no {PYTHON}: see the docstring")
def test_what_the_generated_sdks_do(account: Account, tmp_path: Path) -> None:
    for at in SUFFIXES:
        account.accelerate(at, WWW, dns=False)
    model = account.cloud.esa
    model.add_record(model.add_site("shop.example"), WWW)
    account.cloud.alidns.add_zone("shop.example", delegated=True)
    held, standing = account.held(WWW), account.held("shop.example")
    for balancing in account.cloud.balancing.values():
        balancing.jobs.set_manner(seconds=0)
        edition = next(iter(balancing.brand.quotas))
        made = balancing.add_balancer("cn-hangzhou", name="web", edition=edition)
        balancing.add_listener(made.id, balancing.brand.secure[0], 443, standing)
    named = [WWW, str(held.number), held.site]
    done = subprocess.run(
        [str(PYTHON), str(SCRIPT), *named],
        env={**account.cloud.env(), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for at, suffix in SUFFIXES.items():
        one = told[at]
        assert one["request"]
        assert one["listed"] == [1, WWW, f"{WWW}.{suffix}", "on"]
        assert one["info"] == [str(held.number), held.site, "cas", "on"]
        assert one["pem"] == held.chain_pem
        assert one["detail"] == [WWW, "online", ORIGIN.content]
        assert account.stands(at, WWW) == held.identifier
    assert told["esa"] == {
        "request": True,
        "record": [WWW, f"{WWW}.shop.example.w.cdngslb.com", True],
        "same_entry": True,
        "info": [str(held.number), held.site, "cas", "configured"],
        "quota": ["2", "1"],
        "total": 1,
        "sha256": held.facts.sha256.lower(),
    }
    assert told["dcdn"]["https"] == [WWW, "cas", "ok"]
    rows = [[standing.identifier, True, "Associated"], [held.identifier, False, "Associated"]]
    assert told["alb"] == {
        "edition": "Standard",
        "dns": "cn-hangzhou.alb.aliyuncsslb.com",
        "listener": [443, "HTTPS", "Running"],
        "checked": "DryRunOperation",
        "job": ["Succeeded", "AssociateAdditionalCertificatesWithListener", True],
        "rows": rows,
        "default": [standing.identifier],
        "jobs": True,
    }
    assert told["nlb"] == {
        "dns": "cn-hangzhou.nlb.aliyuncsslb.com",
        "listener": [443, "TCPSSL", "Running"],
        "default": [standing.identifier],
        "checked": "DryRunOperation",
        "job": ["Succeeded", "Succeeded"],
        "rows": rows,
        "ids": [one for one, _, _ in rows],
        "jobs": True,
    }
    assert told["alidns"] == {
        "split": ["shop.example", "_dnsauth.www"],
        "found": [1, True, "_dnsauth.www", "3b1f5c9d", "ENABLE"],
        "again": "DomainRecordDuplicate",
        "off": [True, "Disable"],
        "known": ["shop.example", "another", "DISABLE", 600],
        "listed": [True],
        "gone": True,
        "missing": "DomainRecordNotBelongToUser",
        "servers": list(NAME_SERVERS),
        "zones": ["shop.example"],
    }
    for balancing in account.cloud.balancing.values():
        (balancer,) = balancing.balancers()
        (listener,) = balancing.listeners(balancer.id)
        assert listener.default is not None
        assert (listener.default.identifier, listener.additional) == (held.identifier, ())
