"""What the local CAs issue, judged by verifiers that were not written here."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from email.message import Message
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import PolicyBuilder, VerificationError
from cryptography.x509.verification import Store as RootStore

from localcloud.authority import DEFECTS, Authorities, Issued, a_label
from localcloud.clock import Clock
from localcloud.http import Request
from tests.localcloud.conftest import OpenStore


@pytest.fixture
def authorities(open_store: OpenStore) -> Authorities:
    return Authorities(open_store(None), Clock())


def certificates(pem: str) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(pem.encode())


def verify(
    issued: Issued, roots_pem: str, name: str = "www.shop.example", at: datetime | None = None
) -> int:
    """The length of the path that `cryptography` builds; VerificationError when there is none."""
    leaf, *above = certificates(issued.chain_pem)
    builder = PolicyBuilder().store(RootStore(certificates(roots_pem)))
    verifier = builder.time(at or datetime.now(timezone.utc)).build_server_verifier(
        x509.DNSName(name)
    )
    return len(verifier.verify(leaf, above))


@pytest.mark.parametrize("ca", ["main", "backup"])
@pytest.mark.parametrize("key", ["ec", "rsa"])
def test_what_is_issued_is_good_for_its_names(authorities: Authorities, ca: str, key: str) -> None:
    issued = authorities.issue(["www.shop.example", "*.img.shop.example"], ca=ca, key=key)
    assert verify(issued, authorities.roots_pem()) == 3
    assert verify(issued, authorities.roots_pem(), "a.img.shop.example") == 3
    with pytest.raises(VerificationError):
        verify(issued, authorities.roots_pem(), "other.shop.example")


def test_openssl_accepts_it_strictly(authorities: Authorities, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl program: apt-get install openssl")
    issued = authorities.issue(["www.shop.example"])
    (tmp_path / "roots.pem").write_text(authorities.roots_pem())
    (tmp_path / "chain.pem").write_text(issued.chain_pem)
    (tmp_path / "leaf.pem").write_text(issued.chain_pem)
    command = "openssl verify -x509_strict -purpose sslserver -verify_hostname www.shop.example"
    files = ["-CAfile", "roots.pem", "-untrusted", "chain.pem", "leaf.pem"]
    result = subprocess.run(
        [*command.split(), *files], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "leaf.pem: OK\n"), result.stderr


def test_the_leaf_says_what_the_baseline_requirements_want(authorities: Authorities) -> None:
    issued = authorities.issue(["www.shop.example"], key="rsa")
    leaf, intermediate = certificates(issued.chain_pem)
    get = leaf.extensions.get_extension_for_class
    assert get(x509.ExtendedKeyUsage).value == x509.ExtendedKeyUsage(
        [ExtendedKeyUsageOID.SERVER_AUTH]
    )
    key_id = intermediate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    assert get(x509.AuthorityKeyIdentifier).value.key_identifier == key_id.digest
    access = get(x509.AuthorityInformationAccess).value[0]
    assert access.access_method == AuthorityInformationAccessOID.CA_ISSUERS
    assert ".invalid/" in str(access.access_location.value)
    assert get(x509.BasicConstraints).value.ca is False
    common = leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert [name.value for name in common] == ["www.shop.example"]


def test_a_validity_of_90_days_ends_one_second_early(authorities: Authorities) -> None:
    start = datetime(2026, 5, 1, tzinfo=timezone.utc)
    issued = authorities.issue(["a.example"], days=90, not_before=start)
    leaf = certificates(issued.chain_pem)[0]
    assert leaf.not_valid_before_utc == start == issued.not_before
    end = start + timedelta(days=90, seconds=-1)
    assert leaf.not_valid_after_utc == end == issued.not_after


def test_it_begins_an_hour_before_the_worlds_now(open_store: OpenStore) -> None:
    clock = Clock(timedelta(days=400))
    issued = Authorities(open_store(None), clock).issue(["a.example"])
    assert abs(clock.now() - timedelta(hours=1) - issued.not_before) < timedelta(seconds=5)


def test_names_beyond_ascii_are_issued_as_a_labels(authorities: Authorities) -> None:
    issued = authorities.issue(["*.Bücher.example", "bücher.example", "127.0.0.1"])
    leaf = certificates(issued.chain_pem)[0]
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    expected = ["*.xn--bcher-kva.example", "xn--bcher-kva.example"]
    assert names.get_values_for_type(x509.DNSName) == expected
    assert [str(a) for a in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]


def test_a_first_name_that_is_too_long_for_a_cn_is_left_out_of_the_subject(
    authorities: Authorities,
) -> None:
    name = "a" * 60 + ".shop.example"
    leaf = certificates(authorities.issue([name]).chain_pem)[0]
    assert leaf.subject == x509.Name([])
    assert leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).critical


def test_the_key_is_the_leafs_and_in_the_form_that_uploads_take(
    authorities: Authorities,
) -> None:
    for kind, head, expected in (
        ("rsa", "-----BEGIN RSA PRIVATE KEY-----", rsa.RSAPrivateKey),
        ("ec", "-----BEGIN EC PRIVATE KEY-----", ec.EllipticCurvePrivateKey),
    ):
        issued = authorities.issue(["a.example"], key=kind)
        assert issued.key_pem.startswith(head)
        key = load_pem_private_key(issued.key_pem.encode(), None)
        assert isinstance(key, expected)
        assert key.public_key() == certificates(issued.chain_pem)[0].public_key()
        assert "\n\n" not in issued.chain_pem


def test_no_key_stands_in_a_repr(authorities: Authorities) -> None:
    issued = authorities.issue(["a.example"])
    assert "PRIVATE" not in repr(issued)
    signers = [repr(one) for one in authorities._intermediates.values()]
    assert signers
    assert [one for one in signers if "PrivateKey" in one] == []


def test_every_certificate_of_the_bundle_and_chain_differs_in_key_and_subject(
    authorities: Authorities,
) -> None:
    pem = authorities.roots_pem() + "".join(
        authorities.intermediate_pem(ca) for ca in ("main", "backup")
    )
    found = certificates(pem)
    assert len({c.subject for c in found}) == len(found) == 4
    keys = [c.extensions.get_extension_for_class(x509.SubjectKeyIdentifier) for c in found]
    assert len({key.value.digest for key in keys}) == 4


def test_the_backups_cross_sign_makes_it_good_under_the_main_root_alone(
    authorities: Authorities,
) -> None:
    main_only = authorities.root_pem("main")
    names = ["www.shop.example"]
    crossed = authorities.issue(names, ca="backup", cross=True)
    assert verify(crossed, main_only) == 4
    with pytest.raises(VerificationError):
        verify(authorities.issue(names, ca="backup"), main_only)


BREAKING = ["missing_intermediate", "self_signed", "untrusted_root", "leaf_is_ca"]


@pytest.mark.parametrize("defect", BREAKING)
def test_a_defect_makes_the_chain_bad(authorities: Authorities, defect: str) -> None:
    issued = authorities.issue(["www.shop.example"], defects=[defect])
    with pytest.raises(VerificationError):
        verify(issued, authorities.roots_pem())


def test_an_untrusted_chain_is_good_but_for_its_root(authorities: Authorities) -> None:
    issued = authorities.issue(["www.shop.example"], defects=["untrusted_root"])
    assert verify(issued, authorities.root_pem("untrusted")) == 3


@pytest.mark.parametrize(("defect", "good_after_days"), [("expired", -3), ("not_yet_valid", 3)])
def test_a_defect_of_time_is_one_of_time_alone(
    authorities: Authorities, defect: str, good_after_days: int
) -> None:
    issued = authorities.issue(["www.shop.example"], defects=[defect])
    now = datetime.now(timezone.utc)
    with pytest.raises(VerificationError):
        verify(issued, authorities.roots_pem(), at=now)
    later = now + timedelta(days=good_after_days)
    assert verify(issued, authorities.roots_pem(), at=later) == 3


def test_defects_of_form(authorities: Authorities) -> None:
    def subjects(defect: str) -> list[str]:
        issued = authorities.issue(["a.example"], defects=[defect])
        return [c.subject.rfc4514_string() for c in certificates(issued.chain_pem)]

    intermediate = certificates(authorities.intermediate_pem())[0].subject.rfc4514_string()
    root = certificates(authorities.root_pem())[0].subject.rfc4514_string()
    assert subjects("wrong_order") == [intermediate, "CN=a.example"]
    assert subjects("with_root") == ["CN=a.example", intermediate, root]
    purposeless = certificates(authorities.issue(["a.example"], defects=["no_eku"]).chain_pem)[0]
    with pytest.raises(x509.ExtensionNotFound):
        purposeless.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    weak = certificates(authorities.issue(["a.example"], defects=["weak_key"]).chain_pem)[0]
    key = weak.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 1024


def test_an_unknown_defect_or_no_name_is_refused(authorities: Authorities) -> None:
    with pytest.raises(ValueError, match="ugly"):
        authorities.issue(["a.example"], defects=["ugly"])
    with pytest.raises(ValueError, match="name"):
        authorities.issue([])
    assert "expired" in DEFECTS


def test_a_restart_keeps_the_authorities_and_makes_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_store: OpenStore
) -> None:
    path = tmp_path / "state.db"
    first = Authorities(open_store(path), Clock())
    issued = first.issue(["www.shop.example"])
    with monkeypatch.context() as restart:
        restart.setattr("localcloud.authority.authorities.new_key", None)
        again = Authorities(open_store(path), Clock())
    assert again.roots_pem() == first.roots_pem()
    assert again.cross_signed_pem() == first.cross_signed_pem()
    assert verify(issued, again.roots_pem()) == 3
    assert verify(again.issue(["www.shop.example"]), first.roots_pem()) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("_acme.bücher.example", "_acme.xn--bcher-kva.example"),
        ("*.bü_cher.example.", "*.xn--b_cher-3ya.example"),
        ("xn--b_cher-3ya.Bücher.example", "xn--b_cher-3ya.xn--bcher-kva.example"),
    ],
)
def test_an_underscore_stands_beside_any_alphabet(name: str, expected: str) -> None:
    assert a_label(name) == expected


@pytest.mark.parametrize("name", ["ü..example", "ü" * 63 + ".example", "b\u0300\u0301ü\u200d.x"])
def test_what_is_no_name_in_any_alphabet_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"label|Codepoint|Joiner"):
        a_label(name)


def test_certificates_name_their_cas_lists_and_these_name_what_was_revoked(
    open_store: OpenStore,
) -> None:
    """As a client reads them: signed by the CA, divided as real ones are, current."""
    clock = Clock()
    made = Authorities(open_store(None), clock, "http://127.0.0.1:1")
    leaf, other = (
        x509.load_pem_x509_certificates(made.issue([name]).chain_pem.encode())
        for name in ("a.example", "b.example")
    )
    urls = [
        one.extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0].full_name
        for one in leaf
    ]
    assert [url[0].value for url in urls if url] == [
        "http://127.0.0.1:1/main-intermediate.crl",
        "http://127.0.0.1:1/main-root.crl",
    ]
    assert made.revocations.revoke(leaf[0], "keyCompromise")
    assert made.revocations.revoke(leaf[0], "superseded")  # once is for ever
    crl = read_crl(made, "/main-intermediate.crl")
    assert crl.is_signature_valid(leaf[1].public_key())  # type: ignore[arg-type]
    assert crl.next_update_utc is not None
    assert crl.last_update_utc <= clock.now() < crl.next_update_utc
    entry = crl.get_revoked_certificate_by_serial_number(leaf[0].serial_number)
    assert entry is not None
    reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    assert reason is x509.ReasonFlags.key_compromise
    assert crl.get_revoked_certificate_by_serial_number(other[0].serial_number) is None
    assert len(read_crl(made, "/main-root.crl")) == 0


def test_what_no_ca_here_signed_is_on_no_list_and_other_paths_have_none(
    open_store: OpenStore,
) -> None:
    made = Authorities(open_store(None), Clock(), "http://127.0.0.1:1")
    alone = made.issue(["a.example"], defects=["self_signed"])
    leaf = x509.load_pem_x509_certificate(alone.chain_pem.encode())
    assert not made.revocations.revoke(leaf)
    with pytest.raises(ValueError, match="boredom"):
        made.revocations.revoke(leaf, "boredom")
    for method, target in (("GET", "/nobody.crl"), ("POST", "/main-root.crl")):
        assert made.revocations.answer(Request(method, target, Message(), b"", 1)).status == 404


def read_crl(made: Authorities, target: str) -> x509.CertificateRevocationList:
    answer = made.revocations.answer(Request("GET", target, Message(), b"", 1))
    assert answer.headers["Content-Type"] == "application/pkix-crl"
    return x509.load_der_x509_crl(answer.body)
