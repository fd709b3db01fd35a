"""What a job could bring to a place, and why not."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    ("{a} → {b} (ends {day})", "{a} → {b}（{day} 到期）"),
    ("{a} (ends {day}, in days: {n})", "{a}（{day} 到期，剩余天数：{n}）"),
    ("{a} (its end is not known)", "{a}（到期时间未知）"),
    ("none of CAS's certificates", "不是 CAS 的证书"),
    (
        "certbind binds at {a} itself: `certbind bind {b}`",
        "certbind 自己在 {a} 绑定证书：`certbind bind {b}`",
    ),
    (
        "HTTPS is off there by CAS's list, and a job cannot turn it on",
        "CAS 列表显示那里未开启 HTTPS，部署任务无法开启",
    ),
    ("CAS's job {a} is at work there", "CAS 部署任务 {a} 正在那里执行"),
    (
        "which names are served there is not told, so no certificate can be held to them",
        "不知道那里提供哪些域名，因此无法判断证书是否匹配",
    ),
    ("no certificate of CAS {a} covers {b}", "CAS {a} 中没有覆盖 {b} 的证书"),
    ("{a} does not cover {b}", "{a} 不覆盖 {b}"),
    ("none of those that cover {a} can be used", "覆盖 {a} 的证书都不可用"),
    ("{a} could not be read", "{a} 未能读取"),
    (
        "its name in CAS is not all ASCII ({a}): rename it in the console",
        "它在 CAS 中的名称含非 ASCII 字符（{a}）：请在控制台改名",
    ),
    ("{a} stands there already", "{a} 已经部署在那里"),
    (
        "{a} ends {day}, and {b} that stands there {day2}",
        "{a} 于 {day} 到期，而那里的 {b} 于 {day2} 到期",
    ),
    (
        "visitors of {a} get one that ends {day}, later than {b}",
        "{a} 的访客收到的证书于 {day} 到期，晚于 {b}",
    ),
    (
        "CAS's list has no place of this name; it lags, and lacks some products (ESA)",
        "CAS 列表中没有这个域名；该列表有滞后，且不含部分产品（ESA）",
    ),
    (
        "CAS {a} knows no contact, and makes no job without one",
        "CAS {a} 没有联系人，而创建任务必须有联系人",
    ),
    (
        "CAS {a} knows several contacts, of which --contact has to name one: {b}",
        "CAS {a} 有多个联系人，需要用 --contact 指定一个：{b}",
    ),
    ("CAS of {a} is not read here (CERTBIND_SITE)", "没有读取 CAS {a}（CERTBIND_SITE）"),
    ("It waits for the places that are refused.", "它要等被拒绝的位置解决之后才能启动。"),
)
