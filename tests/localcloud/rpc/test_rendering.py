"""Answers in the form that is asked for, through the classic SDK, which can ask for both."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from aliyunsdkcore.request import CommonRequest

from localcloud.services.accelerated.domains import Origin
from localcloud.services.rpc.rendering import _elements
from tests.localcloud.rpc.cloud import RpcCloud


def answered(cloud: RpcCloud, action: str, form: str | None, **parameters: str) -> str:
    """The body of an answer of CDN, a refusal's too."""
    request = CommonRequest(
        domain=f"127.0.0.1:{cloud.endpoints['cdn'].port}",
        version="2018-05-10",
        action_name=action,
    )
    request.set_method("POST")
    request.set_accept_format(form)
    for name, value in parameters.items():
        request.add_query_param(name, value)
    with pytest.warns(DeprecationWarning, match="do_action"):  # its successor always asks for JSON
        body: Any = cloud.client().do_action(request)
    return str(body.decode())


@pytest.mark.parametrize("form", ["XML", "xml"])
def test_an_answer_is_xml_where_that_is_asked_for(cloud: RpcCloud, form: str) -> None:
    for name in ("a.example.com", "b.example.com"):
        cloud.cdn.add_domain(name, [Origin("ipaddr", "192.0.2.1")])
    root = ET.fromstring(answered(cloud, "DescribeUserDomains", form))  # noqa: S314
    assert root.tag == "DescribeUserDomainsResponse"
    assert root.findtext("TotalCount") == "2"
    named = sorted(str(each.text) for each in root.findall("Domains/PageData/DomainName"))
    assert named == ["a.example.com", "b.example.com"]
    assert len(root.findtext("RequestId") or "") == 36


def test_a_refusal_is_xml_too(cloud: RpcCloud) -> None:
    text = answered(cloud, "DescribeCdnDomainDetail", "XML", DomainName="\x01.example.com")
    root = ET.fromstring(text)  # noqa: S314
    assert (root.tag, root.findtext("Code")) == ("Error", "InvalidDomain.NotFound")


def test_json_is_json(cloud: RpcCloud) -> None:
    assert json.loads(answered(cloud, "DescribeUserDomains", "JSON"))["TotalCount"] == 0


def test_another_form_is_refused(cloud: RpcCloud) -> None:
    refused = json.loads(answered(cloud, "DescribeUserDomains", "YAML"))
    assert refused["Code"] == "InvalidParameter"


def test_lists_are_repeated_flags_are_words_and_nothing_is_left_out() -> None:
    body = {"A": [{"B": 1}, {"B": None}], "C": True, "D": [], "E": "x\x01"}
    made = ET.Element("R")
    made.extend(_elements(body))
    expected = "<R><A><B>1</B></A><A /><C>true</C><E>x\ufffd</E></R>"
    assert ET.tostring(made, encoding="unicode") == expected
