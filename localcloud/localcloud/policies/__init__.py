"""RAM's policy language: reading a document, and what documents say to an access. Pure."""

from localcloud.policies.documents import (
    DOCUMENT_CHARACTERS,
    MalformedPolicyError,
    Policy,
    TrustPolicy,
    parse_policy,
    parse_trust,
)
from localcloud.policies.verdicts import Access, Verdict, judge, trusts

__all__ = [
    "DOCUMENT_CHARACTERS",
    "Access",
    "MalformedPolicyError",
    "Policy",
    "TrustPolicy",
    "Verdict",
    "judge",
    "parse_policy",
    "parse_trust",
    "trusts",
]
