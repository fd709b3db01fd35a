"""What files hold, in one form whatever they were."""

from __future__ import annotations

import hashlib

from certbind.values import dataclass, field

_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def curve_kind(name: str) -> str:
    """A curve as people know it."""
    return f"EC {_CURVES.get(name, name)}"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as it may be shown. spki: its SubjectPublicKeyInfo in DER, by which keys are equal.
    kind: `RSA`, `EC P-256`. bits: 0 where the kind has none.
    """

    spki: bytes = field(repr=False)
    kind: str
    bits: int

    @property
    def sha256(self) -> str:
        """Of the SubjectPublicKeyInfo, as `openssl pkey -pubout -outform DER | sha256sum`."""
        return hashlib.sha256(self.spki).hexdigest()

    def __str__(self) -> str:
        """`RSA key of 2048 bits (SHA-256 of the public key 0123…)`."""
        size = f" of {self.bits} bits" if self.bits else ""
        return f"{self.kind} key{size} (SHA-256 of the public key {self.sha256[:32]}…)"

    def to_json(self) -> dict[str, object]:
        """For `--json` output."""
        return {"kind": self.kind, "bits": self.bits, "public_key_sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A private key. pem: unencrypted, in traditional form (PKCS#1, SEC1), with LF; no repr
    shows it.
    """

    public: PublicKey
    pem: str = field(repr=False)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """Of one file. source: what the file is called. certificates: DER in the file's order.
    notes: what was passed over, for a person.
    """

    source: str
    certificates: tuple[bytes, ...] = ()
    keys: tuple[HeldKey, ...] = ()
    notes: tuple[str, ...] = ()
