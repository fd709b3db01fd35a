"""Why a certificate is bound, kept or refused: the words that plans, records and people use.

Values are stable: alarms match on them and docs/runbook.md has a row for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Every reason that eligibility, routing and planning can give; EXPLANATIONS says each."""

    # the certificate itself
    NOT_ISSUED = "not_issued"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    NAME_MISMATCH = "name_mismatch"
    WILDCARD_TOO_DEEP = "wildcard_too_deep"
    SM2_UNSUPPORTED = "sm2_unsupported"
    WEAK_KEY = "weak_key"
    WEAK_SIGNATURE = "weak_signature"
    NO_PRIVATE_KEY = "no_private_key"
    LEAF_IS_CA = "leaf_is_ca"
    WRONG_PURPOSE = "wrong_purpose"
    OTHER_LEAF = "other_leaf"
    # its chain
    CHAIN_INCOMPLETE = "chain_incomplete"
    CHAIN_UNTRUSTED = "chain_untrusted"
    CHAIN_EXPIRED = "chain_expired"
    CHAIN_INVALID = "chain_invalid"
    CHAIN_NOT_SEEN = "chain_not_seen"
    # compared with what stands at the target
    ALREADY_BOUND = "already_bound"
    BETTER_BOUND = "better_bound"
    ENDS_EARLIER = "ends_earlier"
    PINNED_ELSEWHERE = "pinned_elsewhere"
    BINDING_NOT_RESTORABLE = "binding_not_restorable"
    BOUND_BY_OTHER_HAND = "bound_by_other_hand"
    FOREIGN_CHANGE = "foreign_change"
    HELD = "held"
    PLAN_ONLY = "plan_only"
    ALREADY_ROLLED_BACK = "already_rolled_back"
    NOTHING_TO_RESTORE = "nothing_to_restore"
    NO_CERTIFICATE = "no_certificate"
    # the target
    NOT_FOUND = "not_found"
    TARGET_OFFLINE = "target_offline"
    CDN_IN_FRONT = "cdn_in_front"
    PROVIDER_DOMAIN = "provider_domain"
    DNS_ELSEWHERE = "dns_elsewhere"


EXPLANATIONS: dict[Reason, str] = {
    Reason.NOT_ISSUED: "CAS does not say that the certificate is issued, so it cannot be bound.",
    Reason.REVOKED: "The certificate is revoked; browsers refuse it or soon will.",
    Reason.EXPIRED: "The certificate's last moment has passed.",
    Reason.NOT_YET_VALID: "The certificate's first moment has not come yet.",
    Reason.NAME_MISMATCH: "None of the certificate's names covers the domain.",
    Reason.WILDCARD_TOO_DEEP: (
        "A wildcard stands for exactly one label, and the domain lies one label deeper."
    ),
    Reason.SM2_UNSUPPORTED: "The key is SM2, which browsers and the edges' TLS cannot use.",
    Reason.WEAK_KEY: "A key is weaker than RSA 2048 or is on a curve that browsers lack.",
    Reason.WEAK_SIGNATURE: "A certificate of the chain is signed with SHA-1 or MD5.",
    Reason.NO_PRIVATE_KEY: (
        "CAS does not hold the private key (the CSR was made elsewhere), so it cannot be bound."
    ),
    Reason.LEAF_IS_CA: "The certificate is a CA's own, which must not serve a site.",
    Reason.WRONG_PURPOSE: "The certificate is not meant for TLS servers.",
    Reason.OTHER_LEAF: "The chain that was read belongs to another certificate.",
    Reason.CHAIN_INCOMPLETE: (
        "An intermediate is missing: some browsers find it themselves, many clients do not."
    ),
    Reason.CHAIN_UNTRUSTED: "The chain ends at no root that today's browsers trust.",
    Reason.CHAIN_EXPIRED: "A CA certificate of the chain is out of its dates.",
    Reason.CHAIN_INVALID: "The chain breaks a rule that browsers enforce.",
    Reason.CHAIN_NOT_SEEN: (
        "The chain could not be read before binding, and the policy asks for that."
    ),
    Reason.ALREADY_BOUND: "This certificate is bound there already.",
    Reason.BETTER_BOUND: "What is bound there works and is as good or better.",
    Reason.ENDS_EARLIER: "What is bound there works and ends later.",
    Reason.PINNED_ELSEWHERE: "The policy pins the domain to another certificate.",
    Reason.BINDING_NOT_RESTORABLE: (
        "What is bound there cannot be bound again by id, so replacing it has no way back; "
        "the policy can allow it."
    ),
    Reason.BOUND_BY_OTHER_HAND: (
        "A certificate that CAS does not hold is bound there, and CAS has none to replace it."
    ),
    Reason.FOREIGN_CHANGE: "Another hand has changed the binding since certbind made it.",
    Reason.HELD: (
        "A person took a better certificate off this domain (by rollback or by hand); only one "
        "that ends later is bound by itself."
    ),
    Reason.PLAN_ONLY: (
        "CERTBIND_BIND does not name the domain, so certbind only says what it would do."
    ),
    Reason.ALREADY_ROLLED_BACK: (
        "The last change of this domain was a rollback; once more would bring back what was "
        "rolled away."
    ),
    Reason.NOTHING_TO_RESTORE: "No certificate stood there before, so there is none to restore.",
    Reason.NO_CERTIFICATE: "No certificate in CAS can serve the domain now.",
    Reason.NOT_FOUND: "The cloud does not know the domain, the bucket or the certificate.",
    Reason.TARGET_OFFLINE: "The domain is stopped or disabled, so binding has no effect.",
    Reason.CDN_IN_FRONT: (
        "The same domain is accelerated by CDN: visitors meet CDN, and what OSS holds has no "
        "effect."
    ),
    Reason.DNS_ELSEWHERE: (
        "DNS points at neither the bucket nor the CDN domain that holds the certificate, so "
        "visitors do not meet it."
    ),
    Reason.PROVIDER_DOMAIN: "The name is Alibaba Cloud's own, and so is its certificate.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason with the particulars of this case; `detail` is a clause for people."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        """`wildcard_too_deep: covers *.example.com, which is one label short for …`."""
        return f"{self.reason.value}: {self.detail or EXPLANATIONS[self.reason]}"

    def to_json(self) -> dict[str, str]:
        """For records and `--json` output."""
        return {"reason": self.reason.value, "detail": self.detail or EXPLANATIONS[self.reason]}
