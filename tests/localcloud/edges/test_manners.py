"""How a domain is served besides its certificate: as visitors meet it."""

from __future__ import annotations

import gzip
import http.client
import shutil
import socket
import ssl
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localcloud.contracts import PLAIN, Manner, Material
from localcloud.edges.encodings import encoded, preferred
from tests.localcloud.edges.conftest import World
from tests.localcloud.edges.visiting import LIMIT

NAME = "www.example.com"
ADDRESS = "127.32.0.1"


def serve(world: World, manner: Manner = PLAIN) -> None:
    issued = world.authorities.issue([NAME])
    material = Material("1-cn-hangzhou", issued.chain_pem, issued.key_pem)
    world.edges.publish(NAME, "cdn", material, manner)
    world.edges.start()


def tls(world: World, *, alpn: tuple[str, ...] = (), most: str = "TLSv1_3") -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion[most]
    if alpn:
        context.set_alpn_protocols(list(alpn))
    plain = socket.create_connection((ADDRESS, world.edges.port), LIMIT)
    try:
        return context.wrap_socket(plain, server_hostname=NAME)
    except BaseException:
        plain.close()
        raise


def ask(
    world: World, *, secure: bool, path: str = "/", host: str = NAME, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(ADDRESS, world.edges.port, timeout=LIMIT)
    if secure:
        connection.sock = tls(world)
    sent = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request("GET", path, headers=sent)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_plain_http_shows_the_page_where_nothing_is_configured(world: World) -> None:
    serve(world)
    answer, body = ask(world, secure=False)
    assert answer.status == 200
    assert NAME.encode() in body
    assert answer.getheader("Strict-Transport-Security") is None


def test_a_name_that_is_not_served_is_not_found_by_plain_http(world: World) -> None:
    serve(world)
    assert ask(world, secure=False, host="other.example.com")[0].status == 404


@pytest.mark.parametrize("status", [301, 308])
def test_plain_http_is_sent_to_https(world: World, status: int) -> None:
    serve(world, Manner(redirect=status))
    answer, _ = ask(world, secure=False, path="/a?b=c")
    assert (answer.status, answer.getheader("Location")) == (status, f"https://{NAME}/a?b=c")
    assert ask(world, secure=True)[0].status == 200


def test_https_is_sent_to_plain_http(world: World) -> None:
    serve(world, Manner(to_http=301))
    answer, _ = ask(world, secure=True)
    assert (answer.status, answer.getheader("Location")) == (301, f"http://{NAME}/")
    assert ask(world, secure=False)[0].status == 200


def test_hsts_is_said_by_https_alone(world: World) -> None:
    """RFC 6797 §7.2: never by plain HTTP."""
    serve(world, Manner(hsts="max-age=60"))
    assert ask(world, secure=True)[0].getheader("Strict-Transport-Security") == "max-age=60"
    assert ask(world, secure=False)[0].getheader("Strict-Transport-Security") is None


def test_http2_is_chosen_where_it_is_on_alone(world: World) -> None:
    serve(world)
    with tls(world, alpn=("h2", "http/1.1")) as first:
        assert first.selected_alpn_protocol() == "http/1.1"
    serve_again(world, Manner(http2=True))
    with tls(world, alpn=("h2", "http/1.1")) as second:
        assert second.selected_alpn_protocol() == "h2"
    assert ask(world, secure=True)[0].status == 200


def serve_again(world: World, manner: Manner) -> None:
    serve(world, manner)
    world.pass_time(5)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is the judge")
def test_curl_is_answered_by_http2(world: World) -> None:
    serve(world, Manner(http2=True, hsts="max-age=60"))
    port = world.edges.port
    said = subprocess.run(
        [
            *("curl", "-ski", "--http2", "--resolve", f"{NAME}:{port}:{ADDRESS}"),
            *(f"https://{NAME}:{port}/", f"https://{NAME}:{port}/?again"),
        ],
        capture_output=True,
        check=True,
        timeout=LIMIT,
    ).stdout.decode()
    assert said.count("HTTP/2 200") == 2
    assert "strict-transport-security: max-age=60" in said
    assert said.count("Good until") == 2


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        *(("gzip, br", "br"), ("gzip", "gzip"), ("*", "br"), ("br;q=0, gzip;q=0.5", "gzip")),
        *(("identity", None), ("", None)),
    ],
)
def test_the_body_comes_as_the_visitor_takes_it(
    world: World, accepted: str, encoding: str | None
) -> None:
    serve(world, Manner(encodings=("br", "gzip")))
    answer, body = ask(world, secure=True, Accept_Encoding=accepted)
    assert answer.getheader("Content-Encoding") == encoding
    if encoding == "gzip":
        assert b"Good until" in gzip.decompress(body)


@pytest.mark.parametrize(
    ("accepted", "chosen"), [("br;q=0.0", ""), ("gzip;q=1", "gzip"), ("BR", "br"), (";,", "")]
)
def test_a_quality_of_nought_is_a_no(accepted: str, chosen: str) -> None:
    assert preferred(accepted, ("br", "gzip")) == chosen


@pytest.mark.skipif(shutil.which("node") is None, reason="node's zlib is the judge")
@settings(max_examples=3, deadline=None)
@given(st.sampled_from([b"", b"a", b"<html>" * 20_000]))
def test_brotli_is_read_by_another(body: bytes) -> None:
    script = (
        "const z=require('zlib');const c=[];process.stdin.on('data',d=>c.push(d)).on('end',()=>"
        "process.stdout.write(z.brotliDecompressSync(Buffer.concat(c))))"
    )
    read = subprocess.run(
        ["node", "-e", script], input=encoded(body, "br"), capture_output=True, check=True
    )
    assert read.stdout == body


@pytest.mark.parametrize("most", ["TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3"])
def test_every_version_is_spoken_where_nothing_is_configured(world: World, most: str) -> None:
    serve(world)
    with tls(world, most=most) as made:
        assert made.version() == most.replace("_", ".")


@pytest.mark.parametrize("most", ["TLSv1", "TLSv1_1"])
def test_old_versions_are_refused_by_name(world: World, most: str) -> None:
    serve(world, Manner(tls=("TLSv1.2", "TLSv1.3")))
    with pytest.raises(ssl.SSLError) as caught:
        tls(world, most=most)
    assert "PROTOCOL_VERSION" in str(caught.value.reason)
    with tls(world, most="TLSv1_2") as made:
        assert made.version() == "TLSv1.2"


def test_a_hole_between_two_versions(world: World) -> None:
    serve(world, Manner(tls=("TLSv1.0", "TLSv1.2")))
    with tls(world) as made:
        assert made.version() == "TLSv1.2"


def test_a_manner_arrives_like_a_certificate(world: World) -> None:
    serve(world)
    material: Any = world.edges.propagation.in_force(ADDRESS, NAME)
    world.edges.publish(NAME, "cdn", material.material, Manner(redirect=301))
    assert ask(world, secure=False)[0].status == 200
    world.pass_time(3)
    assert ask(world, secure=False)[0].status == 301


def test_a_client_that_says_nothing_is_left(world: World) -> None:
    serve(world)
    with socket.create_connection((ADDRESS, world.edges.port), LIMIT):
        pass
    assert ask(world, secure=True)[0].status == 200
