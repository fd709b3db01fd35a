"""Keys of CAs that browsers block whoever certifies them.

Eight intermediates of eMudhra had private keys that can be computed (CVE-2026-111943): the CA
revoked them on 2026-10-18, and browsers block the keys, since a cross-sign leads to them as well.
Two are named in public lists; the others are in Chromium's binary alone.
"""

from __future__ import annotations

import hashlib

from cryptography import x509

from certbind.domain.trust.leaf import spki_of
from certbind.domain.trust.parts.once import once

_BLOCKED = {
    "ebed6475c2c2d80fcb199f3fe8dd6e6b3ce60b77eb15d4e42c3dec0c6f5b5105": "EM DV TLS CA - G3B",
    "43bffa19d6ef651451f6841e019931e96f6f2eaeff28ab4b6f1ce4576de2717b": "EM OV TLS CA - G3B",
}
"""SHA-256 of the SubjectPublicKeyInfo, and whose it is."""


@once
def blocked_key(certificate: x509.Certificate) -> str:
    """Whose blocked key it has; "" for none. Raises any of UNREADABLE."""
    return _BLOCKED.get(hashlib.sha256(spki_of(certificate)).hexdigest(), "")
