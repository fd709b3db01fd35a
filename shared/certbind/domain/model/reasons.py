"""Why a certificate is bound, kept or refused: the words that plans, records and people use.

Values are stable: alarms match on them.
"""

from __future__ import annotations

from enum import Enum

from certbind.domain.words import word
from certbind.values import dataclass


class Reason(Enum):
    """Every reason that eligibility, routing and planning can give; domain/words says each."""

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
    PREDECESSOR_DELETED = "predecessor_deleted"
    SAME_END = "same_end"
    BOUND_BY_CERTBIND = "bound_by_certbind"
    NAME_NOT_TAKEN = "name_not_taken"
    # CAS's deployment jobs by a person's word
    NOT_LISTED = "not_listed"
    NO_CONTACT = "no_contact"
    JOB_UNDER_WAY = "job_under_way"
    NOTHING_TO_TOUCH = "nothing_to_touch"
    PLACE_FAILED = "place_failed"
    NO_NAME_THERE = "no_name_there"
    PLACE_LEFT_OUT = "place_left_out"
    REFUSED_HERE = "refused_here"
    ROLLBACK_FAILED = "rollback_failed"
    # what is done
    TURNS_ON = "turns_on"
    LASTS_LONGER = "lasts_longer"
    REPLACES_DEAD = "replaces_dead"
    PINNED = "pinned"
    WISHED = "wished"
    LOOKING = "looking"
    ROLLED_BACK = "rolled_back"
    TAKES_OFF = "takes_off"
    BOTH_STAND = "both_stand"
    # why it waits
    BUSY_DOMAIN = "busy_domain"
    TARGET_BUSY = "target_busy"
    AFTER_TROUBLE = "after_trouble"
    NOT_MADE = "not_made"
    CAS_AT_WORK = "cas_at_work"
    CANARY_FIRST = "canary_first"
    CANARY_FAILED = "canary_failed"
    CLOCK_OFF = "clock_off"
    # plain HTTP, as a person wants it
    DOWNGRADED = "downgraded"
    DOWNGRADE_UNFINISHED = "downgrade_unfinished"
    RETURN_UNFINISHED = "return_unfinished"
    NOT_DOWNGRADED = "not_downgraded"
    HTTP_DENIED = "http_denied"
    HSTS_REMEMBERED = "hsts_remembered"
    STILL_ON_HTTP = "still_on_http"
    # the backup of another CA
    NO_BACKUP = "no_backup"
    BACKUP_UNFIT = "backup_unfit"
    BOTH_BAD = "both_bad"
    # how a target is served besides its certificate
    NO_HTTPS = "no_https"
    HTTPS_NOT_SEEN = "https_not_seen"
    LOCKS_OUT = "locks_out"
    POLICY_UNREADABLE = "policy_unreadable"
    RULE_IN_THE_WAY = "rule_in_the_way"
    NO_SUCH_SETTING = "no_such_setting"
    SETTINGS_CHANGED = "settings_changed_since"
    AS_WANTED = "as_wanted"
    # the renewal of its line
    NOT_DUE = "not_due"
    RENEWAL_DUE = "renewal_due"
    RENEWING = "renewing"
    RENEWED = "renewed"
    RENEWAL_LATE = "renewal_late"
    RENEWAL_FAILED = "renewal_failed"
    CANNOT_RENEW = "cannot_renew"
    NOT_APPLIED = "not_applied"
    VALIDATION_MISSING = "validation_missing"
    VALIDATION_CONFLICT = "validation_conflict"
    ORDER_CEILING = "order_ceiling"
    # the target
    NOT_FOUND = "not_found"
    TARGET_OFFLINE = "target_offline"
    CDN_IN_FRONT = "cdn_in_front"
    PROVIDER_DOMAIN = "provider_domain"
    DNS_ELSEWHERE = "dns_elsewhere"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason with the particulars of this case; `detail` is a clause for people."""

    reason: Reason
    detail: str = ""

    @property
    def told(self) -> str:
        """The particulars, or what the word means in general."""
        return self.detail or word(self.reason.value).meaning.en

    def __str__(self) -> str:
        """`wildcard_too_deep: covers *.example.com, which is one label short for …`."""
        return f"{self.reason.value}: {self.told}"

    def to_json(self) -> dict[str, str]:
        """For records and `--json` output."""
        return {"reason": self.reason.value, "detail": self.told}
