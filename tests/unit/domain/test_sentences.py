"""Sentences that are made elsewhere, in Chinese: by their English, with its names."""

from __future__ import annotations

import re

import pytest

from certbind.domain.words.sentences import is_said, said
from certbind.domain.words.sentences.index import PAIRS
from certbind.errors import CertbindError

ID = "12345678-cn-hangzhou"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("", ""),
        ("Nothing was changed.", "未做更改。"),
        ("Nothing was changed", "未做更改"),
        ("  ok  ", "  正常  "),
        (f"{ID} is bound there and ends 2027-02-28", f"当前绑定 {ID}，2027-02-28 到期"),
        (
            f"already_bound: {ID} is bound there and ends 2027-02-28",
            f"already_bound：当前绑定 {ID}，2027-02-28 到期",
        ),
        (f"{ID} CAS says that it is revoked", f"{ID} CAS 显示它已吊销"),
        ("the policy pins a.example to 1-x; expired", "设置将 a.example 固定为 1-x；已过期"),
        (
            "OSS bucket assets / a.example: nothing was put back: it is signed with its own key",
            "OSS Bucket assets / a.example：没有回滚：它是自签名证书",
        ),
        (
            f"{ID}: R, which signed I, is neither served nor a root that browsers trust",
            f"{ID}：签发 I 的 R 没有提供，也不是浏览器信任的根证书",
        ),
        ("Nothing to do. Nothing was changed.", "无需操作。未做更改。"),
        (
            ("a person took HTTPS off on 2026-12-01; the way back is "
            "`certbind emergency restore a.example`."),
            ("有人于 2026-12-01 关闭了 HTTPS；恢复方法是 "
            "`certbind emergency restore a.example`。"),
        ),
        (
            (f"CDN a.example: would replace certificate {ID} by certificate 2-x (rollback: 2-x, "
            "the backup, was asked for). Nothing was changed: this is a dry run."),
            (f"CDN a.example：会将证书 {ID} 换成证书 2-x（回滚：要求绑定备用证书 2-x）。"
            "未做更改：这是预演。"),
        ),
        ("all 2 addresses serve it, 1 could not be looked at (192.0.2.1: connect_timeout)",
         "全部 2 个地址均已生效，1 个未能查看（192.0.2.1: connect_timeout）"),
        (
            ("ESA site a.example has 9 of 10 places taken; full by 2026-12-30 at the rate of the "
            "last 90 days"),
            ("ESA site a.example 已用 9 个证书名额，共 10 个；"
            "按最近 90 天的速度将在 2026-12-30 用完"),
        ),
        (
            ("CAS cn-hangzhou, uploads that have not ended, number 231; 77.0 a month of late; no "
            "quota is published."),
            "CAS cn-hangzhou 未到期的上传证书：231 张；近期每月 77.0 张；没有公布名额。",
        ),
        (
            "still_needed: it is what stands, on record, of a.example",
            "still_needed：台账显示 a.example 绑定的是它",
        ),
        ("例子.example has no address", "例子.example 没有地址"),
        (
            (f"certificate {ID} (a.example), which ends 2027-03-01: the CA waits for TXT "
            "_dnsauth.a.example = v; nothing is there: create it"),
            (f"证书 {ID}（a.example），2027-03-01 到期：CA 正在等待 TXT _dnsauth.a.example = v；"
            "尚不存在：请添加"),
        ),
        (
            (f"certificate {ID} (a.example), which ends 2027-03-01 (urgent): the CA refused the "
            "application: no; mend the cause and apply for it in the console, certbind follows it "
            "from there."),
            (f"证书 {ID}（a.example），2027-03-01 到期（紧急）：CA 拒绝了申请：no；请排除原因并在"
            "控制台重新申请，certbind 会继续跟进。"),
        ),
        (
            "OSS bucket assets / a.example: verified: all 2 addresses serve it, 2 looks in a row.",
            "OSS Bucket assets / a.example：已验证：全部 2 个地址均已生效，连续两次查看正常。",
        ),
        (
            (f"CDN a.example: about to bind {ID}; lasts longer: ends 2027-04-28; 7-cn-hangzhou, "
            "which is bound there, 2027-03-01."),
            (f"CDN a.example：即将绑定 {ID}；有效期更长：2027-04-28 到期；"
            "当前绑定的 7-cn-hangzhou 2027-03-01。"),
        ),
        (
            ("a.example: nothing was changed: policy_unreadable: the policy of assets cannot be "
            "added to: it is no JSON, or says one thing twice."),
            ("a.example：没有做任何更改：policy_unreadable：assets 的策略无法追加语句："
            "它不是 JSON，或者同一项写了两次。"),
        ),
        (
            ("deployment job 88001-cn-hangzhou of somebody in the console of CAS is about to bind "
            "here; its end is waited for until it took 120 min"),
            ("有人在 CAS 控制台发起的部署任务 88001-cn-hangzhou 即将在这里绑定；等待其结束，最多 "
            "120 分钟"),
        ),
        (
            ("1 of 3 addresses serves it, 1 serves what was there before (192.0.2.3), 1 could not "
            "be looked at (192.0.2.2: handshake_timeout)"),
            ("3 个地址中有 1 个已生效，1 个提供之前的证书（192.0.2.3），1 个未能查看（192.0.2.2: "
            "handshake_timeout）"),
        ),
    ],
)  # fmt: skip
def test_a_sentence_is_said_with_its_names(english: str, chinese: str) -> None:
    assert said(english, "zh") == chinese
    assert said(english, "en") == english


@pytest.mark.parametrize(
    "text",
    [
        "www.example.com",
        ID,
        "12345678-cn-hangzhou tells of nothing that is known",
        "The queue name you provided is not exist",
        "what nobody said: nor this",
        f"{'x' * 121}: Nothing was changed.",
        "a; b",
        "12:30",
    ],
)
def test_what_is_no_sentence_of_ours_stays(text: str) -> None:
    assert said(text, "zh") == text
    assert not is_said(text)


def test_no_depth_of_quotation_is_without_end() -> None:
    told = "Nothing was changed."
    for _ in range(9):
        told = f"nothing was put back: {told}"
    assert said(told, "zh").startswith("没有回滚：没有回滚：")


def test_every_row_is_in_both_languages_with_the_same_names() -> None:
    for english, chinese in PAIRS:
        assert _holes(chinese) == _holes(english), english
        is_same = english in {"id", "CAS     {a}"}
        assert is_same or chinese != english, english


def _holes(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _kinds(kind: type[CertbindError]) -> list[type[CertbindError]]:
    return [kind, *(one for sub in kind.__subclasses__() for one in _kinds(sub))]


def test_every_errors_hint_is_said() -> None:
    every = [one for one in _kinds(CertbindError) if one.__module__.startswith("certbind.")]
    hints = {kind.default_hint for kind in every}
    assert [one for one in sorted(hints) if one and not is_said(one)] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "gzip: not set → enable=on; brotli: not set → enable=on",
            "gzip：未设置 → enable=on；brotli：未设置 → enable=on",
        ),
        (
            "a.example: would change br: not set → x. Nothing was changed: this is a dry run.",
            "a.example：将更改 br：未设置 → x。未做更改：这是预演。",
        ),
        ("The service said so. Check its settings.", "The service said so. 请检查 its settings。"),
    ],
)
def test_sentences_subjects_and_changes_are_said_one_by_one(english: str, chinese: str) -> None:
    """What a service said in its own words stays, with the blank behind it."""
    assert said(english, "zh") == chinese


REFUSED = "oss ListCname failed (AccessDenied, request 2066): The policy is not valid."
REFUSED_ZH = "oss ListCname 失败（AccessDenied，请求 2066）：The policy is not valid。"
UNREAD = "a.example.com: not found, but OSS bucket shop (rejected) could not be read."
UNREAD_ZH = "a.example.com：没有找到，但 OSS Bucket shop (rejected) 未能读取。"
REFUSED_BACKUP = "a.example.com: nothing was changed: backup_unfit:"
REFUSED_BACKUP_ZH = "a.example.com：没有做任何更改：backup_unfit："
BY_FORCE, BY_FORCE_ZH = "--force binds it all the same.", "加上 --force 仍会绑定。"
SAME_CA = "2-cn-hangzhou is of the same CA as 1-cn-hangzhou, which is bound (Some CA 1)"
SAME_CA_ZH = "2-cn-hangzhou 与当前绑定的 1-cn-hangzhou 来自同一家 CA（Some CA 1）"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (REFUSED, REFUSED_ZH),
        (f"{UNREAD} {REFUSED}", f"{UNREAD_ZH}{REFUSED_ZH}"),
        (f"backup_unfit: {SAME_CA}", f"backup_unfit：{SAME_CA_ZH}"),
        (
            f"{REFUSED_BACKUP} {SAME_CA}; {BY_FORCE}",
            f"{REFUSED_BACKUP_ZH}{SAME_CA_ZH}；{BY_FORCE_ZH}",
        ),
    ],
)
def test_what_a_service_refused_is_said_around_its_own_words(english: str, chinese: str) -> None:
    """And why a backup of the same CA is none."""
    assert said(english, "zh") == chinese


def test_a_clause_made_a_sentence_is_none_of_a_shorter_pattern() -> None:
    """`{a} has no {b}` took it apart, and left half of it in English."""
    told = said(
        "CAS's list has no place of this name; it lags, and lacks some products (ESA).", "zh"
    )
    assert told == "CAS 的列表中没有此名称；该列表有延迟，且不含部分云产品（ESA）。"
