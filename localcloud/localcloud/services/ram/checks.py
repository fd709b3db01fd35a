"""Names and documents as RAM takes them (CreateRole, CreatePolicy pages)."""

from __future__ import annotations

import re

from localcloud.policies import (
    DOCUMENT_CHARACTERS,
    MalformedPolicyError,
    parse_policy,
    parse_trust,
)
from localcloud.services.ram import errors
from localcloud.services.ram.entities import CUSTOM, SYSTEM

_ROLE = re.compile(r"[A-Za-z0-9.-]+")
_POLICY = re.compile(r"[A-Za-z0-9-]+")
_VERSION = re.compile(r"v[1-9][0-9]{0,8}")
_ROLE_LENGTH, _POLICY_LENGTH, _DESCRIPTION_LENGTH = 64, 128, 1024
SESSION_SECONDS = (3600, 43_200)


def role_name(name: str) -> str:
    """1 to 64 letters, digits, `.` and `-`."""
    return _name("RoleName", name, _ROLE, _ROLE_LENGTH)


def policy_name(name: str) -> str:
    """1 to 128 letters, digits and `-`."""
    return _name("PolicyName", name, _POLICY, _POLICY_LENGTH)


def policy_type(kind: str) -> str:
    """`Custom` or `System`."""
    if kind not in (CUSTOM, SYSTEM):
        raise errors.invalid("PolicyType", 'The parameter - "PolicyType" is incorrect.')
    return kind


def version_id(text: str) -> str:
    """`v` and a number."""
    if not _VERSION.fullmatch(text):
        message = 'The format of the parameter - "VersionId" is incorrect.'
        raise errors.invalid("VersionId.Format", message)
    return text


def description(text: str, parameter: str = "Description") -> str:
    """Up to 1,024 characters."""
    if len(text) > _DESCRIPTION_LENGTH:
        raise errors.too_long(parameter)
    return text


def session_seconds(value: int, parameter: str = "MaxSessionDuration") -> int:
    """3600 to 43200."""
    low, high = SESSION_SECONDS
    if not low <= value <= high:
        message = f'The parameter - "{parameter}" is not between {low} and {high}.'
        raise errors.invalid(parameter, message)
    return value


def permission_document(text: str) -> str:
    """Its length, then its grammar."""
    if not 1 <= len(text) <= DOCUMENT_CHARACTERS:
        raise errors.too_long("PolicyDocument")
    try:
        parse_policy(text)
    except MalformedPolicyError as error:
        raise errors.malformed(str(error)) from error
    return text


def trust_document(text: str, parameter: str = "AssumeRolePolicyDocument") -> str:
    """Likewise, of a trust policy."""
    if not 1 <= len(text) <= DOCUMENT_CHARACTERS:
        raise errors.too_long(parameter)
    try:
        parse_trust(text)
    except MalformedPolicyError as error:
        raise errors.malformed(str(error)) from error
    return text


def _name(parameter: str, name: str, form: re.Pattern[str], longest: int) -> str:
    if not 1 <= len(name) <= longest:
        raise errors.too_long(parameter)
    if not form.fullmatch(name):
        raise errors.strange_characters(parameter)
    return name
