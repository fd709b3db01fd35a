"""Which key is meant, and what is said of those that cannot be."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from certbind.adapters.keystores.contents import contents_of
from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.material.bundle import Bundle, assemble
from certbind.domain.trust.material.refusals import (
    AmbiguousFilesError,
    IncompleteFilesError,
    KeyMismatchError,
    MaterialFileError,
    PassphraseError,
    Sm2Error,
    UnsupportedFileError,
)
from tests.fakes.certificates import DAY, NOW, Authority, Spec, pem_of
from tests.unit.material.making import (
    SECRET,
    jks,
    jks_key,
    key_pem,
    openssl,
    pem,
    pfx,
    pfx_of_parts,
    read,
    safe_of,
    traditional,
)

ROOT = Authority.root()
CA = ROOT.subordinate()
ONE, OTHER = CA.leaf("one.example.com", subject="one"), CA.leaf("other.example.com", subject="two")
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))


def made(*files: bytes | str, secret: str = SECRET) -> Bundle:
    """Of files with these names: a, b, c."""
    read_ = [read(data, secret, name=name) for name, data in zip("abc", files, strict=False)]
    return assemble(read_, (), ANCHORS, NOW)


def two_keys(secret: str = SECRET) -> bytes:
    """One PKCS#12 file with the bags of two, as `keytool` makes it of two aliases."""
    return pfx_of_parts(safe_of(pfx(ONE, secret=secret)), safe_of(pfx(OTHER, secret=secret)))


@pytest.mark.parametrize(
    "file",
    [
        traditional(ONE.key) + key_pem(OTHER.key) + ONE.pem,
        two_keys(),
        two_keys(secret=""),
        jks(jks_key(ONE.key, ONE.chain), jks_key(OTHER.key, OTHER.chain, alias="b")),
    ],
    ids=["PEM", "PKCS#12", "PKCS#12, plain", "JKS"],
)
def test_two_keys_in_one_file_are_refused_with_both_named(file: bytes | str) -> None:
    with pytest.raises(AmbiguousFilesError) as refused:
        made(file)
    for issued in (ONE, OTHER):
        (held,) = read(traditional(issued.key)).keys
        assert held.public.sha256[:32] in refused.value.message
    assert refused.value.message.count("EC P-256 key of 256 bits") == 2


def test_two_keys_in_two_files_are_named_by_their_files() -> None:
    with pytest.raises(AmbiguousFilesError, match=r" in a; .* in b\."):
        made(ONE.pem + traditional(ONE.key), traditional(OTHER.key))


def test_the_fingerprint_of_a_key_is_what_openssl_makes_of_it() -> None:
    spki = openssl("pkey", "-pubout", "-outform", "DER", given=traditional(ONE.key).encode())
    digest = openssl("dgst", "-sha256", "-r", given=spki).decode().split()[0]
    assert made(ONE.pem, traditional(ONE.key)).public.sha256 == digest


def test_one_key_may_be_there_twice_in_two_forms() -> None:
    assert made(pfx(ONE), traditional(ONE.key), key_pem(ONE.key)).key is not None


def test_the_key_of_another_leaf_is_named_and_so_is_the_leaf() -> None:
    with pytest.raises(KeyMismatchError) as refused:
        made(pem(ONE.chain), traditional(OTHER.key))
    own, other = (read(traditional(one.key)).keys[0].public for one in (ONE, OTHER))
    assert refused.value.subject == "b"
    assert other.sha256[:32] in refused.value.message
    assert (
        f"one has the EC P-256 key of 256 bits (SHA-256 of the public key {own.sha256[:32]}…)"
        in (refused.value.message)
    )


def test_of_two_leaves_the_key_says_which_is_meant() -> None:
    both = ONE.pem + OTHER.pem + CA.issued.pem
    assert made(both + traditional(OTHER.key)).leaf.names == ("other.example.com",)
    with pytest.raises(
        AmbiguousFilesError, match="2 certificates that may be the site's own: one"
    ):
        made(both)


def test_of_two_certificates_for_one_key_the_later_one_counts() -> None:
    older = CA.leaf("one.example.com", spec=Spec(NOW - 90 * DAY, NOW + DAY, key=ONE.key))
    bundle = made(older.pem + ONE.pem + traditional(ONE.key))
    assert bundle.chain[0] == ONE.der
    assert older.der not in bundle.chain
    assert bundle.notes == ("left out: an earlier certificate for the same key, of 2026-08-26",)


def test_files_without_a_certificate_and_pkcs12_without_certificates() -> None:
    bare = pfx_of_parts(safe_of(pfx(ONE, secret=""))[:0])
    for file in (traditional(ONE.key), bare):
        with pytest.raises(IncompleteFilesError, match="no certificate"):
            made(file)


def test_without_a_key_the_chain_alone_is_made() -> None:
    bundle = made(CA.issued.pem + ONE.pem)
    assert bundle.key is None
    assert bundle.chain == ONE.chain
    alone = made(ROOT.issued.pem)
    assert alone.chain == (ROOT.issued.der,), "a CA's own, where there is nothing else"


@pytest.mark.parametrize("what", ["PKCS#12", "PKCS#8", "traditional", "JKS"])
def test_a_wrong_passphrase_and_none_are_told_apart_from_each_other(what: str) -> None:
    sealed = BestAvailableEncryption(SECRET.encode())
    files: dict[str, bytes | str] = {
        "PKCS#12": pfx(ONE),
        "PKCS#8": key_pem(ONE.key, PrivateFormat.PKCS8, sealed),
        "traditional": key_pem(ONE.key, PrivateFormat.TraditionalOpenSSL, sealed),
        "JKS": jks(jks_key(ONE.key, ONE.chain)),
    }
    file = files[what]
    with pytest.raises(
        PassphraseError, match="and no passphrase that was given opens it"
    ) as wrong:
        read(file, "battery", "staple")
    with pytest.raises(PassphraseError, match="and no passphrase was given") as none:
        read(file)
    for error in (wrong.value, none.value):
        assert error.subject == "file"
        assert "--passphrase-fd" in error.hint
        assert "battery" not in str(error)


def test_a_passphrase_is_asked_for_by_what_it_opens() -> None:
    asked: list[str] = []

    def asking(what: str) -> list[bytes]:
        asked.append(what)
        return [SECRET.encode()] if "key" not in what.lower().split() else [b"own"]

    store = jks(jks_key(ONE.key, ONE.chain, secret="own", alias="shop\x1b[2J"))
    assert contents_of(store, "file", asking).keys
    assert asked == [
        "The JKS keystore (file)",
        "The key 'shop[2J' in the JKS keystore (file)",
    ]


SM2_KEY = openssl("ecparam", "-name", "SM2", "-genkey").decode()


def sm2_certificate() -> str:
    how = ("req", "-x509", "-key", "/dev/stdin", "-subj", "/CN=sm2.example.com", "-days", "9")
    return openssl(*how, given=SM2_KEY.encode()).decode()


def test_sm2_is_named_with_what_to_do() -> None:
    with pytest.raises(Sm2Error, match="SM2 key") as of_key:
        made(SM2_KEY)
    with pytest.raises(Sm2Error, match="SM2 certificate") as of_certificate:
        made(sm2_certificate())
    assert of_certificate.value.subject == "sm2.example.com"
    sealed = openssl(
        *("pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:secret"),
        given=SM2_KEY.encode(),
    )
    with pytest.raises(UnsupportedFileError, match="is of a kind") as of_sealed:
        read(sealed, "secret")
    for error in (of_key.value, of_certificate.value, of_sealed.value):
        assert "CAS console" in error.hint


@pytest.mark.parametrize("where", ["PEM", "PKCS#12"])
def test_a_kind_of_key_that_no_edge_takes_is_named(where: str) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    data = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(SECRET.encode())
    )
    if where == "PKCS#12":
        from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415

        data = pkcs12.serialize_key_and_certificates(
            None, key, None, [ONE.certificate], BestAvailableEncryption(SECRET.encode())
        )
    with pytest.raises(UnsupportedFileError, match="Ed25519; OSS, CDN and browsers take RSA"):
        read(data, SECRET)


def test_an_old_cipher_that_is_read_no_more_is_named() -> None:
    headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0011223344556677\n\nAAAA\n"
    old = f"-----BEGIN RSA PRIVATE KEY-----\n{headers}-----END RSA PRIVATE KEY-----\n"
    with pytest.raises(UnsupportedFileError, match="encrypted by DES-CBC") as refused:
        read(old, SECRET)
    assert "legacy provider" in refused.value.hint


def test_no_repr_and_no_error_shows_a_key() -> None:
    bundle = made(pfx(ONE, CA.issued))
    assert bundle.key is not None
    body = bundle.key.pem.splitlines()[1]
    assert body not in repr(bundle)
    broken = traditional(ONE.key).replace(body, body[::-1])
    with pytest.raises(MaterialFileError, match="private key that cannot be read") as refused:
        read(broken)
    assert body[::-1] not in repr(refused.value.to_json()) + repr(refused.value.__cause__)


def test_a_curve_is_named_as_people_know_it() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    assert read(traditional(key)).keys[0].public.kind == "EC P-384"
