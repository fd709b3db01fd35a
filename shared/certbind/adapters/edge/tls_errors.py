"""How a connection ended, told by errno and OpenSSL's reason, never by a sentence."""

from __future__ import annotations

import errno
import ssl

from certbind.domain.trust.observation import Attempt

SHORT_OF = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""What this machine has no more of, for now."""

_ERRNOS = {
    errno.ECONNREFUSED: Attempt.REFUSED,
    errno.ECONNRESET: Attempt.RESET,
    errno.EPIPE: Attempt.RESET,
    errno.ECONNABORTED: Attempt.RESET,
    errno.EHOSTUNREACH: Attempt.UNREACHABLE,
    # the machine's own: it has no route of this kind, no such address family, or may not send
    errno.ENETUNREACH: Attempt.NO_ROUTE,
    errno.ENETDOWN: Attempt.NO_ROUTE,
    errno.EADDRNOTAVAIL: Attempt.NO_ROUTE,
    errno.EAFNOSUPPORT: Attempt.NO_ROUTE,
    errno.EACCES: Attempt.NO_ROUTE,
    errno.EPERM: Attempt.NO_ROUTE,
    **dict.fromkeys(SHORT_OF, Attempt.NO_ROUTE),
    errno.ETIMEDOUT: Attempt.CONNECT_TIMEOUT,
}
_REASONS = {
    "UNEXPECTED_EOF_WHILE_READING": Attempt.CLOSED,
    "WRONG_VERSION_NUMBER": Attempt.NOT_TLS,
    "HTTP_REQUEST": Attempt.NOT_TLS,
    "UNKNOWN_PROTOCOL": Attempt.NOT_TLS,
    "RECORD_LAYER_FAILURE": Attempt.NOT_TLS,
    "PACKET_LENGTH_TOO_LONG": Attempt.NOT_TLS,
    "TLSV1_UNRECOGNIZED_NAME": Attempt.SNI_UNKNOWN,
    "SSLV3_ALERT_HANDSHAKE_FAILURE": Attempt.NO_COMMON_CIPHER,
    "TLSV1_ALERT_INSUFFICIENT_SECURITY": Attempt.NO_COMMON_CIPHER,
    "TLSV1_ALERT_PROTOCOL_VERSION": Attempt.OLD_TLS,
    "UNSUPPORTED_PROTOCOL": Attempt.OLD_TLS,
    "TLSV1_ALERT_INTERNAL_ERROR": Attempt.SERVER_ERROR,
    "SSLV3_ALERT_BAD_CERTIFICATE": Attempt.CLIENT_CERT_WANTED,
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": Attempt.CLIENT_CERT_WANTED,
    "SSLV3_ALERT_CERTIFICATE_REVOKED": Attempt.CLIENT_CERT_WANTED,
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": Attempt.CLIENT_CERT_WANTED,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": Attempt.CLIENT_CERT_WANTED,
    "TLSV1_ALERT_UNKNOWN_CA": Attempt.CLIENT_CERT_WANTED,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": Attempt.CLIENT_CERT_WANTED,
}


_REFUSALS = frozenset({"SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_ACCESS_DENIED"})
"""What a server that asked for a certificate may say of a client without one."""


def connect_ended(error: OSError) -> tuple[Attempt, str]:
    """Class and token of an error of the TCP connect."""
    if isinstance(error, TimeoutError):
        return Attempt.CONNECT_TIMEOUT, "ETIMEDOUT"
    return _ERRNOS.get(error.errno or 0, Attempt.UNREACHABLE), _name(error)


def handshake_ended(error: OSError, *, asked_for_certificate: bool = False) -> tuple[Attempt, str]:
    """Class and token of an error of the handshake; SSLError is an OSError too.

    asked_for_certificate: by the server before; it then refuses a client without one by alerts
    that else mean something else, such as that there is no cipher in common.
    """
    if isinstance(error, ssl.SSLError):
        reason = error.reason or ""
        if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return Attempt.CLOSED, reason or "EOF"
        if asked_for_certificate and reason in _REFUSALS:
            return Attempt.CLIENT_CERT_WANTED, reason
        return _REASONS.get(reason, Attempt.PROTOCOL_ERROR), reason or "UNKNOWN"
    if isinstance(error, TimeoutError):
        return Attempt.HANDSHAKE_TIMEOUT, "ETIMEDOUT"
    if isinstance(error, ConnectionError):
        return Attempt.RESET, _name(error)
    return _ERRNOS.get(error.errno or 0, Attempt.PROTOCOL_ERROR), _name(error)


def _name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
