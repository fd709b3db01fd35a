"""Whatever a file holds: an answer or one of our errors, and nothing on stderr but our words."""

from __future__ import annotations

import io
import os
import warnings
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certbind.adapters.keystores.files import LARGEST, KeystoreFiles
from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.material.bundle import assemble
from certbind.domain.trust.material.refusals import (
    MaterialFileError,
    OutputExistsError,
    UnsupportedFileError,
)
from tests.fakes.certificates import NOW, Authority, pem_of
from tests.unit.material.making import (
    SECRET,
    jks,
    jks_certificate,
    jks_key,
    key_pem,
    openssl,
    pem,
    pfx,
    read,
    tlv,
    traditional,
)

ROOT = Authority.root()
CA = ROOT.subordinate()
LEAF = CA.leaf("www.example.com")
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
P7 = openssl(
    "crl2pkcs7", "-nocrl", "-certfile", "/dev/stdin", "-outform", "DER", given=LEAF.pem.encode()
)
SOUND = {
    "PEM": (pem(LEAF.chain) + key_pem(LEAF.key)).encode(),
    "DER": LEAF.der,
    "PKCS#7": P7,
    "PKCS#12": pfx(LEAF, CA.issued, secret=""),
    "PKCS#12, sealed": pfx(LEAF, CA.issued),
    "JKS": jks(jks_key(LEAF.key, LEAF.chain), jks_certificate(ROOT.issued.der)),
}


def tried(data: bytes) -> None:
    """Read and sorted out; only our errors come, and the library warns nobody."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with suppress(MaterialFileError):
            assemble([read(data, SECRET)], (), ANCHORS, NOW)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_answer_or_one_of_our_errors(data: bytes) -> None:
    for head in (b"", b"\x30\x80", b"\x30\x82\x01\x00", b"\xfe\xed\xfe\xed\0\0\0\2", b"\xff\xfe"):
        tried(head + data)


@given(
    st.binary(max_size=60), st.sampled_from(["CERTIFICATE", "PRIVATE KEY", "PKCS7", "CMS", "X"])
)
def test_any_bytes_in_a_block_do_too(data: bytes, label: str) -> None:
    tried(f"-----BEGIN {label}-----\n".encode() + data + f"\n-----END {label}-----\n".encode())


@pytest.mark.parametrize("form", sorted(SOUND))
@given(data=st.data())
def test_a_sound_file_with_bytes_changed_or_cut_off_does_too(
    form: str, data: st.DataObject
) -> None:
    changed = bytearray(SOUND[form])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    tried(bytes(changed[: data.draw(st.integers(0, len(changed)))]))


@pytest.mark.parametrize("form", sorted(SOUND))
def test_a_file_that_is_cut_off_is_told_as_such(form: str) -> None:
    whole = SOUND[form]
    for cut in (len(whole) // 2, len(whole) - 30):
        with pytest.raises(MaterialFileError, match=r"cut off|edited") as refused:
            read(whole[:cut], SECRET)
        assert refused.value.subject == "file"
        assert refused.value.code == "unreadable_file"


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        opened.writestr("www.example.com.pem", LEAF.pem)
    return held.getvalue()


def block(label: str, body: str = "AA==") -> bytes:
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n".encode()


CSR = ("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj")


@pytest.mark.parametrize(
    ("data", "told", "hint"),
    [
        (b"", "is empty", "again"),
        (b" \r\n", "is empty", "again"),
        (b"\xef\xbb\xbf", "is empty", "again"),
        (b"hello", "is neither PEM nor DER", "BEGIN"),
        (b"<html>Please log in</html>", "is neither PEM nor DER", "BEGIN"),
        (tlv(0x30, b"\x02\x01\x01"), "private key that cannot be read", "again"),
        (tlv(0x30, tlv(0x04, b"x")), "is DER, but neither", "again"),
        (b"\x30\x80\x05\0\0\0", "is DER, but neither", "again"),
        (tlv(0x30, bytes.fromhex("06092a864886f70d010703")), "holds no certificates", "PEM"),
        (archive(), "is a zip archive", "Unpack it"),
        (b"\x1f\x8b\x08\0", "is a gzip archive", "Unpack it"),
        (jks(magic="cececece"), "JCEKS", "keytool -importkeystore"),
        (jks(version=3), "of a version or with an entry that is not known", "PKCS#12"),
        (block("OPENSSH PRIVATE KEY"), "OpenSSH", "ssh-keygen -p -m PEM"),
        (block("DSA PRIVATE KEY"), "DSA", "RSA key"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA", "does not end", "again"),
        (b"-----BEGIN CERTIFICATE-----\n" + block("CERTIFICATE"), "does not end", "again"),
        (block("CERTIFICATE", "!!"), "not base64", "again"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[:20],
)
def test_what_a_file_is_instead_is_told_with_what_to_do(data: bytes, told: str, hint: str) -> None:
    with pytest.raises(MaterialFileError, match=told) as refused:
        read(data, SECRET)
    assert hint in refused.value.hint
    assert refused.value.subject == "file"


def test_a_request_is_told_from_a_certificate() -> None:
    request = openssl(*CSR, "/CN=x", "-keyout", "/dev/null", "-outform", "DER")
    with pytest.raises(UnsupportedFileError, match=r"certificate request \(CSR\)"):
        read(request)
    text = openssl("req", "-inform", "DER", given=request)
    assert "certificate request (CSR)" in read(text).notes[0]


def test_a_file_larger_than_any_certificate_is_not_read_to_its_end(tmp_path: Path) -> None:
    """PEM of 50 MB: no more than the bound is taken into memory."""
    large = tmp_path / "large.pem"
    with large.open("wb") as file:
        file.write(LEAF.pem.encode())
        file.truncate(50 << 20)
    with pytest.raises(MaterialFileError, match="larger than 8 MiB"):
        KeystoreFiles().read(str(large), lambda _: ())
    with pytest.raises(MaterialFileError, match="larger than 8 MiB"):
        KeystoreFiles().read("/dev/zero", lambda _: ())
    with large.open("wb") as file:
        file.truncate(LARGEST)
    with pytest.raises(MaterialFileError, match="neither PEM nor DER"):
        KeystoreFiles().read(str(large), lambda _: ())


@pytest.mark.parametrize(
    "data",
    [
        b"-" * (1 << 20),
        b"-----BEGIN X-----\n" * (1 << 16),
        b" " * (1 << 20) + b"!",
        b"A" * (1 << 20) + b"!",
        b"-----BEGIN X-----\n-----END X-----\n" * (1 << 14),
        b"\x30\x84\x00\x10\x00\x00" + b"\x30\x80" * (1 << 19),
    ],
    ids=["dashes", "begins", "blanks", "letters", "blocks", "nested"],
)
def test_a_megabyte_of_nonsense_takes_no_time(data: bytes) -> None:
    """What grows with the square of the size would not end within the suite's bound."""
    tried(data)


def test_a_directory_a_missing_file_and_one_of_others(tmp_path: Path) -> None:
    closed = tmp_path / "closed.pem"
    closed.write_text("x")
    closed.chmod(0)
    places = {tmp_path: "is a directory", tmp_path / "no": "cannot be read: No such file"}
    if os.geteuid() != 0:
        places[closed] = "cannot be read: Permission denied"
    for place, told in places.items():
        with pytest.raises(MaterialFileError, match=told) as refused:
            KeystoreFiles().read(str(place), lambda _: ())
        assert refused.value.subject == str(place)
    with pytest.raises(MaterialFileError, match="is no name of a file"):
        KeystoreFiles().read("a\0b", lambda _: ())


def test_what_is_written_is_whole_and_the_owners_alone(tmp_path: Path) -> None:
    texts = {str(tmp_path / "a.key"): traditional(LEAF.key), str(tmp_path / "a.pem"): LEAF.pem}
    KeystoreFiles().write(texts, force=False)
    for place, text in texts.items():
        assert Path(place).read_text("ascii") == text
        assert Path(place).stat().st_mode & 0o777 == 0o600
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["a.key", "a.pem"])
def test_nothing_is_written_where_one_of_them_is_there(tmp_path: Path, name: str) -> None:
    there = tmp_path / name
    there.write_text("mine", "ascii")
    texts = {str(tmp_path / one): "new" for one in ("a.key", "a.pem")}
    with pytest.raises(OutputExistsError, match=f"is there already: .*{name}"):
        KeystoreFiles().write(texts, force=False)
    assert [(one.name, one.read_text("ascii")) for one in tmp_path.iterdir()] == [(name, "mine")]
    KeystoreFiles().write(texts, force=True)
    assert {one.read_text("ascii") for one in tmp_path.iterdir()} == {"new"}


def test_one_that_appears_meanwhile_is_not_written_over_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look before is for a better word; it is the link that refuses."""
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    (tmp_path / "a.pem").write_text("mine", "ascii")
    texts = {str(tmp_path / one): "new" for one in ("a.key", "a.pem")}
    with pytest.raises(OutputExistsError):
        KeystoreFiles().write(texts, force=False)
    assert [one.name for one in tmp_path.iterdir()] == ["a.pem"]


def test_a_file_system_without_links_is_written_to_as_carefully(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    texts = {str(tmp_path / "a.key"): "new"}
    KeystoreFiles().write(texts, force=False)
    assert (tmp_path / "a.key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(OutputExistsError):
        KeystoreFiles().write(texts, force=False)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputExistsError, match="cannot be written: No such file") as refused:
        KeystoreFiles().write({str(tmp_path / "no" / "a.pem"): "new"}, force=False)
    assert "folder" in refused.value.hint
