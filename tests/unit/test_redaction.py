"""What has a secret's shape is taken out; what records are about stays."""

from __future__ import annotations

import ast
import base64
import random
import string
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certbind import redaction
from certbind.domain.words.index import WORDS
from certbind.redaction import is_repeatable, redact, redacted, repeatable

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----"
TOKEN = "CAIS8gF1q6Ft5B2yfSjIr5bkAYXGubxvhPeTPVDYrGMyT7hBgrPPhTz2" * 3
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
KEY_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (PEM, "MIIE"),
        (PEM.replace("\n", "\\n"), "MIIE"),
        (PEM[:60], "MIIE"),
        ("-----BEGIN RSA PRIVATE KEY-----MIIE", "MIIE"),
        ("the key LTAI5tQnKxSyMADeUpKey123 is bad", "LTAI5tQnKxSyMADeUpKey123"),
        ("STS.NUnQ7jMADeUpXXXXXXXXXXXX", "STS.NUnQ7"),
        (f"token {TOKEN}", TOKEN[:40]),
        ('{"AccessKeySecret": "kAYXGubxvhPeTPVDYrGM"}', "kAYXG"),
        ('{\\"SecurityToken\\":\\"kAYX\\"}', "kAYX"),
        ("access_key_secret=kAYXGubx&x=1", "kAYXG"),
        ("https://b.oss/k?Expires=1&Signature=kAYX%2Bgubx%3D&x=1", "kAYX"),
        ("x-oss-security-token: kAYXGubx", "kAYX"),
        ("Authorization: OSS LTAI5tQnKxSyMADeUpKey123:kAYXGubx=", "kAYX"),
        ("Authorization: Bearer kAYXGubx", "kAYX"),
        ("authorization='acs kAYXGubx'", "kAYX"),
        ("password: hunter2", "hunter2"),
        ("https://deploy:hunter2@oss.example.com/", "hunter2"),
        ("x%26Signature%3DkAYXGubx", "kAYXGubx"),
        (f"no such id {KEY_LINE}", KEY_LINE[:20]),
        (f"{KEY_LINE}\\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3S\\ndQw=", "dQw="),
        (KEY_LINE.replace("/", "\\/"), KEY_LINE[:20]),
        ("DMeaVCKoEDhAmzBYUytRR%2FtEs2QpfcFm7LXI%2Bc%3D", "KoEDhAmz"),
        (base64.b64encode(PEM.encode()).decode(), "LS0tLS1CRUdJTi"),
        ("id kAYXGubxvhPeTPVDYrGMyT7hBgrPPh not found", "kAYXGubx"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fw", "SflKxwRJ"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "E7710c8"),
        ("3082025c02010002818100" * 8, "3082025c"),
    ],
)
def test_a_secret_is_taken_out(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        f"leaf {SHA256}, serial 0a1b2c",
        SHA256 * 2,
        "acs:fc:cn-hangzhou:1234567890123456:functions/certbind-certificate-event",
        "ledger/domain/static.example.com/0000000000000007-bound",
        "Folders/With/Capitals/" * 5,
        "65A1F2C3B4D5E6F708192A3B",
        "request 15C66C7B-671A-4297-9187-2C4477247A74",
        "issued-12345678-cn-hangzhou",
        "the secretary of tokens",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET: is not set; ALIBABA_CLOUD_SECURITY_TOKEN: must be set",
        "",
    ],
)
def test_what_records_are_about_stays(text: str) -> None:
    assert redact(text) == text


def by_every_pattern(text: str) -> str:
    """Without a glance at what they need."""
    text = redaction._PEM.sub("[PEM removed]", text)
    text = redaction._USER_INFO.sub(r"\1[removed]@", text)
    text = redaction._NAMED_SECRET.sub(r"\1[removed]", text)
    text = redaction._ACCESS_KEY_ID.sub("[access key id removed]", text)
    text = redaction._LONG_HEX.sub("[hex removed]", text)
    return redaction._RUN.sub(
        lambda run: "[base64 removed]" if redaction._is_random(run[0]) else run[0], text
    )


NAMES = (
    *("access_key_secret", "SecretKey", "security-token", "private_key", "passwd", "secret"),
    *("pa\u017fsword", "\u017fignature", "s\u0131gnature", "Authorization", "\u017fecret"),
    *("authori\u017fation", "TO\u212aEN"),
)
PIECES = (
    *("证书", "\u0130", " ", "'", "/", "\n", "x1", "://a:b@c", "-----BEGIN X", "LTAI5tQnKxSy"),
    *("STS.NUnQ7jMADe", "TMP.3Ku7jMADe", "ltai5tqnkxsy", "a" * 20, "aB3xY9zQ", KEY_LINE),
    "3082" * 34,
)
NAMED = [f"{name}{between}x1" for name in NAMES for between in (":", " = ", "%3D", "':'")]
PAIRS = [f"{one}{other}" for one in PIECES for other in PIECES]


@pytest.mark.parametrize("texts", [NAMED, PIECES, PAIRS])
def test_no_pattern_is_left_out_that_would_find_something(texts: list[str]) -> None:
    assert [redact(one) for one in texts] == [by_every_pattern(one) for one in texts]


def test_cleaning_twice_is_cleaning_once() -> None:
    text = f"{PEM} LTAI5tQnKxSyMADeUpKey123 password=x Authorization: OSS a:b {TOKEN}"
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "part",
    [
        "://:",
        ":",
        "a",
        "aB3",
        "=",
        "token:",
        "token:\"'",
        "-----BEGIN ",
        "%2B",
        "\\/",
        " \n",
        "LTAI",
    ],
)
def test_no_text_takes_long(part: str) -> None:
    """What is cleaned comes from strangers: time grows with the length, not with its square."""
    text = "://" + part * (256 * 1024 // len(part))
    start = time.process_time()
    redact(text)
    redact(f"x{text} aB3= ")
    assert time.process_time() - start < 2


def random_secrets(length: int, alphabet: str) -> list[str]:
    drawn = random.Random(20261129)  # noqa: S311 - the same in every run
    return ["".join(drawn.choices(alphabet, k=length)) for _ in range(5000)]


@pytest.mark.parametrize(
    ("length", "alphabet", "most_missed"),
    [
        (64, "+/", 0.001),  # a line of a PEM's body
        (43, "-_", 0.01),  # 32 bytes as a URL carries them
        (40, "+/", 0.01),
        (30, "", 0.015),  # an access key's secret
    ],
)
def test_what_is_drawn_at_random_is_nearly_always_known(
    length: int, alphabet: str, most_missed: float
) -> None:
    """Figures: shapes are no proof, and nobody should believe that they are."""
    made = random_secrets(length, string.ascii_letters + string.digits + alphabet)
    missed = [one for one in made if redact(one) == one]
    assert len(missed) <= most_missed * len(made)


_HEX = "0123456789abcdef"
labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)
international = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12
)
ordinary = st.one_of(
    st.builds("{}-cn-hangzhou".format, st.integers(1, 10**18)),
    st.text(_HEX, min_size=40, max_size=40),
    st.text(_HEX, min_size=64, max_size=64),
    st.text(_HEX.upper(), min_size=24, max_size=24),  # an OSS request id
    st.text(_HEX, min_size=64, max_size=64).map(
        lambda t: ":".join(t[i : i + 2].upper() for i in range(0, 64, 2))
    ),
    st.text(_HEX, min_size=128, max_size=128),
    st.uuids().map(str),
    st.uuids().map(lambda one: str(one).upper()),
    st.builds(
        "{:016X}-2-{:011X}-200000001".format,
        st.integers(0, 16**16 - 1),
        st.integers(0, 16**11 - 1),
    ),
    st.from_regex(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", fullmatch=True),
    st.lists(labels, min_size=2, max_size=4).map(".".join),
    international.map(lambda text: f"xn--{text.encode('punycode').decode()}.com"),
    st.datetimes().map(lambda at: at.replace(tzinfo=timezone.utc).isoformat()),
    st.datetimes(min_value=datetime(2000, 1, 1)).map(lambda at: f"{at:%Y%m%dT%H%M%SZ}"),  # noqa: DTZ001
    st.text(_HEX, min_size=20, max_size=20).map(lambda t: f"step-{t}-7"),
    st.sampled_from(
        [
            "AliyunServiceRoleForCAS",
            "DescribeCdnCertificateDetailById",
            "GetUserCertificateDetail",
            "yundun-cert:DescribeSSLCertificatePrivateKey",
            "InvalidAccessKeyId.NotFound",
            "DigiCert Global Root G2 TLS RSA4096 SHA256 2022 CA1",
            "SectigoPublicServerAuthenticationCADVR36",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "/Users/Jane/Projects/Certbind2026/venv/lib/python3",
            "acs:mns:cn-hangzhou:1234567890123456:/queues/certbind-events-dead",
            "CERTBIND_VERIFY_DEADLINE_SECONDS",
            "0003-00000801",
        ]
    ),
)


@given(
    st.lists(ordinary, min_size=1, max_size=4), st.sampled_from([" ", ", ", "/", ": ", "=", "\n"])
)
def test_ordinary_values_come_through_as_they_are(values: list[str], between: str) -> None:
    text = between.join(values)
    assert redact(text) == text
    assert redacted({"details": [text]}) == {"details": [text]}


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_word_and_what_it_means_come_through(code: str) -> None:
    assert redact(repr(WORDS[code])) == repr(WORDS[code])
    one = WORDS[code]
    for text in (one.meaning.en, one.meaning.zh, "the CA did not sign it"):
        assert redact(f"{code}: {text}") == f"{code}: {text}", "as faults and causes are told"


@pytest.mark.parametrize(
    "page", ["runbook.md", "runbook.zh.md", "permissions.md", "operations.md"]
)
def test_what_operators_read_comes_through(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    assert redact(text) == text


def sentences_of(path: Path) -> Iterator[str]:
    """Every text of a module that has words: no docstring, and no pattern of a PEM block."""
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        text = one.value if isinstance(one, ast.Constant) and id(one) not in alone else None
        if isinstance(text, str) and " " in text and not text.startswith("-----"):
            yield text


def test_every_sentence_of_the_code_comes_through() -> None:
    """Else a hint loses what it is about."""
    modules = sorted((ROOT / "shared" / "certbind").rglob("*.py"))
    found = [(path, text) for path in modules for text in sentences_of(path)]
    assert len(found) > 1000
    lost = [(path.name, text) for path, text in found if redact(text) != text]
    assert lost == []


@pytest.mark.parametrize(
    "name", ["issued-12345678-cn-hangzhou", "1-673d5a2b-10f3", "ActionTrail PutX"]
)
def test_a_plain_name_is_repeated(name: str) -> None:
    assert repeatable(name) == name


@pytest.mark.parametrize(
    "name",
    [
        KEY_LINE,
        f"MIIE {KEY_LINE}",
        "https://b.oss/k?Signature=x",
        "a\u202eb",
        "x" * 129,
        "-a",
        "é",
        "token:ab",
    ],
)
def test_any_other_name_is_known_by_its_digest(name: str) -> None:
    shown = repeatable(name)
    assert shown == repeatable(name)
    assert shown.startswith("sha256-")
    assert is_repeatable(shown)
    assert not is_repeatable(name)


def test_a_field_that_is_named_as_a_secret_shows_none() -> None:
    assert redacted({"AccessKeySecret": "x1", "signature_algorithm": "sha256"}) == {
        "AccessKeySecret": "[removed]",
        "signature_algorithm": "sha256",
    }
