#!/usr/bin/env bash
# cryptography 50.0.2 gives one private key of a PKCS#12 file, and is silent about the others.
#
# Guess:    load_pkcs12 gives or refuses what is in the file: of two key bags, as Java's keytool
#           writes them for two aliases, both, or an error.
# Truth:    the first key comes back, the second is dropped without a word; its certificate is
#           among `additional_certs`, so that whoever goes by the answer takes it for a CA's.
# Version:  cryptography 50.0.2 (PyPI). Seen: "2 keys went in, 1 came out, with 2 certificates".
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cryptography==50.0.2
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

DATA = bytes.fromhex("06092a864886f70d010701")


def tlv(tag, *parts):
    content = b"".join(parts)
    length = len(content).to_bytes(4, "big").lstrip(b"\0")
    head = bytes([len(content)]) if len(content) < 128 else bytes([128 | len(length)]) + length
    return bytes([tag]) + head + content


def elements(data):
    while data:
        head, size = 2, data[1]
        if size >= 128:
            head, size = 2 + size - 128, int.from_bytes(data[2 : 2 + size - 128], "big")
        yield data[head : head + size]
        data = data[head + size :]


def parts_of(pfx):
    """The contents of the safe: PFX, its second element, [0], OCTET STRING, SEQUENCE."""
    _, info, *_ = elements(next(elements(pfx)))
    _, content = elements(info)
    return next(elements(next(elements(content))))


def one(name):
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now).not_valid_after(now + timedelta(days=9)).sign(key, hashes.SHA256())
    )
    sealed = BestAvailableEncryption(b"changeit")
    return parts_of(pkcs12.serialize_key_and_certificates(name.encode(), key, made, None, sealed))


safe = tlv(0x04, tlv(0x30, one("a"), one("b")))  # no digest: RFC 7292 leaves it open
both = tlv(0x30, b"\x02\x01\x03", tlv(0x30, DATA, tlv(0xA0, safe)))
found = pkcs12.load_pkcs12(both, b"changeit")
keys = int(found.key is not None)
certificates = int(found.cert is not None) + len(found.additional_certs)
print(f"2 keys went in, {keys} came out, with {certificates} certificates")
assert (keys, certificates) == (1, 2), "it says more of them now"
PY
