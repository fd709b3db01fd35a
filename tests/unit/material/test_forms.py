"""Every form in which a CA, a server or Java keeps a certificate with its key."""

from __future__ import annotations

import base64
import re
import warnings
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    pkcs7,
)

from certbind.adapters.keystores.contents import certificates_alone
from certbind.domain.trust.material.refusals import MaterialFileError, PassphraseError
from certbind.domain.trust.material.values import Contents
from tests.fakes.certificates import Authority, Issued, Spec, pem_of
from tests.unit.material.making import (
    KEYTOOL,
    SECRET,
    jks,
    jks_certificate,
    jks_key,
    key_der,
    key_pem,
    openssl,
    pem,
    pfx,
    read,
    traditional,
    with_pbmac1,
)

ROOT = Authority.root()
CA = ROOT.subordinate()
LEAF = CA.leaf("www.example.com")
RSA = CA.leaf("rsa.example.com", spec=Spec(key=rsa.generate_private_key(65537, 2048)))
TRADITIONAL, PKCS8 = PrivateFormat.TraditionalOpenSSL, PrivateFormat.PKCS8
SEALED = BestAvailableEncryption(SECRET.encode())
P7 = pkcs7.serialize_certificates([CA.issued.certificate, LEAF.certificate], Encoding.DER)


def has_all(found: Contents, *, key: str = "") -> bool:
    ders = {LEAF.der, CA.issued.der}
    return set(found.certificates) == ders and [one.pem for one in found.keys] == [key] * bool(key)


@pytest.mark.parametrize("issued", [LEAF, RSA], ids=["EC", "RSA"])
@pytest.mark.parametrize("form", [TRADITIONAL, PKCS8])
@pytest.mark.parametrize("secret", [None, SEALED], ids=["plain", "encrypted"])
def test_a_key_in_pem_comes_out_in_traditional_form(
    issued: Issued, form: PrivateFormat, secret: BestAvailableEncryption | None
) -> None:
    text = key_pem(issued.key, form, *([secret] if secret else []))
    (held,) = read(text, "wrong", SECRET).keys
    assert held.pem == traditional(issued.key)
    assert re.fullmatch(r"-----BEGIN (RSA|EC) PRIVATE KEY-----\n([\w+/=]{1,64}\n)+-.*\n", held.pem)


@pytest.mark.parametrize("form", [TRADITIONAL, PKCS8])
def test_a_key_in_der(form: PrivateFormat) -> None:
    (held,) = read(key_der(RSA.key, form)).keys
    assert held.pem == traditional(RSA.key)
    (held,) = read(key_der(RSA.key, PKCS8, SEALED), SECRET).keys
    assert held.pem == traditional(RSA.key)


def test_certificates_in_der_base64_and_pem() -> None:
    bare = base64.encodebytes(LEAF.der)
    assert read(LEAF.der).certificates == read(bare).certificates == (LEAF.der,)
    assert read(LEAF.pem).certificates == (LEAF.der,)


@pytest.mark.parametrize("between", [" ", "", "\\n", "\\r\\n"], ids=repr)
def test_pem_on_one_line_as_variables_and_json_keep_it(between: str) -> None:
    """And servers, which do not read it so, are not said to."""
    lines = LEAF.pem + traditional(LEAF.key) + key_pem(RSA.key, PKCS8, SEALED)
    flat = lines.replace("\n", between)
    found = read(flat, SECRET)
    assert found.certificates == (LEAF.der,)
    assert [one.pem for one in found.keys] == [traditional(LEAF.key), traditional(RSA.key)]
    assert list(certificates_alone(lines.encode(), "file")) == [LEAF.der]
    with pytest.raises(MaterialFileError, match="without lines of its own"):
        certificates_alone(flat.encode(), "file")


def test_pkcs7_in_der_pem_and_ber_and_every_block_of_it() -> None:
    text = openssl("pkcs7", "-inform", "DER", given=P7).decode()
    cms = text.replace("PKCS7", "CMS")
    other = openssl(
        "crl2pkcs7", "-nocrl", "-certfile", "/dev/stdin", given=ROOT.issued.pem.encode()
    )
    for data in (P7, text, cms):
        assert has_all(read(data))
    assert read(text + other.decode()).certificates[2:] == (ROOT.issued.der,)


def test_pkcs7_of_indefinite_length(tmp_path: Path) -> None:
    """BER, as `openssl smime -stream` and some CAs' programs write it."""
    texts = {"key": traditional(LEAF.key), "leaf": LEAF.pem, "more": CA.issued.pem}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "ascii")
    signed = openssl(
        *("smime", "-sign", "-stream", "-nodetach", "-outform", "DER"),
        *("-signer", f"{tmp_path}/leaf", "-inkey", f"{tmp_path}/key"),
        *("-certfile", f"{tmp_path}/more"),
        given=b"text",
    )
    assert signed[:2] == b"\x30\x80"
    assert has_all(read(signed))


def test_pkcs12_as_it_is_made_today_and_without_a_passphrase() -> None:
    key = traditional(LEAF.key)
    assert has_all(read(pfx(LEAF, CA.issued), SECRET), key=key)
    assert has_all(read(pfx(LEAF, CA.issued, secret="")), key=key)


@pytest.mark.parametrize(
    "how",
    [
        ("-legacy",),  # RC2 of 40 bits for certificates, 3DES for the key, SHA-1
        ("-legacy", "-certpbe", "PBE-SHA1-RC2-128", "-keypbe", "PBE-SHA1-RC2-40"),
        ("-legacy", "-certpbe", "PBE-SHA1-RC4-128", "-keypbe", "PBE-SHA1-RC4-128"),
        ("-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "SHA1"),
        ("-certpbe", "AES-256-CBC", "-keypbe", "AES-256-CBC", "-iter", "100000"),
        ("-nomac",),
    ],
    ids=" ".join,
)
def test_pkcs12_as_it_was_made_for_years(how: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "all").write_text(pem(LEAF.chain) + traditional(LEAF.key), "ascii")
    source = ("-in", str(tmp_path / "all"), "-passout", "pass:secret")
    made = openssl("pkcs12", "-export", *how, *source)
    assert has_all(read(made, "secret"), key=traditional(LEAF.key))


def test_pkcs12_with_pbmac1() -> None:
    made = with_pbmac1(pfx(LEAF, CA.issued), SECRET)
    assert has_all(read(made, "wrong", SECRET), key=traditional(LEAF.key))


def test_what_the_library_takes_with_a_warning_is_read_without_one() -> None:
    """A default that is written out makes PKCS#12 BER, of which it warns on stderr."""
    odd = with_pbmac1(pfx(LEAF, CA.issued), SECRET, rounds_of_mac=b"\x02\x01\x01")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert has_all(read(odd, SECRET), key=traditional(LEAF.key))


def test_a_changed_byte_in_jks_is_noticed_wherever_it_is() -> None:
    """By the store's digest, which its passphrase keys: it is not told from a wrong one."""
    store = bytearray(jks(jks_key(LEAF.key, LEAF.chain)))
    store[-40] ^= 1  # in the last certificate's signature
    with pytest.raises(PassphraseError, match="or it is damaged"):
        read(bytes(store), SECRET)


@pytest.mark.parametrize("how", [("-v1", "PBE-SHA1-RC2-40"), ("-v1", "PBE-MD5-DES"), ("-scrypt",)])
def test_pkcs8_encrypted_in_every_way_of_openssl(how: tuple[str, ...]) -> None:
    legacy = ("-provider", "legacy", "-provider", "default")
    sealed = openssl(
        *("pkcs8", "-topk8", *how, "-passout", "pass:secret", *legacy),
        given=traditional(RSA.key).encode(),
    )
    (held,) = read(sealed, "secret").keys
    assert held.pem == traditional(RSA.key)


@pytest.mark.parametrize("version", [1, 2])
def test_jks_with_a_key_its_chain_and_a_root(version: int) -> None:
    store = jks(
        jks_key(LEAF.key, LEAF.chain, version=version),
        jks_certificate(ROOT.issued.der, version=version),
        version=version,
    )
    found = read(store, "wrong", SECRET)
    assert found.certificates == (*LEAF.chain, ROOT.issued.der)
    assert [one.pem for one in found.keys] == [traditional(LEAF.key)]


def test_a_key_in_jks_may_have_a_passphrase_of_its_own() -> None:
    store = jks(jks_key(LEAF.key, LEAF.chain, secret="the key's"))
    assert read(store, SECRET, "the key's").keys


def test_jks_without_a_key_is_read_without_its_passphrase() -> None:
    assert read(jks(jks_certificate(CA.issued.der))).certificates == (CA.issued.der,)


def test_jks_as_keytool_writes_it() -> None:
    found = read(KEYTOOL.read_bytes(), "changeit", "otherpass")
    (held,) = found.keys
    assert len(found.certificates) == 1
    assert held.public.kind == "EC P-256"


def decorated(text: str) -> dict[str, bytes]:
    bags = text.replace(
        "-----BEGIN", "Bag Attributes\n    localKeyID: 54 69\nsubject=CN=x\n\n-----BEGIN"
    )
    return {
        "text before": f"Your certificate, \u00e9t\u00e9:\r\n\r\n{text}\r\nThank you.".encode(),
        "bag attributes": bags.encode(),
        "CRLF": text.replace("\n", "\r\n").encode(),
        "CR": text.replace("\n", "\r").encode(),
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "UTF-16": text.encode("utf-16"),
        "blanks": re.sub(r"^|$", "  ", text, flags=re.MULTILINE).encode(),
        "blank lines": text.replace("\n", "\n\n").encode(),
        "one long line": re.sub(r"(?<![-])\n(?!-)", "", text).encode(),
        "doubled": (text + text).encode(),
        "text between": text.replace("-----BEGIN", "\xff\n-----BEGIN").encode("latin-1"),
    }


CHAIN = LEAF.pem + CA.issued.pem + key_pem(LEAF.key)


@pytest.mark.parametrize("name", sorted(decorated(CHAIN)))
def test_decorated_pem(name: str) -> None:
    found = read(decorated(CHAIN)[name])
    assert has_all(Contents("", found.certificates, found.keys[:1]), key=traditional(LEAF.key))


@pytest.mark.parametrize("name", ["CRLF", "blanks", "UTF-16", "bag attributes", "byte order mark"])
def test_a_decorated_key_that_is_encrypted_in_the_old_way(name: str) -> None:
    """Its headers end at a blank line."""
    text = decorated(key_pem(RSA.key, TRADITIONAL, SEALED))[name]
    assert b"Proc-Type" in text.replace(b"\0", b"")
    assert [one.pem for one in read(text, SECRET).keys] == [traditional(RSA.key)]


def test_openssls_trusted_certificate_is_read_and_named() -> None:
    trusted = openssl("x509", "-trustout", "-addtrust", "serverAuth", given=LEAF.pem.encode())
    assert b"BEGIN TRUSTED CERTIFICATE" in trusted
    found = read(trusted)
    assert found.certificates == (LEAF.der,)
    assert "TRUSTED CERTIFICATE" in found.notes[0]


def test_what_is_neither_certificate_nor_key_is_passed_over_and_named() -> None:
    params = openssl("ecparam", "-name", "prime256v1").decode()
    crl = "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"
    found = read(params + crl + pem_of(ROOT))
    assert found.certificates == (ROOT.issued.der,)
    assert found.notes == ("passed over: X509 CRL in file",)
