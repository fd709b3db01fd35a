"""A newcomer's test: a product is added by its folder and one line of the registry."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from certbind import bootstrap
from certbind.adapters import registry
from certbind.cli.factories.deployment import deployment_of
from certbind.cli.factories.examination import make_doctor
from certbind.cli.main import main
from certbind.config import Settings
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import parse_pem_chain
from certbind.domain.trust.observation import Observation
from certbind.errors import ConfigError
from certbind.requests import RollbackRequest
from certbind.usecases.operate.doctor import Status
from certbind.wiring.commands.deployed import scope_of
from localcloud.world import LocalCloud
from scripts import readme, role_policies
from tests.fakes.probe import FakeProbe
from tests.setup.acting import Acting
from tests.toy.gates.targets import CLOUD, NAME

DOMAIN = "north.shop.example"
LIBRARY = Path(bootstrap.__file__).parent
OF_PRODUCTS = {"adapters", "wiring"}
"""Rooms in which a product may be a case of its own."""


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one line."""
    monkeypatch.setitem(registry.PRODUCTS, NAME, "tests.toy.gates.product")


@pytest.fixture
def gate() -> Iterator[Target]:
    yield CLOUD.add(DOMAIN, "north")
    CLOUD.bound.clear()


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(delays={"cdn": 0, "oss": 0}, strict_roles=True) as made:
        yield made


class GateVisitors(FakeProbe):
    """Visitors get what the gate holds."""

    def __init__(self, acting: Acting, gate: Target) -> None:
        super().__init__(acting)
        self._acting = acting
        self._gate = gate
        self._chains: dict[CertificateId, tuple[bytes, ...]] = {}

    def issue(self) -> CertificateId:
        """CAS issues a certificate that lasts longer than the one before."""
        cloud, number = self._acting.cloud, len(self._chains)
        made = cloud.authorities.issue([DOMAIN], days=90 + number)
        held = cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site="cn-hangzhou", name=f"gate-{number}"
        )
        issued = CertificateId.parse(held.identifier)
        self._chains[issued] = parse_pem_chain(made.chain_pem)
        return issued

    def observe(self, domain: Domain) -> Observation:
        bound = CLOUD.bound[self._gate]
        if bound is not None:
            self.serve(self._gate.domain, self._chains[bound])
        return super().observe(domain)


@pytest.fixture
def acting(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Acting:
    made = Acting(cloud)
    monkeypatch.setattr(bootstrap, "SystemClock", made.clock)
    made.furnish()
    made.grant_all()
    return made


@pytest.fixture
def visitors(acting: Acting, gate: Target, monkeypatch: pytest.MonkeyPatch) -> GateVisitors:
    made = GateVisitors(acting, gate)
    monkeypatch.setattr(bootstrap, "probe", lambda _: made)
    return made


def test_it_is_found_bound_verified_looked_after_and_rolled_back(
    acting: Acting, visitors: GateVisitors, gate: Target
) -> None:
    acting.watch()
    first = visitors.issue()
    acting.watch()
    told = [outcome.result.value for outcome in acting.pump()]
    assert CLOUD.bound[gate] == first
    assert "bound" in told
    assert told[-1] == "verified"
    assert [one.domain for one in acting.recheck().domains] == [DOMAIN]
    second = visitors.issue()
    acting.watch()
    acting.pump()
    assert CLOUD.bound[gate] == second
    acting.rollback(RollbackRequest(certificate=second, dry_run=False))
    acting.pump()
    assert CLOUD.bound[gate] == first


def test_it_stands_in_doctor(cloud: LocalCloud, gate: Target, tmp_path: Path) -> None:
    assert gate in CLOUD.bound
    environ = {**cloud.env(), "CERTBIND_LEDGER_BUCKET": "ledger-of-gates"}
    checks = make_doctor(environ, 60, folder=tmp_path)().checks
    told = {check.name: (check.status, check.found) for check in checks}
    assert told["may gate:ListGates"] == (Status.OK, "1 gates")
    assert told["may gate:BindGate"][0] is Status.NOT_PROBED


def test_it_stands_in_the_roles_that_setup_makes(cloud: LocalCloud) -> None:
    environ = {**cloud.env(), "GATE_NAMES": DOMAIN}
    wanted = deployment_of(scope_of(Settings.from_env(environ)))
    texts = {role.name: json.dumps(role.document) for role in wanted.roles}
    assert "gate:BindGate" in texts["certbind-certificate-event"]
    assert "gate:BindGate" not in texts["certbind-recheck"]
    assert f":gate/{DOMAIN}" in texts["certbind-recheck"]
    with pytest.raises(ConfigError, match="GATE_NAMES"):
        scope_of(Settings.from_env({**environ, "GATE_NAMES": "not a name"}))


def test_it_stands_in_the_policies_and_the_pages_that_are_made() -> None:
    written = role_policies.policies(role_policies.example())
    assert "gate:BindGate" in written["rollback.json"]
    assert "gate:ListGates" in written["operator.json"]
    assert "| `gate:BindGate` | the gates | binds at a gate |" in role_policies.page()
    assert "| `GATE_NAMES` | — | Gates that are looked at; all when empty. |" in readme.settings(
        "en"
    )


def test_a_person_sees_it_planned(acting: Acting, visitors: GateVisitors, gate: Target) -> None:
    issued = visitors.issue()
    done = CliRunner().invoke(main, ["plan", "--json"], env=dict(acting.cloud.env()))
    assert f"GATE bucket north / {DOMAIN}" in done.stdout
    assert str(issued) in done.stdout
    assert CLOUD.bound[gate] is None


def test_nothing_else_had_to_change() -> None:
    """Outside its folder no file knows a product by its name as a case of its own."""
    told = [
        f"{path.relative_to(LIBRARY)}:{line}"
        for path in sorted(LIBRARY.rglob("*.py"))
        if path.relative_to(LIBRARY).parts[0] not in OF_PRODUCTS
        for line in lines_that_name_a_product(path.read_text(encoding="utf-8"))
    ]
    assert told == []
    assert [*registry.PRODUCTS][-1] == NAME


@pytest.mark.parametrize(
    "source",
    [
        'if target.kind == "cdn": pass',
        'is_bucket = kind in ("oss", "gate")',
        'match kind:\n    case "cdn": pass',
        'LIMITS = {"oss": 100}',
        'CDN = ProductName("cdn")',
        'title == "CDN"',
        "import certbind.adapters.oss.targets",
        "from certbind.adapters.cdn import PRODUCT",
        "from certbind.adapters import cdn",
    ],
)
def test_a_product_that_is_a_case_of_its_own_would_be_found(source: str) -> None:
    assert lines_that_name_a_product(source) != []


def test_prose_may_name_products() -> None:
    assert lines_that_name_a_product('"""CDN"""\nx = "OSS and CDN"\ny.cdn_domains') == []


def lines_that_name_a_product(source: str) -> list[int]:
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and id(node) not in prose and _is_product(node.value))
        or (isinstance(node, ast.Import | ast.ImportFrom) and _imports_a_product(node))
    ]


def _is_product(value: object) -> bool:
    known = {str(name) for name in registry.PRODUCTS}
    return isinstance(value, str) and value.lower() in known


def _imports_a_product(node: ast.Import | ast.ImportFrom) -> bool:
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{name}" for name in names]
    rooms = [name.split(".")[2:3] for name in names if name.startswith("certbind.adapters.")]
    return any(_is_product(room) for (room,) in rooms)
