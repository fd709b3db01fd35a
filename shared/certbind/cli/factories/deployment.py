"""What `setup` is given: the deployment that the settings describe, and the account to hold it."""

from __future__ import annotations

from collections.abc import Collection

from certbind.cli.options import RUN_SECONDS
from certbind.config import Settings
from certbind.domain.deployment.permissions import (
    BY_THE_PLATFORM,
    Permission,
    policy_document,
    unique,
)
from certbind.domain.deployment.policy_resources import Scope
from certbind.domain.deployment.resources import Deployment, WantedRole, role_name
from certbind.domain.model.identity import ProductName
from certbind.errors import ConfigError
from certbind.usecases.operate.setup_account import SetupAccount
from certbind.values import replace
from certbind.wiring.commands.deployed import (
    keepers,
    permissions_of_letters,
    permissions_to_read_orders,
    permissions_to_read_zones,
    scope_of,
    settings_that_name,
)
from certbind.wiring.commands.material import permissions_of_upload
from certbind.wiring.invocation import Wiring
from certbind.wiring.products import named_targets, unopened
from certbind.wiring.required_settings import Environment
from certbind.wiring.uses import USES, permissions_of


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
        told = f"so many that RAM does not take the policy of {', '.join(wanted.too_long)}"
        raise ConfigError(dict.fromkeys(settings_that_name(scope), told))
    return wanted


def permissions_of_operator() -> tuple[Permission, ...]:
    """What a person's every day takes: what the functions do, the doctor, the dead letters, an
    upload; of orders only what `plan` reads: a person orders in the console.
    """
    of_functions = (p for function in USES for p in permissions_of(function))
    spent = (replace(p, if_renewing=False) for p in permissions_to_read_orders())
    asked = (*permissions_of_letters(), *permissions_of_upload(), *permissions_to_read_zones())
    daily = (p for p in of_functions if not p.if_renewing and not p.if_validating)
    every = (*daily, *spent, *asked)
    return unique(p for p in every if p not in BY_THE_PLATFORM)


def refuse_what_is_absent(environment: Environment) -> None:
    """ConfigError where a setting names what the account has not: no role is made for that. What
    may not be read is not said to be absent.
    """
    scan = named_targets(Wiring(Settings.from_env(environment), RUN_SECONDS).account())
    faults: dict[str, str] = {}
    for one in scan.absent:
        told = faults.get(one.setting, "names what is not there: ")
        faults[one.setting] = f"{told}{', ' if one.setting in faults else ''}{one.where}"
    if faults:
        raise ConfigError(faults)


def unopened_products(environment: Environment) -> tuple[ProductName, ...]:
    """Products that the account has not opened: no role is allowed anything there."""
    return unopened(Wiring(Settings.from_env(environment), RUN_SECONDS).account())


def setup_account(environment: Environment, unused: Collection[ProductName] = ()) -> SetupAccount:
    """ConfigError tells every missing setting at once. unused: products without permissions."""
    settings = Settings.from_env(environment)
    wanted = deployment_of(scope_of(settings, unused))
    return SetupAccount(wanted, *keepers(Wiring(settings, RUN_SECONDS)))
