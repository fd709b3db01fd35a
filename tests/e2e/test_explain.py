"""`certbind explain` against an account on the local cloud, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.e2e.test_commands import STATIC, WWW, Account, account

__all__ = ["account"]
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schemas" / "explain.v1.json"


def test_a_domain_is_explained_as_a_person_asks_about_it(account: Account) -> None:
    short = account.issue("*.example", days=30)
    code, out, err = account.certbind("explain", STATIC, "--lang", "zh")
    assert (code, err) == (1, "")
    assert "no_https：没有绑定证书" in out  # noqa: RUF001
    assert f"{short} *.example-30" in out

    assert account.certbind("bind", WWW, "--yes")[0] == 0
    code, told = account.json("explain", WWW, "--look")
    assert code == 0
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(told)
    (place,) = told["places"]
    assert place["recent"]["change"] == "spreads"
    assert {one["got"] for one in place["addresses"]["each"]} == {"bound"}
    assert (place["dns"]["direction"], place["place"]["belongs"]) == ("there", "mapped")

    code, out, err = account.certbind("explain", f"w{WWW}")
    assert (code, out) == (1, "")
    assert f"Did you mean {WWW}?" in err
