"""What a CA sends by mail, and what lies on the servers of a shop: files for the guide."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    load_pem_private_key,
    pkcs7,
    pkcs12,
)

from certbind.domain.trust.chain import parse_pem_chain
from localcloud.authority import Issued
from tests.docs.walk import Walk
from tests.unit.material.making import jks, jks_key

SECRET = "from-the-letter"


def a_ca_has_sent_files(walk: Walk) -> None:
    """Of one certificate in every form that the guide speaks of, the passphrase beside it."""
    made = walk.cloud.authorities.issue(["www.example.com"], days=90)
    folder = walk.checkout / "mail"
    folder.mkdir()
    for name, data in _files(made).items():
        (folder / name).write_bytes(data)


def _files(made: Issued) -> dict[str, bytes]:
    leaf, *above = x509.load_pem_x509_certificates(made.chain_pem.encode())
    key = load_pem_private_key(made.key_pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    sealed = BestAvailableEncryption(SECRET.encode())
    store = jks_key(key, parse_pem_chain(made.chain_pem), secret=SECRET)
    return {
        "passphrase.txt": SECRET.encode(),
        "site.pfx": pkcs12.serialize_key_and_certificates(b"site", key, leaf, above, sealed),
        "site.jks": jks(store, secret=SECRET),
        "site.p7b": pkcs7.serialize_certificates([*above, leaf], Encoding.DER),
        "site.crt": leaf.public_bytes(Encoding.DER),
        "site.key": made.key_pem.encode(),
        "intermediate.crt": above[0].public_bytes(Encoding.PEM),
    }
