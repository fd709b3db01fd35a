"""What the journal of a line tells of its orders."""

from __future__ import annotations

from certbind.domain.words import NOTE, PERSON, WAITS, row

ROWS = (
    row(
        "ordered",
        WAITS,
        "A call that may order a certificate was made, and CAS took it.",
        "已发出可能下单的调用，CAS 已接受。",
        "Nothing: it is followed to its end by messages.",
        "无需操作：会通过消息跟进到结束。",
    ),
    row(
        "order_intent",
        WAITS,
        "About to make a call that may order a certificate; it counts as an order from here on, whatever comes of it.",
        "即将发出可能下单的调用；无论结果如何，从此刻起计为一次下单。",
        "Nothing: if it is the last record, CAS is read before anything is ordered again.",
        "无需操作：如果它是最后一条记录，再次下单之前会先读取 CAS。",
    ),
    row(
        "order_placed",
        WAITS,
        "CAS took the order, or was found to have taken it.",
        "CAS 已接受订单，或者查明 CAS 已经接受。",
        "Nothing: it is looked at again until it ends.",
        "无需操作：会继续查看直到结束。",
    ),
    row(
        "order_pending",
        WAITS,
        "Looked: the application is under way; what is told beside it says what it waits for.",
        "已查看：申请正在进行；旁边的说明指出在等待什么。",
        "As that says; certbind looks again by itself.",
        "按该说明处理；certbind 会自动再次查看。",
    ),
    row(
        "order_issued",
        NOTE,
        "The line of certificates has a new one; `watch` tells of it as of every other.",
        "该系列证书已签发新的一张；`watch` 会像对其他证书一样发现它。",
        "Nothing: it is bound like every other.",
        "无需操作：会像其他证书一样绑定。",
    ),
    row(
        "record_intent",
        WAITS,
        "About to write a record that the CA waits for into the account's own DNS (Alidns).",
        "即将在本账号的云解析 DNS 中写入 CA 等待的验证记录。",
        "Nothing: if it is the last record, Alidns is read before anything is written again.",
        "无需操作：如果它是最后一条记录，再次写入之前会先读取云解析 DNS。",
    ),
    row(
        "record_written",
        WAITS,
        "Alidns took the record that the CA waits for, or was found to have taken it.",
        "云解析 DNS 已接受 CA 等待的验证记录，或者查明已经接受。",
        "Nothing: the CA looks by itself, and certbind takes the record away again.",
        "无需操作：CA 会自行查看，certbind 之后会删除该记录。",
    ),
    row(
        "record_removed",
        NOTE,
        "A record that certbind wrote for a CA is in the account's DNS no more, or is another hand's now.",
        "certbind 为 CA 写入的验证记录已不在本账号的云解析 DNS 中，或者已被他人更改。",
        "Nothing; what another hand took away while the CA waits for it is told beside it: create it.",
        "无需操作；如果是他人在 CA 等待期间删除的，旁边会说明：请重新添加。",
    ),
    row(
        "order_failed",
        PERSON,
        "CAS refused the call that was to order, or the CA refused the application.",
        "CAS 拒绝了下单的调用，或者 CA 拒绝了申请。",
        "See the reason beside it; that is what has to be mended.",
        "见旁边的原因，需要解决的正是该原因。",
    ),
)
