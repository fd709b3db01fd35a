"""The route tables against the products' own metadata, which lies beside the repository."""

from __future__ import annotations

from typing import Any

import pytest

from localcloud.services import alb, alidns, cas, cdn, dcdn, esa, nlb, vod
from localcloud.services.cas.actions import NEWER_THAN_METADATA as NEWER_CAS
from localcloud.services.cdn.actions import NEWER_THAN_METADATA as NEWER_CDN
from localcloud.services.cdn.actions import OLDER_THAN_METADATA as OLDER_CDN
from localcloud.services.dcdn.actions import NEWER_THAN_METADATA as NEWER_DCDN
from localcloud.services.esa.actions import NEWER_THAN_METADATA as NEWER_ESA
from localcloud.services.rpc import Route, table
from localcloud.services.vod.actions import NEWER_THAN_METADATA as NEWER_VOD
from tests.localcloud.rpc.declared import Declared, metadata
from tests.schemas import openapi_metadata

PRODUCTS = [
    Declared("alidns-2015-01-09", alidns.ACTIONS, alidns.ROUTES, frozenset()),
    Declared("alb-2020-06-16", alb.ACTIONS, alb.ROUTES, frozenset()),
    Declared("nlb-2022-04-30", nlb.ACTIONS, nlb.ROUTES, frozenset()),
    Declared("cas-2020-04-07", cas.ACTIONS, cas.ROUTES, NEWER_CAS),
    Declared("cdn-2018-05-10", cdn.ACTIONS, cdn.ROUTES, NEWER_CDN | OLDER_CDN),
    Declared("dcdn-2018-01-15", dcdn.ACTIONS, dcdn.ROUTES, NEWER_DCDN),
    Declared("esa-2024-09-10", esa.ACTIONS, esa.ROUTES, NEWER_ESA),
    Declared("vod-2017-03-21", vod.ACTIONS, vod.ROUTES, NEWER_VOD),
]
NOT_DESCRIBED = {"DeleteVodSpecificConfig"}
"""Named by our copy of the metadata, without parameters: after the model of the generated SDK,
alibabacloud_vod20170321 3.12.1."""
each_product = pytest.mark.parametrize("product", PRODUCTS, ids=[p.name for p in PRODUCTS])


def described(product: Declared) -> list[tuple[str, Route[Any]]]:
    return [one for one in product.routes.items() if one[0] not in NOT_DESCRIBED]


@each_product
def test_our_list_of_actions_is_the_metadatas_and_what_only_sdks_know(product: Declared) -> None:
    assert product.actions - product.others == set(metadata(product)["all_actions"])


@each_product
def test_parameters_have_the_metadatas_names_types_and_duties(product: Declared) -> None:
    official = metadata(product)["actions"]
    for action, route in described(product):
        ours = {p.name: (p.type.value, p.required, set(p.fields)) for p in route.parameters}
        theirs = {
            p["name"]: (
                p["type"],
                p["required"],
                {field["name"] for field in p.get("sub_parameters", [])},
            )
            for p in official[action]["parameters"]
        }
        assert ours == theirs, action


@pytest.mark.parametrize(
    ("name", "service"),
    [("esa-2024-09-10", esa), ("alb-2020-06-16", alb), ("nlb-2022-04-30", nlb)],
)
def test_what_stands_in_the_body_is_what_the_metadata_says(name: str, service: Any) -> None:
    official = openapi_metadata(name)["actions"]
    for action, route in service.ROUTES.items():
        theirs = {p["name"] for p in official[action]["parameters"] if p["position"] == "Body"}
        assert {p.name for p in route.parameters if p.in_body} == theirs, action


@each_product
def test_methods_are_the_metadatas(product: Declared) -> None:
    official = metadata(product)["actions"]
    for action, route in described(product):
        ours = {method.value for method in route.methods}
        assert ours == set(official[action]["method"].split("|")), action


@pytest.mark.parametrize("product", [alb, alidns, cas, cdn, dcdn, esa, nlb, vod])
def test_every_route_names_a_subject_that_it_declares(product: Any) -> None:
    for route in product.ROUTES.values():
        assert route.subject in {"", *(p.name for p in route.parameters)}


def test_an_action_cannot_be_declared_twice() -> None:
    route: Route[None] = Route("Twice", (), lambda _backend, _arguments: {})
    with pytest.raises(ValueError, match="Twice"):
        table([route, route])
