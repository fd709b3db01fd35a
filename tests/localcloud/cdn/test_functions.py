"""Function configuration."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from localcloud.services.cdn import Origin
from tests.localcloud.rpc.cloud import RpcCloud, names, refusal

DOMAIN = "www.example.com"


@pytest.fixture(autouse=True)
def _domain(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain(DOMAIN, [Origin("ipaddr", "192.0.2.1")])
    cloud.cdn.bind(DOMAIN, cloud.held(DOMAIN).identifier)


def function(name: str, **args: str) -> dict[str, Any]:
    pairs = [{"argName": key, "argValue": value} for key, value in args.items()]
    return {"functionName": name, "functionArgs": pairs}


def put(cloud: RpcCloud, *functions: Any, domains: str = DOMAIN) -> Any:
    text = json.dumps(list(functions))
    return cloud.cdn_call("BatchSetCdnDomainConfig", DomainNames=domains, Functions=text)


def configs(cloud: RpcCloud, **parameters: Any) -> Any:
    answer = cloud.cdn_call("DescribeCdnDomainConfigs", DomainName=DOMAIN, **parameters)
    return answer["DomainConfigs"]["DomainConfig"]


def test_a_function_is_set_read_changed_and_deleted(cloud: RpcCloud) -> None:
    made = put(cloud, function("https_force", enable="on", https_rewrite="308"))
    (model,) = made["DomainConfigList"]["DomainConfigModel"]
    assert (model["DomainName"], model["FunctionName"]) == (DOMAIN, "https_force")
    assert isinstance(model["ConfigId"], int)
    (config,) = configs(cloud, FunctionNames="https_force,HSTS")
    assert (config["ConfigId"], config["Status"]) == (str(model["ConfigId"]), "success")
    assert config["FunctionArgs"]["FunctionArg"] == [
        {"ArgName": "enable", "ArgValue": "on"},
        {"ArgName": "https_rewrite", "ArgValue": "308"},
    ]
    put(cloud, function("https_force", enable="off"))
    (changed,) = configs(cloud)
    assert changed["ConfigId"] == config["ConfigId"]
    assert changed["FunctionArgs"]["FunctionArg"] == [{"ArgName": "enable", "ArgValue": "off"}]
    cloud.cdn_call("DeleteSpecificConfig", DomainName=DOMAIN, ConfigId=config["ConfigId"])
    assert configs(cloud) == []


def test_the_two_redirects_exclude_each_other_even_when_one_is_off(cloud: RpcCloud) -> None:
    force = function("https_force", enable="on", https_rewrite="301")
    both = refusal(put, cloud, force, function("http_force", enable="on"))
    assert both == (400, "BatchSetBusinessError")
    put(cloud, function("http_force", enable="off"))
    assert refusal(put, cloud, force) == (400, "BatchSetBusinessError")
    cloud.cdn_call("BatchDeleteCdnDomainConfig", DomainNames=DOMAIN, FunctionNames="http_force")
    assert put(cloud, force)


def test_what_works_on_https_needs_a_certificate_first(cloud: RpcCloud) -> None:
    cloud.cdn.bind(DOMAIN, None)
    for wanted in (
        function("https_force", enable="on"),
        function("HSTS", enabled="on", https_hsts_max_age="5184000"),
        function("https_option", http2="on"),
        function("https_tls_version", tls12="on"),
    ):
        assert refusal(put, cloud, wanted) == (400, "BatchSetBusinessError")
    assert put(cloud, function("gzip", enable="on"))


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ("not json", 400, "InvalidFunctions.Malformed"),
        ("{}", 400, "InvalidFunctions.Malformed"),
        ("[]", 400, "InvalidFunctions.Malformed"),
        ("[1]", 400, "InvalidFunctions.Malformed"),
        ("[" * 3000, 400, "InvalidFunctions.Malformed"),
        ("[" * 400 + "]" * 400, 400, "InvalidFunctions.Malformed"),
        (
            '[{"functionName":"gzip","functionArgs":[],"parentId":' + "[" * 300 + "]" * 300 + "}]",
            400,
            "InvalidFunctions.Malformed",
        ),
        (
            json.dumps([function("set_req_host_header", domain_name="\ud800")]),
            400,
            "InvalidFunctions.Malformed",
        ),
        (
            json.dumps([{**function("gzip", enable="on"), "configId": "²"}]),
            400,
            "InvalidFunctions.Malformed",
        ),
        (
            json.dumps([{**function("gzip", enable="on"), "configId": "9" * 5000}]),
            400,
            "InvalidFunctions.Malformed",
        ),
        (
            json.dumps([function("HSTS", enabled="on", https_hsts_max_age="²")]),
            400,
            "Invalidhttps_hsts_max_age.ValueNotSupported",
        ),
        (
            '[{"functionName":"gzip","functionArgs":[{"argName":"enable","argValue":true}]}]',
            400,
            "InvalidFunctions.Malformed",
        ),
        (json.dumps([function("HSTS", enable="on")]), 400, "InvalidFunctions.Malformed"),
        (
            json.dumps([function("HSTS", enabled="on")]),
            400,
            "Invalidhttps_hsts_max_age.ValueNotSupported",
        ),
        (
            json.dumps([function("https_force", enable="on", https_rewrite="302")]),
            400,
            "Invalidhttps_rewrite.ValueNotSupported",
        ),
        (json.dumps([function("edge_function", rule="x")]), 501, "NotBuiltInLocalCloud"),
    ],
)
def test_wrong_functions_are_refused(cloud: RpcCloud, wanted: str, status: int, code: str) -> None:
    refused = refusal(
        cloud.cdn_call, "BatchSetCdnDomainConfig", DomainNames=DOMAIN, Functions=wanted
    )
    assert refused == (status, code)
    assert configs(cloud) == []


def test_a_batch_changes_all_domains_or_none(cloud: RpcCloud) -> None:
    cloud.cdn.add_domain("img.example.com", [Origin("ipaddr", "192.0.2.1")])
    gzip = function("gzip", enable="on")
    unknown = refusal(put, cloud, gzip, domains=f"{DOMAIN},nobody.example.com")
    assert unknown == (404, "InvalidDomain.NotFound")
    assert configs(cloud) == []
    made = put(cloud, gzip, function("brotli", enable="on"), domains=f"{DOMAIN},img.example.com")
    models = made["DomainConfigList"]["DomainConfigModel"]
    assert len(set(names(models, "ConfigId"))) == 4
    own = {**function("gzip", enable="off"), "configId": configs(cloud)[0]["ConfigId"]}
    foreign = refusal(put, cloud, own, domains=f"{DOMAIN},img.example.com")
    assert foreign == (400, "InvalidConfigId.ValueNotSupported")
    assert configs(cloud)[0]["FunctionArgs"]["FunctionArg"][0]["ArgValue"] == "on"
    many = ",".join(f"d{n}.example.com" for n in range(51))
    assert refusal(put, cloud, gzip, domains=many) == (400, "InvalidParameter")


def test_a_config_is_configuring_as_long_as_its_domain(cloud: RpcCloud) -> None:
    cloud.cdn.configuring_seconds = 120
    put(cloud, function("gzip", enable="on"))
    assert names(configs(cloud), "Status") == ["configuring"]
    busy = refusal(put, cloud, function("brotli", enable="on"))
    assert busy == (403, "ServiceBusy")
    cloud.clock.advance(timedelta(seconds=121))
    assert names(configs(cloud), "Status") == ["success"]
    put(cloud, function("brotli", enable="on"))
    assert names(configs(cloud), "Status") == ["success", "configuring"]


def test_a_config_is_changed_by_its_id_and_an_unknown_id_is_refused(cloud: RpcCloud) -> None:
    put(cloud, function("gzip", enable="on"))
    (config,) = configs(cloud)
    put(cloud, {**function("gzip", enable="off"), "configId": config["ConfigId"]})
    (changed,) = configs(cloud, ConfigId=config["ConfigId"])
    assert changed["FunctionArgs"]["FunctionArg"][0]["ArgValue"] == "off"
    unknown = refusal(put, cloud, {**function("gzip", enable="off"), "configId": 1})
    assert unknown == (400, "InvalidConfigId.ValueNotSupported")
    deleted = refusal(cloud.cdn_call, "DeleteSpecificConfig", DomainName=DOMAIN, ConfigId="1")
    assert deleted == (400, "InvalidConfigId.ValueNotSupported")


def test_functions_do_not_touch_the_certificate(cloud: RpcCloud) -> None:
    told = list(cloud.edges.told)
    put(cloud, function("https_force", enable="on"))
    domain = cloud.cdn.get(DOMAIN)
    assert domain is not None
    assert domain.binding is not None
    assert cloud.edges.told == [*told, told[-1]]  # the same one, in another manner
