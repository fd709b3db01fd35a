"""A whole local cloud, with functions that the test writes."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from localcloud.world import LocalCloud

SERVICE_FILE = """
edition: 3.0.0
resources:
  f:
    component: fc3
    props:
      functionName: demo-f
      region: ${env('ALIBABA_CLOUD_REGION_ID')}
      runtime: python3.10
      handler: f.handler
      code: ./code
      role: demo
      timeout: 30
      environmentVariables:
        OSS_ENDPOINT: ${env('OSS_ENDPOINT')}
      triggers:
        - triggerName: tick
          triggerType: timer
          triggerConfig: { enable: true, cronExpression: "@every 5m" }
        - triggerName: q
          triggerType: eventbridge
          triggerConfig:
            eventSourceConfig:
              eventSourceType: MNS
              eventSourceParameters:
                sourceMNSParameters: { QueueName: work }
            runOptions:
              errorsTolerance: ALL
              deadLetterQueue:
                Arn: "acs:mns:${env('ALIBABA_CLOUD_REGION_ID')}:1:/queues/dead"
"""
MakeWorld = Callable[..., LocalCloud]


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[MakeWorld]:
    """Started worlds; `source` is the code of the function `demo-f` (see SERVICE_FILE)."""
    with ExitStack() as stack:

        def make(
            directory: Path | None = None,
            source: str = "",
            tolerance: str = "ALL",
            **settings: object,
        ) -> LocalCloud:
            if source:
                (tmp_path / "code").mkdir(exist_ok=True)
                (tmp_path / "code" / "f.py").write_text(textwrap.dedent(source))
                (tmp_path / "s.yaml").write_text(
                    SERVICE_FILE.replace("Tolerance: ALL", f"Tolerance: {tolerance}")
                )
                settings["service_file"] = tmp_path / "s.yaml"
            world = LocalCloud(directory, **settings)  # type: ignore[arg-type]
            return stack.enter_context(world)

        yield make
