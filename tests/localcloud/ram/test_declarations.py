"""RAM's and STS's route tables against the products' own metadata, beside the repository."""

from __future__ import annotations

from typing import Any

import pytest

from localcloud.services import ram, sts
from tests.localcloud.rpc.declared import Declared, metadata

PRODUCTS = [
    Declared("ram-2015-05-01", ram.ACTIONS, ram.ROUTES, frozenset()),
    Declared("sts-2015-04-01", sts.ACTIONS, sts.ROUTES, frozenset()),
]
NOT_IN_METADATA = {"ListPolicies"}
each_product = pytest.mark.parametrize("product", PRODUCTS, ids=[p.name for p in PRODUCTS])


def described(product: Declared) -> dict[str, Any]:
    official = metadata(product)["actions"]
    routes = {a: r for a, r in product.routes.items() if a not in NOT_IN_METADATA}
    assert set(routes) <= set(official)
    return {action: (route, official[action]) for action, route in routes.items()}


@each_product
def test_our_list_of_actions_is_the_metadatas(product: Declared) -> None:
    assert product.actions == set(metadata(product)["all_actions"])


@each_product
def test_parameters_have_the_metadatas_names_types_and_duties(product: Declared) -> None:
    for action, (route, official) in described(product).items():
        ours = {p.name: (p.type.value, p.required) for p in route.parameters}
        theirs = {p["name"]: (p["type"], p["required"]) for p in official["parameters"]}
        assert ours == theirs, action


@each_product
def test_methods_are_the_metadatas(product: Declared) -> None:
    for action, (route, official) in described(product).items():
        ours = {method.value for method in route.methods}
        assert ours == set(official["method"].split("|")), action


@pytest.mark.parametrize("product", [ram, sts])
def test_every_route_names_a_subject_that_it_declares(product: Any) -> None:
    for route in product.ROUTES.values():
        assert route.subject in {"", *(p.name for p in route.parameters)}
