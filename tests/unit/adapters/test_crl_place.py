"""Where a CRL's address may lead: the outside of a network, never its inside."""

from __future__ import annotations

import pytest

from certbind.adapters.crl.place import Place, place_of

PUBLIC = "93.184.215.14"


def place(url: str, *addresses: str, loopback: bool = False) -> Place | str:
    return place_of(url, lambda _: addresses, loopback=loopback)


def test_a_public_address_is_called_by_the_one_that_was_judged() -> None:
    assert place("http://crl.test/ca.crl?x=1", PUBLIC) == Place(
        "crl.test", 80, PUBLIC, "/ca.crl?x=1"
    )
    assert place("http://CRL.test", PUBLIC) == Place("crl.test", 80, PUBLIC, "/")
    assert place(f"http://{PUBLIC}/x") == Place(PUBLIC, 80, PUBLIC, "/x")
    assert isinstance(place("http://crl.test/", "2606:2800:21f:cb07::1"), Place)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.1", "10.0.0.8", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.100.100.200", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "240.0.0.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:100.100.100.200", "::127.0.0.1",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1", "no address",
    ],
)  # fmt: skip
def test_no_inner_address_is_called_however_it_is_written(address: str) -> None:
    told = place("http://crl.test/", address)
    assert isinstance(told, str)
    assert told.startswith("crl.test ")
    assert isinstance(place("http://crl.test/", PUBLIC, address), str)  # nor one beside a public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:169.254.169.254]/latest",
        "http://100.100.100.200/latest/meta-data/",
    ],
)  # fmt: skip
def test_an_inner_address_is_judged_without_a_look_up(url: str) -> None:
    told = place(url, PUBLIC)
    assert isinstance(told, str)
    assert "is no public address" in told


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "0177.0.0.1"])
def test_other_spellings_are_judged_by_where_they_lead(host: str) -> None:
    assert isinstance(place(f"http://{host}/", "127.0.0.1"), str)


@pytest.mark.parametrize(
    "url",
    [
        "https://crl.test/", "ldap://crl.test/", "file:///etc/passwd", "ftp://crl.test/x",
        "http:///x", "http://a@crl.test/", "http://crl.test:0x50/", "http://crl.test:99999/",
        "http://crl.test/\r\nHost: x", "http://crl.test/ x", "http://crl.test/\u00e9",
        f"http://crl.test/{'x' * 2048}", "http://[::1", "",
    ],
)  # fmt: skip
def test_no_other_kind_of_address_is_called(url: str) -> None:
    assert isinstance(place(url, PUBLIC), str)


def test_only_the_port_of_http_is_called() -> None:
    assert "only port 80" in str(place("http://crl.test:6379/", PUBLIC))
    assert isinstance(place("http://crl.test:80/", PUBLIC), Place)


def test_this_machine_is_called_where_a_setting_allows_it() -> None:
    url = "http://127.0.0.1:8080/x"
    assert place(url, loopback=True) == Place("127.0.0.1", 8080, "127.0.0.1", "/x")
    for inner in ("10.0.0.8", "169.254.169.254", "100.100.100.200"):
        assert isinstance(place("http://crl.test/", inner, loopback=True), str)
    assert "only port 80" in str(place("http://crl.test:8080/", PUBLIC, loopback=True))


def test_a_name_without_an_address_is_told() -> None:
    assert "has no address" in str(place("http://crl.test/"))
