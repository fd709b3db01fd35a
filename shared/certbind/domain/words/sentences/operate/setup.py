"""`setup`, dead letters and notices."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_SETUP: Pairs = (
    ("create", "创建"),
    ("change", "更改"),
    ("keep", "保持"),
    ("delete", "删除"),
    ("differs", "不同"),
    ("unfit", "不可用"),
    ("by hand", "人工"),
    ("bucket", "Bucket"),
    ("ACL of the ledger bucket", "台账 Bucket 的读写权限"),
    ("public access block of the ledger bucket", "台账 Bucket 的阻止公共访问"),
    ("policy", "权限策略"),
    ("role", "角色"),
    ("trust policy of the role", "角色的信任策略"),
    ("policy attached to the role", "为角色授权"),
    ("log project", "日志项目"),
    ("EventBridge rule", "事件规则"),
    (
        "with a log store {a}: in the SLS console, before `s deploy`",
        "含日志库 {a}：请在 `s deploy` 之前在日志服务控制台创建",
    ),
    (
        "optional: new certificates are seen at once, not by the timer; `certbind setup --print-event-rule` prints what CreateRule takes",
        "可选：新证书立即可见，无需等待定时器；`certbind setup --print-event-rule` 打印 CreateRule 的内容",
    ),
    (
        "its versioning is {a}, and x-oss-forbid-overwrite, which keeps entries from being overwritten, does nothing there, now or ever: name another bucket with CERTBIND_LEDGER_BUCKET",
        "版本控制为 {a}，防止覆盖的 x-oss-forbid-overwrite 在此不起作用：请用 CERTBIND_LEDGER_BUCKET 指定另一个 Bucket",
    ),
    (
        "it is in {a}, and the functions are in {b}: name another bucket with CERTBIND_LEDGER_BUCKET",
        "它在 {a}，而函数在 {b}：请用 CERTBIND_LEDGER_BUCKET 指定另一个 Bucket",
    ),
    ("a role of this name is there that setup did not make", "已有同名角色，不是由 setup 创建"),
    ("Function Compute, and nobody else, may take it on", "只允许函数计算使用"),
    ("it holds {a} besides, more than the function needs", "另有 {a}，超出函数所需"),
    (
        "a policy of this name is there that setup did not make",
        "已有同名权限策略，不是由 setup 创建",
    ),
    ("the same actions on other things", "相同的操作，不同的资源"),
    ("private, without versioning", "私有，没有版本控制"),
    ("{a}, not private", "{a}，不是私有"),
    ("setup did not make it", "不是由 setup 创建"),
    (
        "it holds {a}, which is none of the ledger's: move away what is another's, or leave out --ledger and delete the entries by hand",
        "其中有 {a}，不属于台账：请移走他人的内容，或者不带 --ledger 并手动删除记录",
    ),
    ("not as setup makes it ({a})", "与 setup 创建的不同（{a}）"),
    ("the history of every domain, and with it every way back", "所有域名的历史，以及所有回滚点"),
    ("it holds messages, which go with it", "其中有消息，将一并删除"),
    ("a ledger goes only when --ledger says so", "只有带 --ledger 时才删除台账"),
    ("{a} (docs/permissions.md)", "{a}（docs/permissions.md）"),
    ("names what is not there: {a}", "指定了不存在的内容：{a}"),
)
_LETTERS: Pairs = (
    ("put back into the queue; recorded in the ledger", "已放回队列；已记入台账"),
    ("was put back before; nothing is sent twice", "之前已放回；不会重复发送"),
    (
        "a timer's call: the next tick does its work; recorded in the ledger",
        "定时调用：下一次会完成；已记入台账",
    ),
    ("no event that certbind knows: left where it is", "不是 certbind 认识的事件：留在原处"),
    (
        "larger than is read at once: left where it is; send its events one by one",
        "超过一次读取的大小：留在原处；请逐个发送其中的事件",
    ),
    (
        "`certbind dead-letters list` shows the ids; one that was just taken is hidden.",
        "`certbind dead-letters list` 显示 ID；刚取出的会暂时隐藏。",
    ),
    ("Among {a}, no letter has the id {b}.", "{a}中没有 ID 为 {b} 的消息。"),
    ("Among {a}, {n} letters begin with the id {b}.", "{a}中有 {n} 条消息的 ID 以 {b} 开头。"),
    ("the certificates of CAS", "CAS 的证书"),
    (
        "A timer's tick of {a}: removed, the next tick does its work.",
        "{a} 的定时调用：已移除，下一次会完成。",
    ),
    ("{a}: {n} told.", "{a}：已通知 {n} 项。"),
    ("{a}: a sign of life.", "{a}：已发送运行正常的通知。"),
    ("Nobody could be told: {a}", "无法发送通知：{a}"),
    ("apprise knows no such address", "apprise 不认识此地址"),
    ("apprise told no reason", "apprise 没有说明原因"),
    ("it did not answer within {n} s", "它在 {n} 秒内没有应答"),
    (
        "Compare the address in {a} with what apprise's documentation says of the service, and see that this machine reaches it.",
        "请将 {a} 中的地址与 apprise 文档中该服务的说明对照，并确认本机可以访问它。",
    ),
    ("address {n} {a}", "第 {n} 个地址{a}"),
    (
        "is none of apprise's: it begins with a service, such as mailto://",
        "不是 apprise 的：须以服务开头，例如 mailto://",
    ),
    (
        "is of a robot whose refusals apprise takes for success: set {a}",
        "属于群机器人，apprise 会把它的拒绝当作成功：请设置 {a}",
    ),
    (
        "needs apprise: pip install 'apprise>=2.3'",
        "需要 apprise：pip install 'apprise>=2.3'",
    ),
    (
        "Then tell whom CERTBIND_NOTICE_… names what is news.",
        "然后将新情况告知 CERTBIND_NOTICE_… 指定的接收者。",
    ),
    ("{a}: it took a greeting.", "{a}：已收到问候。"),
    ("{a}: nothing was posted yet; recheck posts first.", "{a}：尚未发送；由 recheck 首次发送。"),
    ("{a}: last post {b}, {c} known to be unwell", "{a}：上次发送 {b}，已知 {c} 项问题"),
    ("last post never, {n} known to be unwell", "从未发送成功，已知 {n} 项问题"),
    (
        "`certbind notices --test` posts now and says why",
        "`certbind notices --test` 会立即发送一次并说明原因",
    ),
    ("{a}: last post {b}, {c} known to be unwell.", "{a}：上次发送 {b}，已知 {c} 项问题。"),
    (
        "the last try ended with {a} (docs/runbook.md#{b})",
        "上一次尝试以 {a} 结束（docs/runbook.zh.md#{b}）",
    ),
)
PAIRS: Pairs = (*_SETUP, *_LETTERS)
