"""Write each role's policy, and the page about them, from what the adapters declare.

Without arguments: the committed example, deploy/policies/*.json and docs/permissions.md, with a
made-up account. With an account's own names: policies to create by hand; `certbind setup` makes
the same ones by itself.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from certbind.cli.factories.deployment import permissions_of_operator
from certbind.domain.deployment.permissions import BY_THE_PLATFORM, Permission, policy_document
from certbind.domain.deployment.policy_resources import Scope
from certbind.domain.deployment.resources import TRUST
from certbind.domain.model.identity import ProductName
from certbind.wiring.commands.deployed import LOG_STORE, permissions_of_setup
from certbind.wiring.commands.hygiene import permissions_of_prune
from certbind.wiring.commands.jobs import permissions_of_deploy
from certbind.wiring.uses import USES, permissions_of

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "deploy" / "policies"
PAGE = ROOT / "docs" / "permissions.md"
ACCOUNT = "1234567890123456"

_HEAD = """\
# What each role may do

Made by `make policies` from what the adapters declare beside their calls (`PERMISSIONS`) and
from which methods each function calls (`USES` in `shared/certbind/wiring/uses.py`); a test keeps
it current. The policies of a made-up account are in [deploy/policies/](../deploy/policies/);
`certbind setup --print-policies` prints yours, and `certbind setup` creates them: one role and
one policy for each function, both named `<prefix>-<function>`, which Function Compute alone may
take on.

Tests run every function under exactly its policy on the local cloud, take each permission away
once, and see the function tell which one is missing (`tests/setup/test_roles.py`). Two are the
platform's own and cannot be tried there: `log:PostLogStoreLogs`, and `mns:SendMessage` on the
dead-letter queue.

## How narrow it can be

- **CAS** knows no resource below the whole product, so its actions are allowed on `*`.
- **OSS fetches a certificate from CAS in the name of whoever binds it**, private key included.
  So whoever can run code in `certificate_event` or `rollback` can read every private key in CAS
  through `yundun-cert:DescribeSSLCertificatePrivateKey`, although certbind itself never does.
  `watch` and `recheck` cannot.
- **CDN** allows per domain. `CERTBIND_CDN_DOMAINS` limits the roles to some, and certbind looks at
  no other; lists stay on `*`, since CDN's lists know no narrower one. **DCDN** likewise, by
  `CERTBIND_DCDN_DOMAINS`. **VOD** allows on `*` alone (its RAM tables): `CERTBIND_VOD_DOMAINS`
  limits what certbind looks at, not what the roles may.
- **Products that are not used** get nothing: those that the account has not opened when `certbind
  setup` is run, or, where `CERTBIND_PRODUCTS` names some, all others. The committed example has
  all.
- **OSS custom domains** are allowed per bucket. `CERTBIND_BUCKETS` limits the roles to some
  likewise. On the ledger's bucket `oss:PutCname` is denied to every role that has it, whatever
  else is attached to the role: a custom domain would show the ledger to visitors. One that is
  mapped there all the same is not bound (`permission_denied`): unmap it.
- **Ordering certificates** spends money or quota, so the actions marked `CERTBIND_RENEW` are in a
  policy only where that setting names something: `certbind setup` writes the policy for the
  settings that it is run with. The committed example has none of them;
  [certificate_event-renewing.json](../deploy/policies/certificate_event-renewing.json) has them.
  An operator's policy has those that only read, for `certbind plan`. `DescribeCertificateState`
  answers with the private key of what was issued; certbind drops it before anything sees it.
- **Writing what a CA waits for** into the account's DNS takes the actions marked
  `CERTBIND_VALIDATE`, which are in a policy only where that setting names something besides
  `CERTBIND_RENEW`. Alidns allows per zone: with zones named, the roles may write in no other, and
  certbind asks for no other; with `all` it is `domain/*`. It knows nothing narrower: who may write
  the records of a zone may write all of them. The policy with them is
  [certificate_event-validating.json](../deploy/policies/certificate_event-validating.json).
- **Settings besides certificates** are changed by `harden` and `emergency`, which a person starts.
  `recheck` may change them only where CERTBIND_HARDEN names something (the actions marked so, in
  [recheck-hardening.json](../deploy/policies/recheck-hardening.json)), never a bucket's policy.
- **The ledger**: its prefix in its bucket. Entries can be created and read; no role may delete
  anything, nor change the bucket. OSS has no permission that tells creating from overwriting:
  `x-oss-forbid-overwrite` does that, and the hash chain shows it if it was left out.
- **MNS**: sending to the one queue. Receiving is EventBridge's, by a role of its own.
"""

_OPERATOR = """\
## A person, every day

[operator.json](../deploy/policies/operator.json) is enough for every command but `setup` and
`teardown`. Like `certificate_event` it may bind, so whoever has it can read private keys.
`yundun-cert:UploadUserCertificate` is for `certbind upload` alone: no function's role has it.
"""
_PRUNE = """\
## A person who cleans up

[prune.json](../deploy/policies/prune.json), besides an operator's policy, is what
`certbind prune --apply` needs. No function and no other command may delete a certificate.
"""
_DEPLOY = """\
## A person who has CAS deploy

[deploy.json](../deploy/policies/deploy.json), besides an operator's policy, is what
`certbind deploy` needs. No function has it: a deployment job of CAS reaches every product of the
account, those that certbind does not bind at as well. CAS itself does the work, by its own service
role (`AliyunCASDefaultRole`, a click in its console at the first use).
"""
_SETUP = """\
## Whoever runs `certbind setup` and `certbind teardown`

A person, now and then; [setup.json](../deploy/policies/setup.json) is enough for it. RAM's
creating actions make this as good as an administrator: give it to nobody for good.
"""
_LEGEND = """\
## What the words stand for

In the made-up account.
"""
_TITLES = {
    "watch": "compares CAS's list with what was seen last",
    "recheck": "compares what is bound and served with what should be",
    "rollback": "binds again what stood before",
    "harden": "changes how domains are served, and undoes it",
    "emergency": "another CA, plain HTTP, and the way back",
    "certificate_event": "binds and verifies",
}


def main() -> None:
    """Write the files and say which."""
    given = _arguments()
    scope = Scope(
        account_id=given.account,
        region=given.region,
        queue=f"{given.prefix}-events",
        dead_letters=f"{given.prefix}-events-dead",
        ledger_bucket=given.ledger_bucket or f"{given.prefix}-ledger-{given.account}",
        ledger_prefix=f"{given.prefix}/",
        renews=given.renew or bool(given.zone),
        validates=bool(given.zone),
        hardens=given.harden,
        log_project=f"{given.prefix}-logs",
        log_store=LOG_STORE,
        prefix=given.prefix,
        only={
            ProductName("cdn"): tuple(given.cdn_domain),
            ProductName("oss"): tuple(given.bucket),
            ProductName("alidns"): tuple(one for one in given.zone if one != "all"),
        },
    )
    given.output.mkdir(parents=True, exist_ok=True)
    written = policies(scope)
    for name, text in written.items():
        (given.output / name).write_text(text, encoding="utf-8")
    if given.output == FOLDER:
        PAGE.write_text(page(), encoding="utf-8")
    print(f"{given.output}: {', '.join(written)}")


def example() -> Scope:
    """The committed files': a made-up account."""
    return Scope(
        account_id=ACCOUNT,
        region="cn-hangzhou",
        queue="certbind-events",
        dead_letters="certbind-events-dead",
        ledger_bucket=f"certbind-ledger-{ACCOUNT}",
        ledger_prefix="certbind/",
        log_project="certbind-logs",
        log_store=LOG_STORE,
        prefix="certbind",
    )


def policies(scope: Scope) -> dict[str, str]:
    """File name → text: a policy a function, those of people, and the trust policy."""
    return {
        **{f"{name}.json": _text(policy_document(permissions_of(name), scope)) for name in USES},
        "certificate_event-renewing.json": _text(
            policy_document(permissions_of("certificate_event"), replace(scope, renews=True))
        ),
        "certificate_event-validating.json": _text(
            policy_document(
                permissions_of("certificate_event"), replace(scope, renews=True, validates=True)
            )
        ),
        "recheck-hardening.json": _text(
            policy_document(permissions_of("recheck"), replace(scope, hardens=True))
        ),
        "deploy.json": _text(policy_document(permissions_of_deploy(), scope)),
        "operator.json": _text(policy_document(permissions_of_operator(), scope)),
        "prune.json": _text(policy_document(permissions_of_prune(), scope)),
        "setup.json": _text(policy_document(permissions_of_setup(), scope)),
        "trust.json": _text(TRUST),
    }


def page() -> str:
    """docs/permissions.md."""
    parts = [_HEAD]
    for function in USES:
        title = _TITLES.get(function, "")
        parts.append(f"## `{function}`: {title}\n\n{_table(permissions_of(function))}")
    parts.append(f"{_OPERATOR}\n{_table(permissions_of_operator())}")
    parts.append(f"{_PRUNE}\n{_table(permissions_of_prune())}")
    parts.append(f"{_DEPLOY}\n{_table(permissions_of_deploy())}")
    parts.append(f"{_SETUP}\n{_table(permissions_of_setup())}")
    parts.append(f"{_LEGEND}\n{_legend()}")
    return "\n".join(parts)


def _table(permissions: Iterable[Permission]) -> str:
    ordered = sorted(permissions, key=lambda p: (p.action, p.on.words))
    rows = [f"| `{p.action}` | {p.where} | {_why(p)} |" for p in ordered]
    return "\n".join(["| action | on | why |", "|---|---|---|", *rows]) + "\n"


def _why(permission: Permission) -> str:
    if permission.if_validating:
        return f"CERTBIND_VALIDATE: {permission.why}"
    if permission.if_hardening:
        return f"CERTBIND_HARDEN: {permission.why}"
    return f"CERTBIND_RENEW: {permission.why}" if permission.if_renewing else permission.why


def _legend() -> str:
    scope = example()
    rows = []
    everyone = (permissions_of_operator(), permissions_of_setup(), BY_THE_PLATFORM)
    resources = {permission.on for permissions in everyone for permission in permissions}
    for resource in sorted(resources, key=lambda one: one.words):
        names = "<br>".join(f"`{name}`" for name in resource.names_in(scope))
        condition = resource.condition_in(scope)
        when = f"<br>when `{json.dumps(condition)}`" if condition else ""
        rows.append(f"| {resource.words} | {names}{when} |")
    return "\n".join(["| on | resource |", "|---|---|", *rows]) + "\n"


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write the policies of the functions' roles.")
    parser.add_argument("--account", default=ACCOUNT, help="account number")
    parser.add_argument("--region", default="cn-hangzhou")
    parser.add_argument("--prefix", default="certbind")
    parser.add_argument("--ledger-bucket", default="")
    parser.add_argument("--cdn-domain", action="append", default=[], help="may be repeated")
    parser.add_argument("--bucket", action="append", default=[], help="may be repeated")
    parser.add_argument("--renew", action="store_true", help="for CERTBIND_RENEW other than none")
    parser.add_argument("--zone", action="append", default=[], help="all, or a zone of Alidns")
    parser.add_argument("--harden", action="store_true", help="for CERTBIND_HARDEN likewise")
    parser.add_argument("--output", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    main()
