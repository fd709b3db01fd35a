"""The assembled world: how it starts, what it tells clients, what survives."""

from __future__ import annotations

import errno
import hashlib
import http.client
import json
import shlex
import socket
import ssl
import stat
import subprocess
import threading
import time
from datetime import timedelta
from pathlib import Path

import oss2
import pytest

from localcloud.control import all_acts
from localcloud.ports import Ports, PortTakenError
from localcloud.runner.variables import ServiceFileError
from localcloud.world import DirectoryInUseError, LocalCloud
from tests.localcloud.world.conftest import MakeWorld

NAMES = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_ACCOUNT_ID", "ALIBABA_CLOUD_REGION_ID", "OSS_ENDPOINT",
    "OSS_INTERNAL_ENDPOINT", "OSS_ENDPOINT_CN_HANGZHOU", "OSS_INTERNAL_ENDPOINT_CN_HANGZHOU",
    "OSS_ENDPOINT_CN_SHANGHAI", "OSS_INTERNAL_ENDPOINT_CN_SHANGHAI", "CAS_ENDPOINT",
    "CAS_INTERNATIONAL_ENDPOINT", "CDN_ENDPOINT", "DCDN_ENDPOINT", "VOD_ENDPOINT", "ESA_ENDPOINT",
    "ALIDNS_ENDPOINT",
    "MNS_ENDPOINT", "DNS_SERVER", "HTTPS_PORT", "HTTP_PORT",
    *(f"{product}_ENDPOINT{place}" for product in ("ALB", "NLB")
      for place in ("", "_CN_HANGZHOU", "_CN_SHANGHAI", "_AP_SOUTHEAST_1")),
    "RAM_ENDPOINT", "STS_ENDPOINT", "CA_BUNDLE", "CRL_LOOPBACK", "NO_PROXY",
}  # fmt: skip


def test_it_starts_with_less_than_two_seconds_of_work(tmp_path: Path) -> None:
    """CPU time, which other programs on the machine do not prolong."""
    begin = time.process_time()
    with LocalCloud(tmp_path / "state"):
        assert time.process_time() - begin < 2


def test_env_names_everything_that_a_client_needs(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world(tmp_path / "state")
    assert set(world.env()) == NAMES
    assert world.env()["OSS_ENDPOINT"] == world.env()["OSS_ENDPOINT_CN_HANGZHOU"]


def test_env_is_a_file_that_a_shell_reads_and_only_the_owner(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(tmp_path / "with space")
    folder = world.directory
    script = f". {shlex.quote(str(folder))}/env && env -0"
    shown = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True, env={})
    read = dict(line.split("=", 1) for line in shown.stdout.decode().split("\0") if line)
    assert {name: read.get(name) for name in NAMES} == world.env()
    assert json.loads((folder / "endpoints.json").read_text()) == world.env()
    for name in ("env", "endpoints.json", "state.sqlite3"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_everything_made_survives_a_restart(make_world: MakeWorld, tmp_path: Path) -> None:
    first = make_world(tmp_path / "state")
    acts = all_acts(first)
    acts["bucket.create"]("pics")
    acts["domain.map"]("static.example.com", bucket="pics")
    acts["domain.accelerate"]("www.example.com", origin="pics")
    issued = acts["certificate.issue"](["*.example.com"])
    acts["bind"]("static.example.com", str(issued["id"]))
    acts["bind"]("www.example.com", issued["identifier"])
    acts["queue.create"]("work")
    acts["queue.send"]("work", "hello")
    acts["switch.set"]("cdn.mismatch", "refuse")
    acts["clock.advance"]("10d")
    shown = ("domain.list", "certificate.list", "bucket.list", "queue.list", "switch.list")
    before = {name: acts[name]() for name in shown}
    first.stop()
    second = make_world(tmp_path / "state")
    acts = all_acts(second)
    assert {name: acts[name]() for name in shown} == before
    assert second.env() == first.env()
    assert second.clock.offset == timedelta(days=10)
    for domain in ("static.example.com", "www.example.com"):
        assert served_leaf(second, domain) == issued["sha256"]


@pytest.mark.parametrize("domain", ["static.example.com", "www.example.com"])
def test_behind_an_edge_are_the_objects_of_its_bucket(make_world: MakeWorld, domain: str) -> None:
    """At `/` is the page; a key that there is not is 404, and a private bucket is private."""
    world = make_world(delays={"cdn": 0, "oss": 0})
    acts = all_acts(world)
    acts["bucket.create"]("pics")
    acts["domain.map"]("static.example.com", bucket="pics")
    acts["domain.accelerate"]("www.example.com", origin="pics")
    issued = acts["certificate.issue"](["*.example.com"])
    for each in ("static.example.com", "www.example.com"):
        acts["bind"](each, issued["identifier"])
    assert visited(world, domain, "/a")[0] == 403
    root = world.kernel.credentials.root
    bucket = oss2.Bucket(oss2.Auth(root.key_id, root.secret), world.env()["OSS_ENDPOINT"], "pics")
    bucket.delete_bucket_public_access_block()
    bucket.put_bucket_acl("public-read")
    bucket.put_object("a b", b"hello", headers={"Content-Type": "text/odd"})
    status, body = visited(world, domain, "/a%20b")
    assert (status, body) == (200, b"hello")
    assert visited(world, domain, "/a%20b", "HEAD") == (200, b"")
    status, body = visited(world, domain, "/missing")
    assert status == 404
    assert b"<Code>NoSuchKey</Code>" in body
    status, body = visited(world, domain, "/?x=1")
    assert status == 200
    assert b"Served by the local cloud" in body


def visited(world: LocalCloud, domain: str, target: str, method: str = "GET") -> tuple[int, bytes]:
    """Status and body at an edge that serves the domain."""
    (address,) = world.dns.resolve(domain)[:1]
    context = ssl.create_default_context(cadata=world.authorities.roots_pem())
    with (
        socket.create_connection((address, world.edges.port), 10) as sock,
        context.wrap_socket(sock, server_hostname=domain) as tls,
    ):
        connection = http.client.HTTPSConnection(domain, world.edges.port)
        connection.sock = tls
        connection.request(method, target, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        return response.status, response.read()


def test_a_kept_port_that_is_taken_is_named(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world(tmp_path / "state")
    world.stop()
    port = int(world.env()["MNS_ENDPOINT"].rpartition(":")[2])
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        with pytest.raises(PortTakenError, match=rf"port {port} \(mns, kept in .*ports.json\)"):
            LocalCloud(tmp_path / "state")
    assert make_world(tmp_path / "state").env() == world.env()


def test_kept_ports_are_of_a_range_that_the_system_gives_to_nobody(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    """Any connection could have one of the others while the local cloud is down."""
    world = make_world(tmp_path / "state")
    ports = ports_of(tmp_path / "state")
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert len(ports) > 5
    assert all(1024 <= port < lowest for port in ports)
    assert world.edges.port in ports


def test_two_worlds_that_choose_the_same_ports_get_different_ones(
    make_world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("localcloud.ports.secrets.randbelow", lambda _: 7)
    one, other = (make_world(tmp_path / name) for name in ("one", "other"))
    assert set(ports_of(tmp_path / "one")).isdisjoint(ports_of(tmp_path / "other"))
    assert one.dns.address != other.dns.address


def test_a_port_that_nobody_counts_on_is_passed_over_when_it_is_taken(tmp_path: Path) -> None:
    def make(port: int) -> int:
        if not made:
            made.append(port)
            raise OSError(errno.EADDRINUSE, "in use")
        return port

    made: list[int] = []
    assert Ports(tmp_path / "ports.json").bind("one", make, lambda port: port) == made[0] + 1
    made.clear()
    with pytest.raises(PortTakenError, match=r"port 20000 \(one\) cannot be used: in use"):
        Ports(tmp_path / "ports.json", 20_000).bind("one", make, lambda port: port)


def test_the_ports_are_replaced_at_once_so_that_no_kill_leaves_half_of_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ports.json"
    ports = Ports(path)
    ports.bind("one", lambda port: port, lambda _: 1001)
    ports.save()
    with path.open() as earlier:
        ports.bind("two", lambda port: port, lambda _: 1002)
        ports.save()
        assert json.load(earlier) == {"one": 1001}
    assert json.loads(path.read_text()) == {"one": 1001, "two": 1002}


def test_two_worlds_do_not_share_a_directory(make_world: MakeWorld, tmp_path: Path) -> None:
    make_world(tmp_path / "state")
    with pytest.raises(DirectoryInUseError, match="runs there already"):
        LocalCloud(tmp_path / "state")


def test_two_worlds_live_side_by_side(make_world: MakeWorld, tmp_path: Path) -> None:
    one, two = make_world(tmp_path / "one"), make_world(tmp_path / "two")
    leaves = set()
    for world in (one, two):
        acts = all_acts(world)
        acts["domain.accelerate"]("www.example.com", origin="origin.example.com")
        issued = acts["certificate.issue"](["www.example.com"])
        acts["bind"]("www.example.com", str(issued["id"]))
        acts["clock.advance"]("10s")
        assert served_leaf(world, "www.example.com") == issued["sha256"]
        leaves.add(issued["sha256"])
    assert len(leaves) == 2
    assert one.env()["ALIBABA_CLOUD_ACCOUNT_ID"] != two.env()["ALIBABA_CLOUD_ACCOUNT_ID"]


def test_a_service_file_that_cannot_be_used_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("edition: 1.0.0")
    with pytest.raises(ServiceFileError, match="edition"):
        LocalCloud(tmp_path / "state", service_file=tmp_path / "s.yaml")
    with LocalCloud(tmp_path / "state"):  # the lock and the ports are free
        pass


def test_stopping_ends_every_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with LocalCloud(tmp_path / "state"):
        assert set(threading.enumerate()) > before
    assert set(threading.enumerate()) <= before


def test_the_clock_does_not_go_back(make_world: MakeWorld) -> None:
    with pytest.raises(ValueError, match="forward only"):
        make_world().advance(timedelta(seconds=-1))


def ports_of(directory: Path) -> list[int]:
    return list(json.loads((directory / "ports.json").read_text()).values())


def served_leaf(world: LocalCloud, domain: str) -> str:
    """SHA-256 of the leaf at the domain's first address, its chain checked by the CA bundle."""
    context = ssl.create_default_context(cafile=world.env()["CA_BUNDLE"])
    address = world.dns.resolve(domain)[0]
    with (
        socket.create_connection((address, world.edges.port), timeout=10) as raw,
        context.wrap_socket(raw, server_hostname=domain) as connection,
    ):
        return hashlib.sha256(connection.getpeercert(binary_form=True) or b"").hexdigest()


def test_regions_have_edges_from_the_start_and_no_question_adds_one(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(tmp_path / "state")
    for region in ("cn-hangzhou", "cn-shanghai"):
        addresses = world.edges.addresses(f"oss/{region}")
        assert world.dns.resolve(f"b.oss-{region}.aliyuncs.com") == addresses != ()
        with socket.create_connection((addresses[0], world.edges.port), 5):
            pass
    for number in range(300):
        assert world.dns.resolve(f"b.oss-xx-r{number}.aliyuncs.com") == ()
    world.stop()
    make_world(tmp_path / "state")
