"""What s.yaml wires, as far as it can be told without Serverless Devs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from certbind.domain.deployment.surroundings import TriggerFacts
from certbind.errors import ConfigError

NAME = "s.yaml"
_ENV = re.compile(r"\$\{env\(\s*'([^']*)'\s*(?:,\s*'([^']*)'\s*)?\)\}")
_VAR = re.compile(r"\$\{vars\.(\w+)\}")


def read_triggers(folder: Path, environ: Mapping[str, str]) -> tuple[TriggerFacts, ...] | None:
    """The queue triggers of s.yaml with its variables replaced; None when there is no such file,
    ConfigError when it is no YAML.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        variables = content.get("vars") or {}
        resources = content["resources"]
        return tuple(_triggers(resources, variables, environ))
    except (yaml.YAMLError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError({NAME: f"cannot be read ({type(error).__name__})"}) from None


def _triggers(
    resources: Mapping[str, Any], variables: Mapping[str, Any], environ: Mapping[str, str]
) -> Iterator[TriggerFacts]:
    for resource in resources.values():
        props = resource.get("props") or {}
        for trigger in props.get("triggers") or ():
            if trigger.get("triggerType") == "eventbridge":
                facts = _facts(props, trigger["triggerConfig"])
                yield TriggerFacts(*(_filled(text, variables, environ) for text in facts))


def _facts(props: Mapping[str, Any], config: Mapping[str, Any]) -> tuple[str, ...]:
    """The leaves are in Pascal case, what is around them is not (fc3 component, props)."""
    source = config.get("eventSourceConfig", {}).get("eventSourceParameters", {})
    queue = source.get("sourceMNSParameters", {})
    options = config.get("runOptions", {})
    arn = str(options.get("deadLetterQueue", {}).get("Arn", ""))
    return (
        str(props.get("functionName", "")),
        str(queue.get("QueueName", "")),
        str(queue.get("RegionId", "")),
        arn.rpartition("queues/")[2].partition("/")[0],
        str(options.get("errorsTolerance", "")),
    )


def _filled(text: str, variables: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    """`${vars.x}`, then `${env('X', 'default')}`; a set variable wins also when it is blank."""
    text = _VAR.sub(lambda m: str(variables.get(m[1], m[0])), text)
    return _ENV.sub(lambda m: environ.get(m[1], m[2] or ""), text).strip()
