"""Messages of entries and outcomes: what was done, as ledgers have it in English."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_ENTRIES: Pairs = (
    ("about to bind {a}; {b}.", "即将绑定 {a}；{b}。"),
    (
        "Its chain could not be read before, so no other domain of the product gets it until visitors here are seen to.",
        "之前无法读取它的证书链，因此在看到这里的访客收到它之前，同一产品的其他域名不绑定。",
    ),
    ("{a} is bound; {b}.", "已绑定 {a}；{b}。"),
    ("{a} is bound; {b}; {c}.", "已绑定 {a}；{b}；{c}。"),
    ("nothing was bound there before", "之前没有绑定证书"),
    ("before it {a} was", "之前是 {a}"),
    (
        "{a} is bound; it was found there after a change whose result was never recorded.",
        "已绑定 {a}；在一次未记录结果的更改之后发现。",
    ),
    ("the change to {a}, which was begun, was not made.", "已开始的更改（换成 {a}）没有完成。"),
    (
        "the certificate of this domain belongs here now, not at {a}.",
        "该域名的证书现在应当绑定在这里，而不是 {a}。",
    ),
    (
        "{a} was bound by certbind, now {b} is: another hand (a person, CAS's own deployment) changed it. certbind turns HTTPS on again where a certificate fits.",
        "certbind 绑定的是 {a}，现在是 {b}：外部变更（人工或 CAS 自己的部署）所致。有合适的证书时 certbind 会重新开启 HTTPS。",
    ),
    (
        "{a} was bound by certbind, now {b} is: another hand (a person, CAS's own deployment) changed it. certbind leaves it until something better is issued.",
        "certbind 绑定的是 {a}，现在是 {b}：外部变更（人工或 CAS 自己的部署）所致。在签发更合适的证书之前，certbind 不再改动。",
    ),
    (
        "{a} was bound by certbind, now {b} is: another hand (a person, CAS's own deployment) changed it.",
        "certbind 绑定的是 {a}，现在是 {b}：外部变更（人工或 CAS 自己的部署）所致。",
    ),
    (
        "{a} gives way to {b} at one more slot: {c}; visitors are looked at once more.",
        "又一个位置由 {b} 取代 {a}：{c}；再检查一次访客实际收到的证书。",
    ),
    ("{a}; once more in {b} to be sure.", "{a}；{b} 后再确认一次。"),
    ("{a}; a second look in {b} decides.", "{a}；{b} 后再次查看并决定。"),
    ("{a}, looking again in {b}.", "{a}；{b} 后再次查看。"),
    ("verified: {a}, 2 looks in a row.", "已验证：{a}，连续两次查看正常。"),
    ("well again: {a}.", "已恢复：{a}。"),
    ("not verified: {a}.", "未通过验证：{a}。"),
    ("nothing was touched: {a}.", "没有改动：{a}。"),
    ("waits: {a}.", "等待：{a}。"),
    ("nothing to do: {a}.", "无需操作：{a}。"),
    ("nothing to do: {a}: {b}.", "无需操作：{a}：{b}。"),
    ("rolled back by itself: {a}", "自动回滚：{a}"),
    ("rollback: {a}", "回滚：{a}"),
    ("a certificate", "一张证书"),
    ("a while", "一会儿"),
    (
        "certificate {a} is bound ({b}); visitors are looked at next.",
        "已绑定证书 {a}（{b}）；接下来查看访客收到的证书。",
    ),
    ("others kept changing it; trying again in {a}.", "其他函数一直在更改它；{a}后重试。"),
    (
        "{a} is handled already, by entry {b}; nothing is done twice.",
        "{a} 已由记录 {b} 处理；不会重复。",
    ),
    ("a message came twice.", "消息重复。"),
    ("{a} Trying again in {b}.", "{a}{b}后重试。"),
    (
        "entry {a} is damaged ({b}) and set aside where it is. What stands at the target now counts. {c}",
        "记录 {a} 已损坏（{b}），原样搁置。以目标当前的状态为准。{c}",
    ),
    (
        "No sound entry is left: what a person took off, wishes and the way back are lost.",
        "没有完好的记录：人工解除的绑定、要求与回滚点均已丢失。",
    ),
    (
        "Holds, wishes and the way back are those of entry {a}, where the domain was {b}; what changed in them since is lost.",
        "保持、要求与回滚点取自记录 {a}（当时：{b}）；之后的变化已丢失。",
    ),
    ("not held", "没有保持"),
    ("Visitors of {a} are seen to get {b}.", "已看到 {a} 的访客收到 {b}。"),
    ("{a} is found at fault at {b} ({c}).", "{a} 在 {b} 出现异常（{c}）。"),
    (
        "{a}, whose chain could not be read before, goes to {b} first.",
        "{a} 绑定之前无法读取证书链，先绑定到 {b}。",
    ),
    ("Another domain tries it, or it ended.", "另一个域名正在试用它，或者它已过期。"),
    ("A sweep begins.", "开始检查。"),
    ("{a} to bind, {b} kept, {c} cannot.", "待绑定 {a}，保持 {b}，不能绑定 {c}。"),
    ("it was read", "已读取"),
    ("held until what ends after {a} is there", "保持，直到有 {a} 之后到期的证书"),
    ("Entry {a} holds no state of a domain: {b} {c}.", "记录 {a} 中没有域名的状态：{b} {c}。"),
    ("Entry {a} holds no state of a line: {b} {c}.", "记录 {a} 中没有系列的状态：{b} {c}。"),
    ("Entry {a} holds no snapshot of CAS's list.", "记录 {a} 中没有 CAS 列表的快照。"),
    (
        "its state is of version {a}, this certbind writes {b}",
        "其状态为版本 {a}，此版本 certbind 写入版本 {b}",
    ),
    ("{a} part(s) of the account could not be read.", "账号有 {a} 个部分未能读取。"),
    ("{n} part(s) could not be read.", "有 {n} 个部分未能读取。"),
    (
        "Certificate {a} is near its end and bound nowhere that could be read.",
        "证书 {a} 即将过期，在已读取的部分没有绑定。",
    ),
    (
        "Certificate {a} is revoked and bound nowhere that could be read.",
        "证书 {a} 已吊销，在已读取的部分没有绑定。",
    ),
    ("Certificate {a} is near its end and bound nowhere.", "证书 {a} 即将过期，没有绑定。"),
    (
        "Certificate {a} is near its end: a better one is bound next on {b}",
        "证书 {a} 即将过期：接下来会绑定更合适的证书：{b}",
    ),
    (
        "Certificate {a} is revoked: a better one is bound next on {b}",
        "证书 {a} 已吊销：接下来会绑定更合适的证书：{b}",
    ),
    (
        "none is there, or may be bound by itself, for {a}",
        "{a} 没有可用的证书，或者不允许自动绑定",
    ),
    ("is near its end", "即将过期"),
    (
        "{a} said that a deployment job was made or started in CAS: none is under way at a domain.",
        "{a} 表示 CAS 创建或启动了部署任务：没有正在域名上进行的任务。",
    ),
    (
        "{a} said that a deployment job was made or started in CAS: {b} is looked at in 10 min.",
        "{a} 表示 CAS 创建或启动了部署任务：10 分钟后查看 {b}。",
    ),
    ("{a} said that something changed in CAS: {b}.", "{a} 表示 CAS 有变化：{b}。"),
    ("the message could not be read.", "消息无法读取。"),
    (
        "Entry {a} of {b} is damaged and set aside; compared with entry {c}.",
        "{b} 的记录 {a} 已损坏并搁置；与记录 {c} 比较。",
    ),
    ("recheck: {a}; the next one begins with them", "recheck：{a}；下一次从它们开始"),
    ("a message that cannot be formatted ({a})", "无法显示的消息（{a}）"),
    ("nothing announced", "没有新消息"),
    ("nothing new", "没有变化"),
    ("{a} certificates seen; {b}. {c}", "看到 {a} 张证书；{b}。{c}"),
    ("A person knows of {a}.", "已有人知道 {a}。"),
    ("Put back into the queue: {a}.", "已放回队列：{a}。"),
)
_OUTCOMES: Pairs = (
    (
        "would replace {a} by certificate {b} ({c}). Nothing was changed: this is a dry run.",
        "会将 {a} 换成证书 {b}（{c}）。未做更改：这是预演。",
    ),
    ("certificate {a}", "证书 {a}"),
    (
        "{a} was replaced by certificate {b}; visitors are looked at next.",
        "{a} 已换成证书 {b}；接下来查看访客收到的证书。",
    ),
    (
        "{a} was replaced by certificate {b}; recheck looks at visitors, for the look could not be queued: {c}",
        "{a} 已换成证书 {b}；查看消息未能进入队列，由 recheck 查看：{c}",
    ),
    ("nothing was put back: {a}", "没有回滚：{a}"),
    ("not put back: {a}.", "没有回滚：{a}。"),
    (
        "not reached: the time of this run was up. Ask once more for the rest.",
        "未处理：本次运行时间已用完。请再次运行以处理其余部分。",
    ),
    (
        "others kept changing it; nothing was put back. Try again.",
        "其他函数一直在更改它；没有回滚。请重试。",
    ),
    (
        "a function is binding a certificate at this moment; nothing was put back. Try again in a minute (after five, what a crashed function left is settled first).",
        "函数正在绑定证书；没有回滚。请一分钟后重试（五分钟之后会先处理崩溃的函数留下的状态）。",
    ),
    ("The ledger holds no binding to put back for {a}.", "台账中没有可为 {a} 恢复的绑定。"),
    ("what was bound since {a}", "{a} 之后绑定的证书"),
    ("no target of the account has this name.", "账号中没有该名称的目标。"),
    (
        "no target of the account has this name. Did you mean {a}?",
        "账号中没有该名称的目标。您是否要找 {a}？",
    ),
    ("{a} How far it came is in `certbind history {b}`.", "{a}进展见 `certbind history {b}`。"),
    ("{a}, whose key cannot be read back", "{a}（无法读回私钥）"),
)
_SWEEP: Pairs = (
    (
        "what is served ends {a} ({b}), and CAS does not hold it, as far as it is read; no better one is there, or may be bound by itself",
        "访客收到的证书 {a} 到期（{b}），就已读取的范围而言不在 CAS 中；没有更合适的证书，或者不允许自动绑定",
    ),
    (
        "certificate {a} ends {b} ({c}); no better one is there, or may be bound by itself",
        "证书 {a} {b} 到期（{c}）；没有更合适的证书，或者不允许自动绑定",
    ),
    ("certificate {a} should stand here: {b}", "这里应当绑定证书 {a}：{b}"),
    (
        "certificate {a} is bound when visitors were looked at: {b}",
        "检查访问结果之后将绑定证书 {a}：{b}",
    ),
    ("bound, and nobody saw whether visitors get it", "已绑定，但没有查看访客是否收到"),
    ("a bind was begun and its result is not known", "已开始绑定，结果未知"),
    (
        "as seen on {a}, after a binding settings were not as before it: {b}",
        "{a} 发现绑定之后设置与绑定前不同：{b}",
    ),
    (
        "Settings are not as before the binding: {a}.",
        "设置与绑定前不同：{a}。",
    ),
    (
        "How it is served besides could not be read, and is not compared: {a}",
        "无法读取该域名的其他设置，因此不作比较：{a}",
    ),
    (
        "entry {a} of its journal is damaged and set aside; `certbind history` tells what is lost",
        "其日志的记录 {a} 已损坏并搁置；`certbind history` 说明丢失的内容",
    ),
    (
        "{a} of {b} domains were not reached in the time of one sweep",
        "{b} 个域名中有 {a} 个未能在一次检查的时间内处理",
    ),
    ("a fault in certbind: {a}", "certbind 的故障：{a}"),
    ("A fault in certbind: {a}.", "certbind 的故障：{a}。"),
)
_CHAIN: Pairs = (
    ("it is entry {a} of {b}", "这是 {b} 的记录 {a}"),
    ("no journal entry: it was changed after it was written", "不是日志记录：写入之后被更改"),
    ("entry format {a}; this certbind reads format 1", "记录格式 {a}；此版本 certbind 读取格式 1"),
    (
        "no journal entry: its time has no zone, or its number is none",
        "不是日志记录：时间没有时区，或者编号无效",
    ),
    ("no journal entry: it is no JSON", "不是日志记录：不是 JSON"),
    ("no journal entry: {a} {b}", "不是日志记录：{a} {b}"),
    ("missing: the next entry is {a}", "缺失：下一条记录是 {a}"),
    ("does not follow the entry before it", "与前一条记录不连续"),
    ("was changed after it was written", "写入之后被更改"),
    ("Entry {a} cannot be read: {b}.", "记录 {a} 无法读取：{b}。"),
    ("Entry {a} was written by another.", "记录 {a} 由其他函数写入。"),
    ("The bucket's versioning is {a}.", "Bucket 的版本控制状态为 {a}。"),
    ("{a} is no entry of a journal", "{a} 不是日志记录"),
)
PAIRS: Pairs = (*_ENTRIES, *_OUTCOMES, *_SWEEP, *_CHAIN)
