"""What others publish about their own products, which is no part of the project.

Files: `fc3.schema.json`, which is `src/schema.json` of github.com/devsapp/fc3; and
`openapi/<product>-<version>.json`, the actions of github.com/aliyun/aliyun-openapi-meta (folder
en-US) gathered into one file a product.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "schemas"
FOLDER = Path(os.environ.get("CERTBIND_SCHEMAS") or _BESIDE)
_COMPONENT = FOLDER / "fc3.schema.json"
_HOW = "put it there, or say in CERTBIND_SCHEMAS where it is (tests/schemas.py says whose it is)"

needs_component_schema = pytest.mark.skipif(
    not _COMPONENT.is_file(), reason=f"no {_COMPONENT}: {_HOW}"
)


def component_schema() -> jsonschema.Draft7Validator:
    """What the Serverless Devs component `fc3` takes as a function's props."""
    return jsonschema.Draft7Validator(json.loads(_COMPONENT.read_text("utf-8")))


def openapi_metadata(name: str) -> dict[str, Any]:
    """A product's official request metadata, such as `cas-2020-04-07`; a skip without it."""
    path = FOLDER / "openapi" / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"no {path}: {_HOW}")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
