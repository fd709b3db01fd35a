#!/usr/bin/env bash
# apprise 2.3.0 takes what DingTalk's and WeCom's robots refuse for delivered; Feishu's and Lark's not.
#
# Guess:    notify() is a success only where the chat service took the message: all four services
#           answer a refusal with status 200 and a code in the body (errcode, or code), so that the
#           body has to be read.
# Truth:    of Feishu and Lark it reads the body, and tells a failure; of DingTalk and WeCom the status
#           200 is enough, whatever errcode says (310000: signature; 93000: no such robot).
# Version:  apprise 2.3.0 (PyPI). Seen: "dingtalk SUCCESS, wecombot SUCCESS, feishu FAILURE, lark FAILURE".
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check apprise==2.3.0 requests==2.34.2
"$folder/venv/bin/python" - 2>/dev/null <<'PY'
import json

import apprise
import requests
from requests.adapters import BaseAdapter

SIGNATURE = {"code": 19021, "msg": "sign match fail", "data": {}}
REFUSALS = {
    "oapi.dingtalk.com": {"errcode": 310000, "errmsg": "sign not match"},
    "qyapi.weixin.qq.com": {"errcode": 93000, "errmsg": "invalid webhook url"},
    "open.feishu.cn": SIGNATURE,
    "open.larksuite.com": SIGNATURE,
}


TAKEN = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}


class Services(BaseAdapter):
    """In the place of the network: each service's refusal in its own form, or its consent."""

    refuses = True

    def send(self, request, **_):
        answer = requests.Response()
        answer.status_code = 200
        answer.request, answer.url = request, request.url
        refusal = REFUSALS[request.url.split("/")[2]]
        answer._content = json.dumps(refusal if Services.refuses else TAKEN).encode()
        return answer

    def close(self):
        pass


requests.Session.get_adapter = lambda *_, **__: Services()
ROBOTS = (
    f"dingtalk://SEC{'s' * 20}@{'a' * 64}/",
    f"wecombot://{'0' * 36}",
    f"feishu://{'b' * 36}",
    f"lark://{'b' * 36}",
)


def told():
    ends = []
    for address in ROBOTS:
        robot = apprise.Apprise()
        assert robot.add(address)
        ended = robot.notify(body="ends in 5 days", title="shop.example")
        ends.append(f"{address.split(':')[0]} {ended.status.name}")
    return ", ".join(ends)


refused = told()
Services.refuses = False
taken = told()
print(refused)
assert taken.count("SUCCESS") == len(ROBOTS), "one of them fails for another reason"
assert refused == "dingtalk SUCCESS, wecombot SUCCESS, feishu FAILURE, lark FAILURE"
PY
