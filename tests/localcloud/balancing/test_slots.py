"""Certificates come to listeners, go, and are served by the names that visitors ask for."""

from __future__ import annotations

import socket
import ssl

import pytest

from tests.localcloud.balancing.conftest import API, WWW, Shop, refusal, sha
from tests.localcloud.edges.visiting import leaf


def test_a_listener_serves_its_default_certificate_to_whoever_asks(shop: Shop) -> None:
    for name in (WWW, "anything.example", None):
        assert shop.leaves(name) == {sha(shop.default)}
    (listed,) = shop.call("ListLoadBalancers")["LoadBalancers"]
    assert listed["LoadBalancerId"] == shop.balancer
    suffix = f".cn-hangzhou.{shop.kind}.aliyuncsslb.com"
    assert listed["DNSName"] == shop.balancer + suffix
    shop.acts.point(shop.balancer, WWW)
    edges = shop.world.edges.addresses(f"{shop.kind}/{shop.balancer}")
    assert shop.world.dns.resolve(WWW) == edges
    (listener,) = shop.call("ListListeners", LoadBalancerIds__1=shop.balancer)["Listeners"]
    assert (listener["ListenerId"], listener["ListenerPort"]) == (shop.listener, 443)
    assert listener["ListenerStatus"] == "Running"


def test_an_additional_certificate_is_served_by_name_once_its_job_is_over(shop: Shop) -> None:
    more = shop.held(API)
    job = shop.associate(more)["JobId"]
    coming = (more.identifier, False, "Associating")
    default = (shop.default.identifier, True, "Associated")
    assert (shop.word(job), shop.rows()) == ("Processing", [default, coming])
    assert shop.attribute()["ListenerStatus"] == "Configuring"
    assert shop.leaves(API) == {sha(shop.default)}
    shop.pass_time()
    assert shop.leaves(API) == {sha(more)}
    assert shop.leaves(WWW) == {sha(shop.default)}
    assert shop.word(job) == "Succeeded"
    assert shop.rows() == [default, (more.identifier, False, "Associated")]


def test_one_that_goes_is_served_until_its_job_is_over(shop: Shop) -> None:
    more = shop.held(API)
    shop.associate(more)
    shop.pass_time()
    job = shop.dissociate(more)["JobId"]
    assert shop.rows()[1] == (more.identifier, False, "Diassociating")
    assert shop.leaves(API) == {sha(more)}
    shop.pass_time()
    assert (shop.word(job), shop.leaves(API)) == ("Succeeded", {sha(shop.default)})
    assert len(shop.rows()) == 1


def test_another_default_takes_the_place_of_the_former(shop: Shop) -> None:
    new = shop.held(WWW)
    shop.update(new)
    assert shop.rows() == [(new.identifier, True, "Associating")]
    assert shop.leaves(WWW) == {sha(shop.default)}
    shop.pass_time()
    assert shop.leaves(WWW) == {sha(new)}
    assert shop.rows() == [(new.identifier, True, "Associated")]


def test_a_name_is_matched_exactly_before_a_wildcard_and_never_two_labels_deep(
    shop: Shop,
) -> None:
    wild, exact = shop.held("*.shop.example"), shop.held(API)
    shop.associate(exact, wild)
    shop.pass_time()
    assert shop.leaves(API) == {sha(exact)}
    assert shop.leaves("API.shop.example") == {sha(exact)}
    assert shop.leaves("img.shop.example") == {sha(wild)}
    assert shop.leaves("a.img.shop.example") == {sha(shop.default)}
    # The documentation lets the default answer only where no additional one matches.
    assert shop.leaves(WWW) == {sha(wild)}


@pytest.mark.parametrize("reading", ["newest", "oldest"])
def test_which_of_two_that_match_alike_is_served_is_a_switch(alb: Shop, reading: str) -> None:
    alb.world.switches.set("lb.sni_tie", reading)
    old, new = alb.held(API), alb.held(API)
    alb.associate(old)
    alb.pass_time()
    alb.associate(new)
    alb.pass_time()
    assert alb.leaves(API) == {sha(new if reading == "newest" else old)}
    alb.dissociate(old)
    alb.pass_time()
    assert alb.leaves(API) == {sha(new)}


def test_a_listener_without_tls_has_no_certificates(shop: Shop) -> None:
    plain = "HTTP" if shop.kind == "alb" else "TCP"
    made = shop.acts.listen(shop.balancer, protocol=plain, port=80)
    secure, shop.listener = shop.listener, made["listener"]
    assert refusal(shop.associate, shop.held(API)) == (400, "OperationDenied.Protocol")
    assert refusal(shop.update, shop.held(API)) == (400, "OperationDenied.Protocol")
    if shop.kind == "alb":
        assert shop.rows() == []
        assert shop.attribute()["Certificates"] == []
    else:
        assert refusal(shop.rows) == (400, "OperationDenied.Protocol")
    shop.acts.remove(secure)
    with pytest.raises(OSError, match="reset"):
        shop.leaves(WWW)


def test_plain_http_is_answered_where_a_listener_speaks_it(alb: Shop) -> None:
    address = alb.world.edges.addresses(f"alb/{alb.balancer}")[0]

    def ask() -> bytes:
        with socket.create_connection((address, alb.world.edges.port), 10) as sock:
            sock.sendall(b"GET /x HTTP/1.1\r\nHost: www.shop.example\r\nConnection: close\r\n\r\n")
            return sock.recv(99)

    with pytest.raises(ConnectionResetError):
        ask()
    alb.acts.listen(alb.balancer, protocol="HTTP", port=80)
    assert ask().startswith(b"HTTP/1.1 200 OK")


def test_one_zone_may_serve_a_change_later_than_the_other(alb: Shop) -> None:
    late = alb.world.edges.addresses(f"alb/{alb.balancer}")[1]
    alb.world.edges.lag("*", late, 3600)
    new = alb.held(WWW)
    alb.update(new)
    alb.pass_time()
    assert alb.leaves(WWW) == {sha(new), sha(alb.default)}
    alb.pass_time(3600)
    assert alb.leaves(WWW) == {sha(new)}


@pytest.mark.parametrize(
    ("policy", "version"),
    [("", "TLSv1.2"), ("tls_cipher_policy_1_2_strict_with_1_3", "TLSv1.3"), ("own", "TLSv1.3")],
)
def test_the_security_policy_says_which_versions_are_spoken(
    alb: Shop, policy: str, version: str
) -> None:
    if policy:
        alb.update(SecurityPolicyId=policy)
        alb.pass_time()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    place = (alb.world.edges.addresses(f"alb/{alb.balancer}")[0], alb.world.edges.port)
    with socket.create_connection(place, 10) as sock, context.wrap_socket(sock) as tls:
        assert tls.version() == version


def test_each_port_of_a_load_balancer_has_certificates_of_its_own(shop: Shop) -> None:
    there, port = shop.held(API), free_port()
    made = shop.acts.listen(shop.balancer, port=port, certificate=there.identifier)
    address = shop.world.edges.addresses(f"{shop.kind}/{shop.balancer}")[1]
    assert leaf(address, port, WWW) == sha(there)
    assert shop.leaves(WWW) == {sha(shop.default)}
    rows = {row.address: row.identifier for row in shop.world.edges.serving(API)}
    assert rows[f"{address}:{port}"] == there.identifier
    shop.acts.remove(made["listener"])
    with pytest.raises(OSError, match="reset"):
        leaf(address, port, WWW)


def test_a_port_that_is_taken_is_not_served_and_harms_nothing(alb: Shop) -> None:
    address = alb.world.edges.addresses(f"alb/{alb.balancer}")[0]
    with socket.socket() as other:
        other.bind((address, 0))
        port = other.getsockname()[1]
        alb.acts.listen(alb.balancer, port=port, certificate=alb.default.identifier)
    assert alb.leaves(WWW) == {sha(alb.default)}
    assert alb.associate(alb.held(API))["JobId"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.64.0.1", 0))
        return int(probe.getsockname()[1])
