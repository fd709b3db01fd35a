"""Settings from the environment; all faults are told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from certbind.config.policy import parse_domain, read_policy
from certbind.config.reader import DEFAULTS, HIGHEST_PORT, Reader
from certbind.domain.model.identity import BUCKET_NAME, REGION, ProductName, parse_product
from certbind.domain.model.policy import Policy
from certbind.errors import ConfigError
from certbind.values import dataclass, field, replace

CHINA = "cn-hangzhou"
"""Region of the China site's certificates (cas.aliyuncs.com)."""

INTERNATIONAL = "ap-southeast-1"
"""Region of the international site's certificates (cas.ap-southeast-1.aliyuncs.com)."""

CAS_SITES = (CHINA, INTERNATIONAL)
"""Two stores of one account, by their regions."""

_LONGEST_QUEUE = 120
_DNS_PORT = 53


class CasList(Enum):
    """Which of CAS's two lists are read; whether either shows everything is not documented."""

    ORDERS = "orders"  # ListUserCertificateOrder, OrderType=CERT
    CERTIFICATES = "certificates"  # ListCertificates
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key, with a token when temporary; only the key's id shows in a repr."""

    access_key_id: str
    access_key_secret: str = field(repr=False)
    security_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DnsServer:
    """Address and port of a DNS server."""

    host: str
    port: int = _DNS_PORT


Subnet = IPv4Network | IPv6Network


class CrlUse(Enum):
    """Who asks CAs what they revoked (docs/decisions/0016)."""

    NEVER = "never"
    VERIFY = "verify"  # the command of this name alone
    ALWAYS = "always"  # every look, and every chain that is read before it is bound


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """What looking at edges needs; no account.

    dns_server: whose answer counts; other_servers, client_subnets: whose are told beside it. None
    is the system's resolver.
    crl_loopback: whether CRLs are asked of this machine's own addresses too.
    """

    dns_server: DnsServer | None = None
    https_port: int = 443
    ca_bundle: str = ""
    crl: CrlUse = CrlUse.VERIFY
    crl_loopback: bool = False
    other_servers: tuple[DnsServer | None, ...] = ()
    client_subnets: tuple[Subnet, ...] = ()
    http_port: int = 80

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> ProbeSettings:
        """Read DNS_SERVER, HTTPS_PORT, HTTP_PORT, CA_BUNDLE, CRL_LOOPBACK, CERTBIND_CRL
        and CERTBIND_CLIENT_SUBNETS; ConfigError with all faults.
        """
        reader = Reader(environ)
        settings = _read_probe(reader)
        reader.finish()
        return settings

    def of_verify(self) -> ProbeSettings:
        """As the command `verify` looks."""
        asks = self.crl is not CrlUse.NEVER
        return replace(self, crl=CrlUse.ALWAYS if asks else CrlUse.NEVER)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where each service is called, with scheme. cas: by the site's region, the sites to read.

    mns is "" when neither MNS_ENDPOINT nor the account id is set.
    """

    oss: str
    cas: tuple[tuple[str, str], ...]
    cdn: str
    mns: str
    sts: str = "https://sts.aliyuncs.com"
    ram: str = "https://ram.aliyuncs.com"
    alidns: str = "https://alidns.aliyuncs.com"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a function needs. account_id and ledger_bucket may be "": see `require`.

    products: those that count; () for all that the account answers of.
    environ: the variables as they were given, from which a product reads those of its own.
    """

    credentials: Credentials
    region: str
    account_id: str
    internal_network: bool
    endpoints: Endpoints
    cas_list: CasList
    ledger_bucket: str
    ledger_prefix: str
    queue: str
    policy: Policy
    verify_after: timedelta
    confirm_after: timedelta
    verify_deadline: timedelta
    probe: ProbeSettings
    dead_letter_queue: str
    prefix: str
    cdn_domains: tuple[str, ...] = ()
    buckets: tuple[str, ...] = ()
    products: tuple[ProductName, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read every variable of SETTINGS; ConfigError with all faults. "" counts as absent."""
        reader = Reader(environ)
        region = reader.matching("CERTBIND_REGION", _REGION, _REGION_ELSEWHERE, required=True)
        account_id = reader.matching("CERTBIND_ACCOUNT_ID", _ACCOUNT, _ACCOUNT_ELSEWHERE)
        prefix = reader.matching("CERTBIND_PREFIX", _NAME_PREFIX)
        queue = reader.matching("CERTBIND_QUEUE", _QUEUE) or f"{prefix}-events"
        internal = reader.one_of("CERTBIND_NETWORK", ("public", "internal")) == "internal"
        settings = cls(
            credentials=_read_credentials(reader),
            region=region,
            account_id=account_id,
            internal_network=internal,
            endpoints=_read_endpoints(reader, region, account_id, internal=internal),
            cas_list=CasList(reader.one_of("CERTBIND_CAS_LIST", [m.value for m in CasList])),
            ledger_bucket=_read_ledger_bucket(reader, prefix, account_id),
            ledger_prefix=reader.matching("CERTBIND_LEDGER_PREFIX", _PREFIX) or f"{prefix}/",
            queue=queue,
            policy=read_policy(reader),
            verify_after=reader.seconds("CERTBIND_VERIFY_AFTER_SECONDS"),
            confirm_after=reader.seconds("CERTBIND_CONFIRM_AFTER_SECONDS"),
            verify_deadline=reader.seconds("CERTBIND_VERIFY_DEADLINE_SECONDS"),
            probe=_read_probe(reader),
            dead_letter_queue=_read_dead_letter_queue(reader, queue),
            prefix=prefix,
            cdn_domains=reader.items("CERTBIND_CDN_DOMAINS", parse_domain),
            buckets=reader.items("CERTBIND_BUCKETS", _parse_bucket),
            products=reader.items("CERTBIND_PRODUCTS", _parse_product),
            environ=environ,
        )
        reader.finish()
        return settings

    def require(self, *names: str) -> None:
        """ConfigError unless these are set: CERTBIND_LEDGER_BUCKET, MNS_ENDPOINT (or an account
        id), CERTBIND_ACCOUNT_ID; a command asks for what it uses.
        """
        values = {
            "CERTBIND_LEDGER_BUCKET": self.ledger_bucket,
            "CERTBIND_ACCOUNT_ID": self.account_id,
            "MNS_ENDPOINT": self.endpoints.mns,
        }
        faults = {name: "is needed for this and not set" for name in names if not values[name]}
        if faults:
            raise ConfigError(faults)


_REGION = REGION, "a region such as cn-hangzhou"
_ACCOUNT = re.compile(r"[0-9]{5,20}"), "digits"
_BUCKET = BUCKET_NAME, "a bucket name"
_PREFIX = re.compile(r"([A-Za-z0-9._-]+/)+"), "folders ending with /, of letters, digits, . _ -"
_NAME_PREFIX = (
    re.compile(r"[a-z][a-z0-9-]{0,28}[a-z0-9]"),
    "2 to 30 lower-case letters, digits and - (more would not fit into all names made of it)",
)
_QUEUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,119}"), "a queue name"
_SERVER = re.compile(r"(\[(?P<v6>[^\]]+)\]|(?P<v4>[0-9.]+))(:(?P<port>[0-9]{1,5}))?")
_REGION_ELSEWHERE = ("ALIBABA_CLOUD_REGION_ID", "FC_REGION")
_ACCOUNT_ELSEWHERE = ("ALIBABA_CLOUD_ACCOUNT_ID", "FC_ACCOUNT_ID")


def _read_credentials(reader: Reader) -> Credentials:
    return Credentials(
        reader.secret("ALIBABA_CLOUD_ACCESS_KEY_ID", required=True),
        reader.secret("ALIBABA_CLOUD_ACCESS_KEY_SECRET", required=True),
        reader.secret("ALIBABA_CLOUD_SECURITY_TOKEN", required=False),
    )


def _read_ledger_bucket(reader: Reader, prefix: str, account_id: str) -> str:
    """Bucket names are one space for all accounts, so the default holds the account's number."""
    default = f"{prefix}-ledger-{account_id}" if account_id else ""
    return reader.matching("CERTBIND_LEDGER_BUCKET", _BUCKET) or default


def _read_dead_letter_queue(reader: Reader, queue: str) -> str:
    name = reader.matching("CERTBIND_DEAD_LETTER_QUEUE", _QUEUE) or f"{queue}-dead"
    if len(name) > _LONGEST_QUEUE:
        reader.fault(
            "CERTBIND_QUEUE",
            f"is so long that the name of its dead-letter queue has {len(name)} characters",
        )
    return name


def _parse_product(text: str) -> ProductName:
    return parse_product(text.lower())


def _parse_bucket(text: str) -> str:
    pattern, words = _BUCKET
    if not pattern.fullmatch(text):
        raise ValueError(f"{words} is expected")
    return text


def _read_endpoints(reader: Reader, region: str, account_id: str, *, internal: bool) -> Endpoints:
    site = reader.one_of("CERTBIND_SITE", ("china", "international", "both"))
    inside = "-internal" if internal else ""
    china = reader.endpoint("CAS_ENDPOINT", DEFAULTS["CAS_ENDPOINT"])
    abroad = reader.endpoint("CAS_INTERNATIONAL_ENDPOINT", DEFAULTS["CAS_INTERNATIONAL_ENDPOINT"])
    sites = {
        "china": ((CHINA, china),),
        "international": ((INTERNATIONAL, abroad),),
        "both": ((CHINA, china), (INTERNATIONAL, abroad)),
    }
    queues = f"https://{account_id}.mns.{region}{inside}.aliyuncs.com" if account_id else ""
    return Endpoints(
        oss=reader.endpoint("OSS_ENDPOINT", f"https://oss-{region}{inside}.aliyuncs.com"),
        cas=sites[site],
        cdn=reader.endpoint("CDN_ENDPOINT", DEFAULTS["CDN_ENDPOINT"]),
        mns=reader.endpoint("MNS_ENDPOINT", queues),
        sts=reader.endpoint("STS_ENDPOINT", DEFAULTS["STS_ENDPOINT"]),
        ram=reader.endpoint("RAM_ENDPOINT", DEFAULTS["RAM_ENDPOINT"]),
        alidns=reader.endpoint("ALIDNS_ENDPOINT", DEFAULTS["ALIDNS_ENDPOINT"]),
    )


def _read_probe(reader: Reader) -> ProbeSettings:
    servers = reader.items("DNS_SERVER", _parse_server)
    return ProbeSettings(
        dns_server=servers[0] if servers else None,
        other_servers=servers[1:],
        client_subnets=reader.items("CERTBIND_CLIENT_SUBNETS", _parse_subnet),
        https_port=reader.number("HTTPS_PORT", 1, HIGHEST_PORT),
        http_port=reader.number("HTTP_PORT", 1, HIGHEST_PORT),
        ca_bundle=reader.text("CA_BUNDLE"),
        crl=CrlUse(reader.one_of("CERTBIND_CRL", [use.value for use in CrlUse])),
        crl_loopback=reader.flag("CRL_LOOPBACK"),
    )


def _parse_server(text: str) -> DnsServer | None:
    """None: the system's."""
    if text == "system":
        return None
    parts = _SERVER.fullmatch(text)
    port = int(parts["port"] or _DNS_PORT) if parts else _DNS_PORT
    try:
        host = str(ip_address((parts["v6"] or parts["v4"]) if parts else text))
    except ValueError:
        host = ""
    if not host or not 0 < port <= HIGHEST_PORT:
        raise ValueError("an IP address with or without :port is expected")
    return DnsServer(host, port)


def _parse_subnet(text: str) -> Subnet:
    """No narrower than RFC 7871, section 11.1, asks for: no resolver is told of one client."""
    told = "a network such as 203.0.113.0/24 is expected, of IPv4 to /24 and of IPv6 to /56"
    try:
        subnet = ip_network(text)
    except ValueError:
        raise ValueError(told) from None
    if not 0 < subnet.prefixlen <= (24 if subnet.version == 4 else 56):  # noqa: PLR2004
        raise ValueError(told)
    return subnet
