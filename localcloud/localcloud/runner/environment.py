"""The environment of a function instance, made from nothing: what the platform sets, no more."""

from __future__ import annotations

import os
import tempfile

from localcloud.credentials import AccessKey
from localcloud.runner.specs import FunctionSpec

_INHERITED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")


def instance_environment(
    spec: FunctionSpec,
    instance_id: str,
    account_id: str,
    key: AccessKey | None,
) -> dict[str, str]:
    """Function Compute, "Environment variables". The prefix FC_ belongs to the platform: user
    variables of that name are dropped. Nothing that a function starts compiles into its package.
    """
    machine = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    user = {name: value for name, value in spec.env.items() if not name.startswith("FC_")}
    return {
        **machine,
        "HOME": tempfile.gettempdir(),
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        **user,
        **_platform(spec, instance_id, account_id),
        **_credentials(key),
    }


def _platform(spec: FunctionSpec, instance_id: str, account_id: str) -> dict[str, str]:
    return {
        "FC_FUNC_CODE_PATH": str(spec.code),
        "FC_ACCOUNT_ID": account_id,
        "FC_REGION": spec.region,
        "FC_FUNCTION_NAME": spec.name,
        "FC_FUNCTION_HANDLER": spec.handler,
        "FC_FUNCTION_MEMORY_SIZE": str(spec.memory),
        "FC_INSTANCE_ID": instance_id,
        "FC_FUNCTION_VERSION": "LATEST",
        "FC_VER_ID": "LATEST",
        "FC_CUSTOM_LISTEN_PORT": "9000",
    }


def _credentials(key: AccessKey | None) -> dict[str, str]:
    if key is None:
        return {}
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
        "accessKeyID": key.key_id,
        "accessKeySecret": key.secret,
        "securityToken": key.token,
    }
