"""What can be wrong with what visitors are served, in classes; the catalogue has browsers' names.

Sources: Chromium's documentation of how a certificate's status becomes a net error (which of
several it shows); for transport and handshake what OpenSSL and Chromium said of the same servers.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from certbind.domain.trust.observation import Attempt
from certbind.domain.words import words_of_faults
from certbind.values import dataclass


class FaultClass(Enum):
    """A class of fault; values are stable. Transport classes are those of `Attempt`."""

    # certificate, in the order of Chromium's choice: a browser names the first that holds
    KEY_UNUSABLE = "key_unusable"  # the first two end the handshake, before the chain is seen
    KEY_USAGE = "key_usage"
    INVALID = "invalid"
    NOT_A_CA = "not_a_ca"
    PATH_LENGTH = "path_length"
    NAME_CONSTRAINT = "name_constraint"
    WRONG_PURPOSE = "wrong_purpose"
    WEAK_SIGNATURE = "weak_signature"
    REVOKED = "revoked"
    BAD_SIGNATURE = "bad_signature"
    SELF_SIGNED = "self_signed"
    UNTRUSTED_ROOT = "chain_untrusted"
    ROOT_REFUSED = "root_refused"  # of a chain with a sound path: what Chrome's store says
    CHAIN_INCOMPLETE = "chain_incomplete"
    NAME_MISMATCH = "name_mismatch"
    FEW_STAMPS = "few_stamps"
    WEAK_KEY = "weak_key"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    CHAIN_EXPIRED = "chain_expired"
    CHAIN_FETCHED = "chain_fetched"  # desktop Chrome opens what it fetches, others refuse
    LASTS_TOO_LONG = "lasts_too_long"
    ROOT_REFUSED_BY_FIREFOX = "root_refused_by_firefox"
    # told as advice only: browsers take it
    LEAF_IS_CA = "leaf_is_ca"
    ODD_SERIAL = "odd_serial"
    # warnings: browsers take it, but not all, or not until it ends
    ROOT_ENDS_FIRST = "root_ends_first"
    ROOT_CUT_AHEAD = "root_cut_ahead"
    ROOT_NOT_IN_APPLE = "root_not_in_apple"
    ROOT_NOT_IN_PROGRAMS = "root_not_in_programs"
    APPLE_REFUSES = "apple_refuses"
    CLIENT_AUTH_TOO = "client_auth_too"
    MUST_STAPLE = "must_staple"
    REVOCATION_UNKNOWN = "revocation_unknown"
    PROVIDER_ROOT = "provider_root"
    # a sound certificate, but not the expected one
    WRONG_LEAF = "wrong_leaf"
    # handshake and transport: the server answered and a browser cannot go on
    SNI_UNKNOWN = "sni_unknown"
    NO_COMMON_CIPHER = "no_common_cipher"
    OLD_TLS = "old_tls"
    NOT_TLS = "not_tls"
    SERVER_ERROR = "server_error"
    CLIENT_CERT_WANTED = "client_cert_wanted"
    PROTOCOL_ERROR = "protocol_error"
    # nobody could look
    REFUSED = "connection_refused"
    RESET = "reset"
    CLOSED = "closed"
    CONNECT_TIMEOUT = "connect_timeout"
    HANDSHAKE_TIMEOUT = "handshake_timeout"
    UNREACHABLE = "unreachable"
    NO_ROUTE = "no_route"
    DNS_NXDOMAIN = "dns_nxdomain"
    DNS_TEMPORARY = "dns_temporary"

    @property
    def browser_error(self) -> str:
        """Chromium's name for it; "" where browsers show none."""
        return words_of_faults()[self.value].browser

    @property
    def is_certificate(self) -> bool:
        """Whether it is about the certificate or its chain, not about reaching the server."""
        return _RANK[self] < _RANK[FaultClass.WRONG_LEAF]

    @property
    def could_not_look(self) -> bool:
        """Whether nothing was learned of the server's TLS: worth another look later."""
        return _RANK[self] >= _RANK[FaultClass.REFUSED]

    @classmethod
    def of_attempt(cls, attempt: Attempt) -> FaultClass | None:
        """The fault of a connection; None for a handshake that was completed."""
        return None if attempt is Attempt.COMPLETED else cls(attempt.value)


_RANK = {fault: rank for rank, fault in enumerate(FaultClass)}

_MAPPED = frozenset(
    {
        FaultClass.REVOKED,
        FaultClass.BAD_SIGNATURE,
        FaultClass.SELF_SIGNED,
        FaultClass.UNTRUSTED_ROOT,
        FaultClass.CHAIN_INCOMPLETE,
        FaultClass.WEAK_KEY,
        FaultClass.EXPIRED,
        FaultClass.NOT_YET_VALID,
        FaultClass.CHAIN_EXPIRED,
    }
)
"""Faults of a path that have an error of their own. Beside one of them Chromium does not name the
others of the path, which it only calls invalid."""

_GENERAL = frozenset(
    {
        FaultClass.INVALID,
        FaultClass.NOT_A_CA,
        FaultClass.PATH_LENGTH,
        FaultClass.NAME_CONSTRAINT,
        FaultClass.WRONG_PURPOSE,
        FaultClass.WEAK_SIGNATURE,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault with the particulars of this case; `detail` is a clause for people.

    stops: whether browsers name it whatever else is wrong: they look at nothing more.
    """

    kind: FaultClass
    detail: str = ""
    stops: bool = False

    def __str__(self) -> str:
        """`expired: ended 2026-11-01 00:00 UTC`."""
        return f"{self.kind.value}: {self.detail}" if self.detail else self.kind.value

    def to_json(self) -> dict[str, str]:
        """For records and `--json` output."""
        return {
            "fault": self.kind.value,
            "detail": self.detail,
            "browser_error": self.kind.browser_error,
        }


def in_browser_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault of one server once, the one that a browser would name first."""
    each = set(faults)
    if len(each) <= 1:  # as nearly everywhere in a sweep
        return tuple(each)
    kinds = {fault.kind for fault in each}
    last = _GENERAL if kinds & _MAPPED else frozenset()

    def place(fault: Fault) -> tuple[bool, bool, bool, int, str]:
        of_the_handshake = fault.stops and not fault.kind.is_certificate
        is_last = fault.kind in last and not fault.stops
        is_late = fault.kind is FaultClass.KEY_USAGE and not fault.stops
        rank = _RANK[FaultClass.LASTS_TOO_LONG] if is_late else _RANK[fault.kind]
        return not of_the_handshake, not _comes_first(fault), is_last, rank, fault.detail

    return tuple(sorted(each, key=place))


def _comes_first(fault: Fault) -> bool:
    return fault.stops or fault.kind is FaultClass.KEY_UNUSABLE


def first_for_browsers(heads: Iterable[Fault]) -> Fault | None:
    """Of the first faults of several servers, the one to tell."""
    return min(heads, key=lambda fault: (_RANK[fault.kind], fault.detail), default=None)
