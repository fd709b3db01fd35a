"""What `setup` is given: the deployment that the settings describe, and the account to hold it."""

from __future__ import annotations

from certbind.bootstrap import USES, permissions_of
from certbind.cli.options import RUN_SECONDS
from certbind.config import Settings
from certbind.domain.deployment.permissions import (
    BY_THE_PLATFORM,
    Permission,
    Scope,
    policy_document,
    unique,
)
from certbind.domain.deployment.resources import Deployment, WantedRole, role_name
from certbind.errors import ConfigError
from certbind.usecases.operate.setup_account import SetupAccount
from certbind.wiring import Environment

LOG_STORE = "functions"


def scope_of(settings: Settings) -> Scope:
    """The names that policies are written for; ConfigError without an account number."""
    settings.require("CERTBIND_ACCOUNT_ID", "CERTBIND_LEDGER_BUCKET", "MNS_ENDPOINT")
    return Scope(
        account_id=settings.account_id,
        region=settings.region,
        queue=settings.queue,
        dead_letters=settings.dead_letter_queue,
        ledger_bucket=settings.ledger_bucket,
        ledger_prefix=settings.ledger_prefix,
        log_project=f"{settings.prefix}-logs",
        log_store=LOG_STORE,
        prefix=settings.prefix,
        cdn_domains=settings.cdn_domains,
        buckets=settings.buckets,
    )


def deployment_of(scope: Scope) -> Deployment:
    """A role for each function of s.yaml; ConfigError when a policy is longer than RAM takes."""
    roles = tuple(
        WantedRole(
            role_name(scope.prefix, function), policy_document(permissions_of(function), scope)
        )
        for function in USES
    )
    wanted = Deployment(scope.prefix, scope, roles)
    if wanted.too_long:
        many = "CERTBIND_CDN_DOMAINS" if scope.cdn_domains else "CERTBIND_BUCKETS"
        told = f"so many that RAM does not take the policy of {', '.join(wanted.too_long)}"
        raise ConfigError({many: told})
    return wanted


def permissions_of_setup() -> tuple[Permission, ...]:
    """What whoever runs setup and teardown must be allowed."""
    from certbind.adapters.ledger import keeper as setup_oss  # noqa: PLC0415
    from certbind.adapters.mns import keeper as setup_mns  # noqa: PLC0415
    from certbind.adapters.ram import keeper as ram  # noqa: PLC0415

    return unique(
        permission
        for adapter in (ram, setup_mns, setup_oss)
        for permissions in adapter.PERMISSIONS.values()
        for permission in permissions
    )


def permissions_of_operator() -> tuple[Permission, ...]:
    """What a person's every day takes: what the functions do, the doctor, the dead letters."""
    from certbind.adapters.mns import dead_letters  # noqa: PLC0415
    from certbind.adapters.mns import keeper as setup_mns  # noqa: PLC0415

    of_functions = (p for function in USES for p in permissions_of(function))
    of_letters = (p for each in dead_letters.PERMISSIONS.values() for p in each)
    every = (*of_functions, *of_letters, *setup_mns.PERMISSIONS["read"])
    return unique(p for p in every if p not in BY_THE_PLATFORM)


def setup_account(environment: Environment) -> SetupAccount:
    """ConfigError tells every missing setting at once."""
    from certbind.adapters.calls.openapi import OpenApi  # noqa: PLC0415
    from certbind.adapters.calls.retry import Deadline, Retry  # noqa: PLC0415
    from certbind.adapters.ledger.keeper import OssLedgerKeeper  # noqa: PLC0415
    from certbind.adapters.mns.keeper import MnsQueues  # noqa: PLC0415
    from certbind.adapters.oss.api import OssApi, OssPlace  # noqa: PLC0415
    from certbind.adapters.ram.keeper import RamRoles  # noqa: PLC0415

    settings = Settings.from_env(environment)
    wanted = deployment_of(scope_of(settings))
    credentials, endpoints = settings.credentials, settings.endpoints
    retry = Retry(Deadline(RUN_SECONDS))
    place = OssPlace(endpoints.oss, settings.region, settings.internal_network)
    oss = OssApi(place, credentials)
    return SetupAccount(
        wanted,
        MnsQueues(endpoints.mns, credentials, retry),
        OssLedgerKeeper(oss, settings.ledger_bucket, settings.ledger_prefix, retry),
        RamRoles(OpenApi("ram", endpoints.ram, credentials, settings.region), retry),
    )
