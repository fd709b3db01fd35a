"""Every exception of certbind.

    CertbindError
    ├─ EventError               permanent   the bytes are no event that certbind knows
    │  └─ OversizedError        permanent   more than is read at once: kept as a dead letter
    ├─ ConfigError              permanent   settings are missing or wrong; all faults at once
    ├─ StalePlanError           retryable   the world moved since the plan: read and plan again
    ├─ LedgerConflictError      retryable   another writer took the next sequence number
    ├─ LedgerUnreadableError    permanent   an entry of the ledger is none that this certbind reads
    ├─ LedgerNewerError         permanent   a newer certbind wrote the newest entry
    ├─ LedgerUnsafeError        permanent   the ledger bucket cannot hold a ledger (versioning)
    ├─ UnexpectedFactError      permanent   no transition of a domain's state expects this
    ├─ WrongPackageError        permanent   another Python, or a foreign SDK
    ├─ UnfinishedBatchError     retryable   runtime.py: some messages of a batch failed
    ├─ UnknownDomainError       permanent   the account has no domain of the name that was said
    ├─ DomainUnreadError        permanent   it may be where nothing could be read
    ├─ DomainOutOfScopeError    permanent   the settings leave it out of sight
    ├─ UnknownCertificateError  permanent   CAS has no certificate of the id that was said
    ├─ NoSuchLetterError        permanent   no dead letter has this id
    ├─ MaterialFileError        permanent   a file of a certificate or key that cannot be used
    │  ├─ UnsupportedFileError  permanent   it was recognised, and it is not read
    │  ├─ PassphraseError       permanent   it is encrypted, and nothing that was given opens it
    │  ├─ AmbiguousFilesError   permanent   several keys or several sites' certificates
    │  ├─ IncompleteFilesError  permanent   no certificate, or no key where one is needed
    │  ├─ KeyMismatchError      permanent   the key belongs to none of the certificates
    │  ├─ Sm2Error              permanent   an SM2 certificate or key
    │  └─ OutputExistsError     permanent   what is to be written is there already
    └─ CloudError               what a cloud API answered
       ├─ ThrottledError        retryable   too many calls
       ├─ UnavailableError      retryable   5xx, time-out, connection lost, unreadable answer
       │  └─ CutOffError        retryable   the connection was closed without an answer
       ├─ BusyError             retryable   the object is being configured (CDN ServiceBusy)
       ├─ UnfinishedJobError    retryable   a job that changes a load balancer has not ended
       ├─ ConflictError         retryable   another hand, or an earlier try, was there first
       ├─ NotFoundError         permanent   no such certificate, bucket, domain
       ├─ PermissionDeniedError permanent   the role lacks a permission
       ├─ NotOpenedError        permanent   the account never opened the product
       │  └─ UnusedError        permanent   it has nothing there, and none says whether it did
       ├─ ArrearsError          permanent   a bill is overdue
       ├─ QuotaError            permanent   a limit of the account is reached
       ├─ OtherRegionError      permanent   OSS: the bucket is called at another endpoint
       ├─ OutOfScopeError       permanent   a setting names others only: nothing was asked
       ├─ UnknownProductError   permanent   a target of a product that this build has not
       └─ RejectedError         permanent   the API refused the request

A finding about a certificate or about what visitors are served is a result, never an exception.
No exception carries a key, a token, a PEM block or a signed URL: adapters copy the code, the
message and the request id out of an SDK's exception and drop the rest, and what is left passes
redaction.py here.
"""

from __future__ import annotations

from typing import ClassVar

from certbind.redaction import redact


class CertbindError(Exception):
    """Base of all errors that certbind raises on purpose.

    `code` is stable (alarms and docs/runbook.md use it), `retryable` says whether the same call
    can succeed later, `hint` is the one thing to do. `subject` names the object concerned: a
    domain, a certificate, a bucket, a queue.
    """

    code: ClassVar[str] = "internal_error"
    retryable: ClassVar[bool] = False
    default_hint: ClassVar[str] = "This is a fault in certbind: report it with the log line."

    def __init__(self, message: str, *, subject: str = "", hint: str = "") -> None:
        """`message` says what was tried, on which object, and what came back."""
        message = redact(message)
        super().__init__(message)
        self.message = message
        self.subject = redact(subject)
        self.hint = redact(hint) or self.default_hint

    def __str__(self) -> str:
        """`subject: message. hint`, the form of a log line and of the CLI."""
        prefix = f"{self.subject}: " if self.subject else ""
        return f"{prefix}{self.message} {self.hint}".rstrip()

    def to_json(self) -> dict[str, object]:
        """The error as it stands in records and in `--json` output."""
        return {
            "code": self.code,
            "retryable": self.retryable,
            "subject": self.subject,
            "message": self.message,
            "hint": self.hint,
        }


class EventError(CertbindError):
    """The payload is no event that certbind accepts; repeating it changes nothing."""

    code = "unreadable_event"
    default_hint = "Compare it with the files in events/; only those shapes are accepted."


class OversizedError(EventError):
    """The payload is larger, deeper or of more messages than is read at once. It is raised, so
    that it is kept among the dead letters: it may hold events all the same.
    """

    code = "oversized_payload"
    default_hint = "Send what it holds as messages of their own, one event each."


class ConfigError(CertbindError):
    """Settings are missing or wrong. `faults` maps each setting to what is wrong with it."""

    code = "bad_configuration"
    default_hint = "Set the variables named above (docs/settings.md)."

    def __init__(self, faults: dict[str, str]) -> None:
        """All faults at once, so that one look mends them all."""
        self.faults = {name: redact(fault) for name, fault in faults.items()}
        text = "; ".join(f"{name}: {fault}" for name, fault in sorted(faults.items()))
        super().__init__(f"The configuration cannot be used: {text}.")


class StalePlanError(CertbindError):
    """What stands at the target is not what the plan expected; nothing was changed."""

    code = "stale_plan"
    retryable = True
    default_hint = "Nothing was changed. A function plans anew by itself; run a command again."


class LedgerConflictError(CertbindError):
    """Another writer created the next entry of this journal first; nothing was written."""

    code = "ledger_conflict"
    retryable = True
    default_hint = (
        "Another function is at work on the same domain. A function reads again by itself; run a "
        "command again."
    )


class LedgerUnreadableError(CertbindError):
    """An object of the ledger is no entry, or its state is none that this certbind reads. Whoever
    goes on sets it aside (docs/decisions/0011); this is for those who only read.
    """

    code = "ledger_unreadable"
    default_hint = (
        "Something else writes under the ledger's prefix, or the entry was cut off. `certbind "
        "history` shows what can be read. The functions set a damaged newest entry aside and go "
        "on; else start a new ledger with CERTBIND_LEDGER_PREFIX: what is bound is read anew, "
        "only the history stays behind."
    )


class LedgerNewerError(CertbindError):
    """A newer certbind wrote this domain's newest entry; nothing was written after it."""

    code = "newer_ledger"
    default_hint = "Deploy the newer version, or wait until it is deployed everywhere."


class LedgerUnsafeError(CertbindError):
    """The bucket does not protect entries from being overwritten."""

    code = "ledger_unsafe"
    default_hint = (
        "Use a bucket that never had versioning: there x-oss-forbid-overwrite is ignored, "
        "and two functions could overwrite each other's entries."
    )


class UnexpectedFactError(CertbindError):
    """Something happened to a domain that its state does not expect; nothing was written."""

    code = "unexpected_fact"
    default_hint = (
        "This is a fault in certbind: report it with `certbind history` of the domain. The domain "
        "is decided anew at the next sweep."
    )


class UnknownDomainError(CertbindError):
    """A domain was named that the account does not have; all of it was read."""

    code = "unknown_domain"
    default_hint = "`certbind plan` lists the names that there are."


class DomainUnreadError(CertbindError):
    """A domain was named that may be in a part of the account that could not be read."""

    code = "domain_unread"
    default_hint = "`certbind plan` says what could not be read, and what to do about it."


class DomainOutOfScopeError(CertbindError):
    """A domain was named that is not in sight of what the settings let certbind look at."""

    code = "domain_out_of_scope"
    default_hint = "Add its bucket, domain or product to the setting, or leave the setting empty."


class UnknownCertificateError(CertbindError):
    """A certificate was named that CAS does not hold, at the sites that are read."""

    code = "unknown_certificate"
    default_hint = "Compare the id with the console's; CERTBIND_SITE says which sites are read."


FAULTS = frozenset({CertbindError.code, UnexpectedFactError.code})
"""Codes that say that certbind itself is at fault: neither the user's nor the cloud's part."""


class CloudError(CertbindError):
    """A cloud API refused, failed or could not be reached.

    `service` and `action` name the call, `api_code` is the API's own code (for OSS with its EC
    after a slash), `request_id` is what the cloud's support asks for. is_in_doubt: a write was
    made before it, or may have been.
    """

    code = "cloud_error"
    is_in_doubt = False

    def __init__(
        self,
        message: str,
        *,
        service: str,
        action: str,
        subject: str = "",
        api_code: str = "",
        request_id: str = "",
        hint: str = "",
    ) -> None:
        """`message` is the API's own sentence with secrets removed, or ours where it sent none."""
        self.service = service
        self.action = action
        self.api_code = redact(api_code)
        self.request_id = request_id = redact(request_id)
        answer = (self.api_code, request_id and f"request {request_id}")
        came_back = ", ".join(filter(None, answer))
        failed = f" failed ({came_back})" if came_back else ""
        end = "" if message.endswith(("?", "!", "。")) else "."
        text = f"{service} {action}{failed}: {message.rstrip('.')}{end}"
        super().__init__(text, subject=subject, hint=hint)

    def to_json(self) -> dict[str, object]:
        """As the base, with the API's code and request id."""
        return {
            **super().to_json(),
            "service": self.service,
            "action": self.action,
            "api_code": self.api_code,
            "request_id": self.request_id,
        }


class ThrottledError(CloudError):
    """The account's call rate is used up (Throttling*, FlowControlError)."""

    code = "throttled"
    retryable = True
    default_hint = (
        "A function tries again by itself; run a command again later. If it lasts, lower "
        "maximumTasks of the queue's trigger."
    )


class UnavailableError(CloudError):
    """5xx, time-out, connection lost, or an answer that could not be read."""

    code = "unavailable"
    retryable = True
    default_hint = (
        "A function tries again by itself; run a command again later. If it lasts, check the "
        "endpoint and the network."
    )


class CutOffError(UnavailableError):
    """The connection was closed without an answer: one that was kept may have gone stale, and a
    call that may be repeated is, at once.
    """


class BusyError(CloudError):
    """The domain is being configured and takes no writes now (CDN ServiceBusy)."""

    code = "target_busy"
    retryable = True
    default_hint = "A function tries again by itself; run a command again in a few minutes."


class UnfinishedJobError(CloudError):
    """A job has not ended that changes what stands there: what it brings is there later, or never.
    It is looked at again; nothing is begun twice.
    """

    code = "job_unfinished"
    retryable = True
    default_hint = (
        "A function looks again by itself. If it lasts over an hour, ask Alibaba Cloud's support, "
        "with the job's id."
    )


class ConflictError(CloudError):
    """What was to be made or changed was made or changed before: by another, or by a try of ours
    whose answer was lost. Who meets it reads what stands there, and decides from that.
    """

    code = "conflict"
    retryable = True
    default_hint = (
        "Another hand was there first. A function reads again by itself; look before you repeat a "
        "command."
    )


class NotOpenedError(CloudError):
    """The account never opened the product. Where it is listed there is nothing in it then; where
    it is written to, this is the wrong account or the wrong site.
    """

    code = "not_opened"
    default_hint = (
        "The account has not opened the product: check whose credentials these are, and whether "
        "the account is of the China or the international site."
    )


class UnusedError(NotOpenedError):
    """The account has nothing at the product, which does not say whether it is opened. It may have
    tomorrow, so roles may see it.
    """


class ArrearsError(CloudError):
    """The product is stopped for the account, for want of payment."""

    code = "arrears"
    default_hint = "Pay what is overdue: the account's owner finds it in the console."


class QuotaError(CloudError):
    """A limit of the account is reached; only its owner can raise it or make room."""

    code = "quota_exceeded"
    default_hint = "Make room, or have the limit raised in the console (Quota Center)."


class NotFoundError(CloudError):
    """The object does not exist where it was looked for."""

    code = "not_found"
    default_hint = "Check the id, and that the endpoint is the site that holds it."


class OtherRegionError(CloudError):
    """OSS answers for the bucket at another endpoint, which it names (`host`)."""

    code = "other_region"
    default_hint = "Use a bucket of the functions' region, or check OSS_ENDPOINT."
    host = ""


class OutOfScopeError(CloudError):
    """A setting limits what certbind looks at, and this is none of it; whether it exists was not
    asked.
    """

    code = "out_of_scope"
    default_hint = "Add it to the setting (and run `certbind setup`), or leave the setting empty."


class UnknownProductError(CloudError):
    """A target of a product that this certbind does not know; it is not gone for that."""

    code = "unknown_product"
    default_hint = (
        "A version that knows the product wrote it: let that version go on with it, or deploy it."
    )


class PermissionDeniedError(CloudError):
    """The credentials lack a permission."""

    code = "permission_denied"
    default_hint = "Add the permission to the role (docs/runbook.md#permission_denied)."


class RejectedError(CloudError):
    """The API refused the request for a reason that repeating does not mend."""

    code = "rejected"
    default_hint = "See docs/runbook.md#rejected for the API's code."
