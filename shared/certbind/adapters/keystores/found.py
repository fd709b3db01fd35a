"""What one file gave so far; each form adds to it."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from certbind.adapters.keystores.opening import LIBRARY
from certbind.adapters.keystores.pkcs12 import read_pkcs12
from certbind.adapters.keystores.private_keys import encrypted_key, encrypted_pem_key, plain_key
from certbind.domain.trust.leaf import quiet
from certbind.domain.trust.material.refusals import MaterialFileError
from certbind.domain.trust.material.values import Contents, HeldKey
from certbind.domain.trust.paths.der import first
from certbind.ports.files import Passphrases
from certbind.values import dataclass, field

REQUEST = "holds a certificate request (CSR): that goes to the CA, and what comes back is needed."


@dataclass(slots=True)
class Found:
    """Certificates, keys and notes in the order of the file."""

    place: str
    passphrases: Passphrases
    certificates: list[bytes] = field(default_factory=list)
    keys: list[HeldKey] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def contents(self) -> Contents:
        """All of it."""
        notes = tuple(dict.fromkeys(self.notes))
        return Contents(self.place, tuple(self.certificates), tuple(self.keys), notes)

    def take_certificate(self, der: bytes) -> None:
        """Whether it is one shows when the chain is put in order."""
        self.certificates.append(der)

    def take_trusted(self, der: bytes) -> None:
        """OpenSSL's TRUSTED CERTIFICATE: the certificate, then whom OpenSSL is to trust it for."""
        try:
            self.certificates.append(first(der).whole)
        except ValueError:
            raise self.damaged() from None
        settings = "OpenSSL's trust settings (TRUSTED CERTIFICATE)"
        self.notes.append(f"left out: {settings} in {self.place}")

    def take_key(self, der: bytes) -> None:
        """Not encrypted."""
        self.keys.append(plain_key(der, self.place))

    def take_encrypted_key(self, der: bytes) -> None:
        """PKCS#8."""
        what = "The private key"
        self.keys.append(encrypted_key(der, self.place, self.passphrases, what))

    def take_encrypted_pem_key(self, block: bytes) -> None:
        """Of traditional form."""
        self.keys.append(encrypted_pem_key(block, self.place, self.passphrases))

    def take_pkcs7(self, der: bytes) -> None:
        """In DER or BER: the certificates of signed data, in any order."""
        try:
            with quiet():
                inside = pkcs7.load_der_pkcs7_certificates(der)
        except LIBRARY:
            told = "is PKCS#7 without certificates."
            raise MaterialFileError(told, subject=self.place) from None
        self.certificates += [one.public_bytes(Encoding.DER) for one in inside]

    def take_pkcs12(self, der: bytes) -> None:
        """In DER or BER."""
        inside = read_pkcs12(der, self.place, self.passphrases)
        self.certificates += inside.certificates
        self.keys += inside.keys

    def damaged(self) -> MaterialFileError:
        """For content that does not end where it says."""
        told = "begins as DER, and is cut off or damaged."
        return MaterialFileError(told, subject=self.place)
