#!/usr/bin/env bash
# aliyun-python-sdk-core asks another host for a CommonRequest than for the action's own class.
#
# Guess:    CommonRequest is the same call as the class of the action, for actions that have none: the
#           same client, region, product and action go to the same host.
# Truth:    the class brings its own table of hosts, CommonRequest has the core's: outside mainland
#           regions Cdn goes to cdn.ap-southeast-1.aliyuncs.com by the one, to cdn.aliyuncs.com by the
#           other. For CAS in cn-shanghai the class knows a host; CommonRequest sends nothing and ends with
#           SDK.EndpointResolvingError. Whoever mixes the two has to set the host for both.
# Version:  aliyun-python-sdk-core 2.16.0, aliyun-python-sdk-cdn 3.8.8, aliyun-python-sdk-cas 1.0.18
#           (PyPI). Seen: "cdn eu-central-1: cdn.ap-southeast-1.aliyuncs.com by its class,
#           cdn.aliyuncs.com by CommonRequest", "cas cn-shanghai: cas.aliyuncs.com by its class,
#           SDK.EndpointResolvingError by CommonRequest", and so on, as the script prints it.
# No name is looked up: which one would be is what is recorded. Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check aliyun-python-sdk-core==2.16.0 \
    aliyun-python-sdk-cdn==3.8.8 aliyun-python-sdk-cas==1.0.18
env -u HTTP_PROXY -u HTTPS_PROXY -u http_proxy -u https_proxy "$folder/venv/bin/python" - <<'PY'
import socket

from aliyunsdkcas.request.v20200407.ListUserCertificateOrderRequest import (
    ListUserCertificateOrderRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeUserDomainsRequest import DescribeUserDomainsRequest
from aliyunsdkcore.acs_exception.exceptions import ClientException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

CDN = DescribeUserDomainsRequest, ("Cdn", "2018-05-10", "DescribeUserDomains")
CAS = ListUserCertificateOrderRequest, ("cas", "2020-04-07", "ListUserCertificateOrder")
ONE, OTHER = "cdn.aliyuncs.com", "cdn.ap-southeast-1.aliyuncs.com"
NONE = "SDK.EndpointResolvingError"
SEEN = {
    ("cdn", "cn-hangzhou"): (CDN, ONE, ONE),
    ("cdn", "ap-southeast-1"): (CDN, OTHER, ONE),
    ("cdn", "eu-central-1"): (CDN, OTHER, ONE),
    ("cdn", "us-west-1"): (CDN, OTHER, ONE),
    ("cas", "cn-hangzhou"): (CAS, "cas.aliyuncs.com", "cas.aliyuncs.com"),
    ("cas", "eu-central-1"): (CAS, "cas.eu-central-1.aliyuncs.com", "cas.eu-central-1.aliyuncs.com"),
    ("cas", "cn-shanghai"): (CAS, "cas.aliyuncs.com", NONE),
    ("cas", "ap-southeast-1"): (CAS, "cas.ap-southeast-1.aliyuncs.com", NONE),
}
asked = []


def look_up(host, *rest, **more):
    asked.append(host)
    raise socket.gaierror(-2, "Name or service not known")


socket.getaddrinfo = look_up


def host_of(region, request):
    asked.clear()
    try:
        AcsClient("key", "secret", region, auto_retry=False).do_action_with_exception(request)
    except ClientException as error:
        return asked[0] if asked else error.get_error_code()


for (product, region), ((own, names), by_class, by_common) in SEEN.items():
    common = CommonRequest(product=names[0], version=names[1], action_name=names[2])
    hosts = host_of(region, own()), host_of(region, common)
    print(f"{product} {region}: {hosts[0]} by its class, {hosts[1]} by CommonRequest")
    assert hosts == (by_class, by_common), hosts
PY
