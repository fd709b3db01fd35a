"""Working stand-ins for every port, in memory; each passes its port's suite in tests/contract."""

from tests.fakes.clock import FakeClock
from tests.fakes.dead_letters import FakeDeadLetters
from tests.fakes.deletions import FakeDeletions
from tests.fakes.deployments import FakeDeployments
from tests.fakes.inventory import FakeInventory
from tests.fakes.journal import FakeJournal
from tests.fakes.orders import FakeOrders, FakeRecords
from tests.fakes.prepared import FakePreparedJobs
from tests.fakes.probe import FakeProbe
from tests.fakes.queue import FakeQueue
from tests.fakes.quotas import FakeQuotas
from tests.fakes.resources import FakeResources
from tests.fakes.settings import FakeSettings
from tests.fakes.targets import FakeTargets
from tests.fakes.trouble import Trouble
from tests.fakes.zones import FakeZones

__all__ = [
    "FakeClock",
    "FakeDeadLetters",
    "FakeDeletions",
    "FakeDeployments",
    "FakeInventory",
    "FakeJournal",
    "FakeOrders",
    "FakePreparedJobs",
    "FakeProbe",
    "FakeQueue",
    "FakeQuotas",
    "FakeRecords",
    "FakeResources",
    "FakeSettings",
    "FakeTargets",
    "FakeZones",
    "Trouble",
]
