"""What the edges show to whom, and from when."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from localcloud.authority import Authorities
from localcloud.clock import Clock
from localcloud.contracts import Material, Serving
from localcloud.edges import Edges
from localcloud.switches import Switches
from tests.localcloud.conftest import OpenStore
from tests.localcloud.edges.conftest import World
from tests.localcloud.edges.visiting import leaf, look
from tests.waiting import until

OSS = "oss/cn-hangzhou"
NAME = "www.shop.example"


def test_edges_are_what_oss_and_cdn_ask_for(world: World) -> None:
    serving: Serving = world.edges
    for site in (OSS, "oss/cn-beijing", OSS):
        world.edges.add_site(site)
    assert serving.addresses("cdn") == ("127.32.0.1", "127.32.0.2", "127.32.0.3")
    assert serving.addresses(OSS) == ("127.31.1.1", "127.31.1.2")
    assert serving.addresses("oss/cn-beijing") == ("127.31.2.1", "127.31.2.2")
    for nowhere in ("oss/cn-nowhere", "oss/cn-nowhere", "somewhere"):
        assert serving.addresses(nowhere) == ()
    with pytest.raises(ValueError, match="no site"):
        world.edges.add_site("somewhere")


def test_what_was_published_before_the_start_is_served_at_once(world: World) -> None:
    first = world.publish(NAME, "cdn", "1")
    world.edges.start()
    assert world.leaves("cdn", NAME) == [first] * 3
    assert leaf("127.32.0.1", world.edges.port, NAME.upper()) == first


def test_a_new_certificate_arrives_after_the_sites_delay(world: World) -> None:
    old = world.publish(NAME, "cdn", "1")
    world.edges.start()
    world.edges.set_delay("cdn", 3600)
    new = world.publish(NAME, "cdn", "2")
    assert world.leaves("cdn", NAME) == [old] * 3
    world.pass_time(3590)
    assert world.leaves("cdn", NAME) == [old] * 3
    world.pass_time(11)
    assert world.leaves("cdn", NAME) == [new] * 3


def test_one_address_can_lag_for_one_domain(world: World) -> None:
    old = world.publish(NAME, "cdn", "1")
    other = "cdn.shop.example"
    world.publish(other, "cdn", "1")
    world.edges.start()
    world.edges.lag(NAME, "127.32.0.2", 7200)
    new, new_other = world.publish(NAME, "cdn", "2"), world.publish(other, "cdn", "2")
    world.pass_time(60)
    assert world.leaves("cdn", NAME) == [new, old, new]
    assert world.leaves("cdn", other) == [new_other] * 3
    pending = [(row.identifier, row.pending) for row in world.edges.serving(NAME)]
    assert pending[:2] == [("2-cn-hangzhou", ""), ("1-cn-hangzhou", "2-cn-hangzhou")]
    world.pass_time(7200)
    assert world.leaves("cdn", NAME) == [new] * 3


def test_an_address_can_lag_for_every_domain_until_cleared(world: World) -> None:
    world.publish(NAME, "cdn", "1")
    world.edges.start()
    world.edges.lag("*", "127.32.0.3", 7200)
    second = world.publish(NAME, "cdn", "2")
    world.pass_time(60)
    assert [sha == second for sha in world.leaves("cdn", NAME)] == [True, True, False]
    world.edges.clear_lags()
    third = world.publish(NAME, "cdn", "3")
    world.pass_time(60)
    assert world.leaves("cdn", NAME) == [third] * 3


def test_a_later_order_supersedes_one_that_is_still_on_its_way(world: World) -> None:
    first = world.publish(NAME, "cdn", "1")
    world.edges.start()
    world.edges.set_delay("cdn", 7200)
    world.publish(NAME, "cdn", "2")
    world.edges.set_delay("cdn", 60)
    third = world.publish(NAME, "cdn", "3")
    assert world.leaves("cdn", NAME) == [first] * 3
    world.pass_time(61)
    assert world.leaves("cdn", NAME) == [third] * 3
    world.pass_time(7200)
    assert world.leaves("cdn", NAME) == [third] * 3


def test_publishing_the_same_again_delays_nothing(world: World) -> None:
    issued = world.authorities.issue([NAME])
    material = Material("1-cn-hangzhou", issued.chain_pem, issued.key_pem)
    world.edges.start()
    world.edges.set_delay("cdn", 60)
    world.edges.publish(NAME, "cdn", material)
    world.pass_time(50)
    world.edges.publish(NAME, "cdn", material)
    world.pass_time(11)
    assert [row.pending for row in world.edges.serving(NAME)] == [""] * 3
    assert world.leaves("cdn", NAME) == [issued.sha256] * 3


def test_a_wildcard_domain_serves_one_label_and_an_exact_name_wins(world: World) -> None:
    wild = world.publish(".img.shop.example", "cdn", "1", "*.img.shop.example")
    exact = world.publish("a.img.shop.example", "cdn", "2")
    world.edges.start()
    assert world.leaves("cdn", "b.img.shop.example") == [wild] * 3
    assert world.leaves("cdn", "a.img.shop.example") == [exact] * 3
    for name in ("img.shop.example", "x.b.img.shop.example"):
        with pytest.raises(ssl.SSLError) as caught:
            look("127.32.0.1", world.edges.port, name)
        assert caught.value.reason == "TLSV1_UNRECOGNIZED_NAME"


def test_a_domain_beyond_ascii_is_found_by_its_a_label(world: World) -> None:
    sha = world.publish("bücher.example", "cdn", "1")
    world.edges.start()
    assert world.leaves("cdn", "xn--bcher-kva.example") == [sha] * 3


def test_a_withdrawn_domain_is_unknown_after_the_delay(world: World) -> None:
    sha = world.publish(NAME, "cdn", "1")
    world.edges.start()
    world.edges.set_delay("cdn", 60)
    world.edges.withdraw(NAME, "cdn")
    assert world.leaves("cdn", NAME) == [sha] * 3
    world.pass_time(61)
    with pytest.raises(ssl.SSLError):
        world.leaves("cdn", NAME)


def test_a_withdrawn_name_falls_back_to_the_wildcard_above_it(world: World) -> None:
    wild = world.publish(".img.shop.example", "cdn", "1", "*.img.shop.example")
    exact = world.publish("a.img.shop.example", "cdn", "2")
    world.edges.set_delay("cdn", 0)
    world.edges.start()
    assert world.leaves("cdn", "a.img.shop.example") == [exact] * 3
    world.edges.withdraw("a.img.shop.example", "cdn")
    assert world.leaves("cdn", "a.img.shop.example") == [wild] * 3


UNKNOWN_NAME = {
    "alert": "TLSV1_UNRECOGNIZED_NAME",
    "handshake_failure": "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "internal_error": "TLSV1_ALERT_INTERNAL_ERROR",
}


@pytest.mark.parametrize("reading", UNKNOWN_NAME)
def test_cdn_refuses_a_name_without_certificate(world: World, reading: str) -> None:
    world.switches.set("edge.unknown_name", reading)
    world.edges.publish(NAME, "cdn", None)
    world.edges.start()
    for name in (NAME, "unknown.example"):
        with pytest.raises(ssl.SSLError) as caught:
            look("127.32.0.1", world.edges.port, name)
        assert caught.value.reason in (UNKNOWN_NAME[reading], "SSL" + UNKNOWN_NAME[reading][3:])


def names_of(der: bytes) -> list[str]:
    names = x509.load_der_x509_certificate(der).extensions
    found = names.get_extension_for_class(x509.SubjectAlternativeName).value
    return found.get_values_for_type(x509.DNSName)


def test_cdn_can_show_its_own_certificate_instead(world: World) -> None:
    world.switches.set("edge.unknown_name", "default_certificate")
    world.edges.start()
    assert "*.w.kunlunsl.com" in names_of(look("127.32.0.1", world.edges.port, NAME)[0])


@pytest.mark.parametrize("name", [NAME, "unknown.example", "b.oss-cn-hangzhou.aliyuncs.com", None])
def test_oss_shows_the_regions_certificate_where_there_is_no_other(
    world: World, name: str | None
) -> None:
    world.edges.publish(NAME, OSS, None)
    world.edges.start()
    chain = look("127.31.1.1", world.edges.port, name)
    assert "*.oss-cn-hangzhou.aliyuncs.com" in names_of(chain[0])
    assert len(chain) == 2


def test_each_site_and_region_serves_for_itself(world: World) -> None:
    on_oss = world.publish(NAME, OSS, "1")
    on_cdn = world.publish(NAME, "cdn", "2")
    world.edges.add_site("oss/cn-beijing")
    world.edges.start()
    assert world.leaves(OSS, NAME) == [on_oss] * 2
    assert world.leaves("cdn", NAME) == [on_cdn] * 3
    assert "*.oss-cn-beijing.aliyuncs.com" in names_of(
        look("127.31.2.1", world.edges.port, NAME)[0]
    )


def test_a_region_that_comes_later_listens_when_it_gets_a_domain(world: World) -> None:
    world.edges.start()
    world.edges.set_delay("oss", 0)
    sha = world.publish(NAME, "oss/cn-shanghai", "1")
    assert world.leaves("oss/cn-shanghai", NAME) == [sha] * 2


@pytest.mark.parametrize(
    ("defect", "length"), [("missing_intermediate", 1), ("with_root", 3), ("weak_key", 2)]
)
def test_a_chain_is_served_just_as_it_is(world: World, defect: str, length: int) -> None:
    sha = world.publish(NAME, "cdn", "1", defect=defect)
    world.edges.start()
    chain = look("127.32.0.1", world.edges.port, NAME)
    assert len(chain) == length
    assert hashlib.sha256(chain[0]).hexdigest() == sha


def test_a_key_of_another_certificate_is_an_internal_error_and_harms_no_other(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    one, two = world.authorities.issue([NAME]), world.authorities.issue([NAME])
    world.edges.publish(NAME, "cdn", Material("1-cn-hangzhou", one.chain_pem, two.key_pem))
    good = world.publish("good.example", "cdn", "2")
    world.edges.start()
    with pytest.raises(ssl.SSLError) as caught:
        look("127.32.0.1", world.edges.port, NAME)
    assert "INTERNAL_ERROR" in str(caught.value.reason)
    assert world.leaves("cdn", "good.example") == [good] * 3
    assert "PRIVATE" not in caplog.text
    assert "1-cn-hangzhou" in caplog.text


def test_the_providers_own_certificate_is_renewed_as_years_pass(world: World) -> None:
    world.edges.add_site(OSS)
    world.edges.start()
    before = look("127.31.1.1", world.edges.port, None)[0]
    world.clock.advance(timedelta(days=700))
    after = look("127.31.1.1", world.edges.port, None)[0]
    assert before != after
    assert x509.load_der_x509_certificate(after).not_valid_after_utc > world.clock.now()


def test_swapping_under_load_fails_no_handshake(world: World) -> None:
    seen: set[str] = set()
    failures: list[Exception] = []
    expected = [world.publish(NAME, "cdn", "0")]
    world.edges.set_delay("cdn", 0)
    world.edges.start()
    done = threading.Event()

    def visit() -> None:
        while not done.is_set():
            try:
                seen.add(leaf("127.32.0.1", world.edges.port, NAME))
            except OSError as error:
                failures.append(error)

    visitors = [threading.Thread(target=visit) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    try:
        until(lambda: seen or failures)
        for number in range(1, 40):
            expected.append(world.publish(NAME, "cdn", str(number)))
            leaf("127.32.0.1", world.edges.port, NAME)
        until(lambda: expected[-1] in seen or failures)
    finally:
        done.set()
        for visitor in visitors:
            visitor.join()
    assert failures == []
    assert expected[0] in seen
    assert seen <= set(expected)


def test_a_silent_client_keeps_nobody_waiting(world: World) -> None:
    sha = world.publish(NAME, "cdn", "1")
    world.edges.start()
    silent = [socket.create_connection(("127.32.0.1", world.edges.port)) for _ in range(20)]
    try:
        assert leaf("127.32.0.1", world.edges.port, NAME) == sha
    finally:
        for sock in silent:
            sock.close()


EdgesOn = Callable[..., Edges]


@pytest.fixture
def edges_on(open_store: OpenStore) -> EdgesOn:
    """Edges of the state at a path."""

    def made(path: Path, port: int = 0) -> Edges:
        store, clock = open_store(path), Clock()
        return Edges(clock, store, Switches(store), Authorities(store, clock), port=port)

    return made


def test_a_region_keeps_its_addresses_over_a_restart(tmp_path: Path, edges_on: EdgesOn) -> None:
    first = edges_on(tmp_path / "state.db")
    regions = ["oss/cn-b", "oss/cn-a", "oss/cn-c"]
    for region in regions:
        first.add_site(region)
    before = [first.addresses(region) for region in regions]
    first.stop()
    again = edges_on(tmp_path / "state.db")
    assert [again.addresses(region) for region in reversed(regions)] == before[::-1]
    again.stop()


def test_a_given_port_can_be_used_again_at_once_and_by_one_only(
    tmp_path: Path, edges_on: EdgesOn
) -> None:
    first = edges_on(tmp_path / "a.db")
    first.start()
    port = first.port
    with pytest.raises(OSError, match=str(port)):
        edges_on(tmp_path / "b.db", port)
    with pytest.raises(ssl.SSLError):
        look("127.32.0.1", port, NAME)
    first.stop()
    with pytest.raises(ConnectionRefusedError):
        look("127.32.0.1", port, NAME)
    again = edges_on(tmp_path / "a.db", port)
    again.start()
    assert again.port == port
    again.stop()


def test_many_worlds_live_side_by_side(tmp_path: Path, edges_on: EdgesOn) -> None:
    worlds = [edges_on(tmp_path / f"{number}.db") for number in range(8)]
    for one in worlds:
        one.start()
    assert len({one.port for one in worlds}) == 8
    for one in worlds:
        one.stop()
