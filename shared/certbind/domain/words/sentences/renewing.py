"""How a line of certificates is renewed."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "the API orders at most five domains at once, and no wildcard beside a plain one",
        "API 一次最多申请五个域名，且泛域名不能与普通域名一起申请",
    ),
    ("CAS does not renew an order for several domains", "CAS 不续订多个域名的订单"),
    ("{a}; that takes longer than is usual", "{a}；比平时更久"),
    (
        "order one by hand, or upload one (certbind upload); it is bound when CAS has it",
        "请人工申请，或者上传证书（certbind upload）；CAS 中有证书之后会绑定",
    ),
    (
        "instance {a} was refunded, and nothing is issued on it any more: {b}",
        "实例 {a} 已退款，不再签发证书：{b}",
    ),
    (
        "instance {a} is closed, and nothing is issued on it any more: {b}",
        "实例 {a} 已关闭，不再签发证书：{b}",
    ),
    (
        "instance {a} has ended: extend its subscription, or buy another; else {b}",
        "实例 {a} 已到期：请续费或另行购买；否则{b}",
    ),
    (
        "instance {a} is {b}, and nothing is issued on it any more: {c}",
        "实例 {a} 的状态为 {b}，不再签发证书：{c}",
    ),
    (
        "certificate {a} ({b} and {n} more), which ends {day}",
        "证书 {a}（{b} 等，另有 {n} 个域名），{day} 到期",
    ),
    (
        "certificate {a} ({b} and {n} more), which ends {day}: {c}",
        "证书 {a}（{b} 等，另有 {n} 个域名），{day} 到期：{c}",
    ),
    ("certificate {a} ({b}), which ends {day}", "证书 {a}（{b}），{day} 到期"),
    ("certificate {a} ({b}), which ends {day}: {c}", "证书 {a}（{b}），{day} 到期：{c}"),
    (
        "certificate {a} ({b}), which ends {day} ({c}): {d}",
        "证书 {a}（{b}），{day} 到期（{c}）：{d}",
    ),
    ("{a}: due from {b} on", "{a}：{b} 起需要续期"),
    ("{a}: its renewal is due, and ordered next", "{a}：需要续期，接下来申请"),
    ("{a}: {b} was issued after it; nothing more is ordered", "{a}：之后已签发 {b}；不再申请"),
    (
        "{a}: {b} was issued after it, and CAS shows it no more (revoked?): {c}",
        "{a}：之后已签发 {b}，而 CAS 已不显示它（已吊销？）：{c}",
    ),
    (
        "it was uploaded, and CAS renews only what it sold: {a}",
        "它是上传证书，CAS 只续订自己售出的证书：{a}",
    ),
    ("it is a test certificate, which CAS does not renew: {a}", "它是测试证书，CAS 不续订：{a}"),
    (
        "CAS shows no instance and no order that it is of: {a}",
        "CAS 没有显示它所属的实例或订单：{a}",
    ),
    (
        "its key is held elsewhere, and a CA takes a CSR once: give the instance a new CSR and apply for it in the console",
        "它的私钥在别处，而 CA 只接受一次 CSR：请在控制台为实例提供新的 CSR 并申请",
    ),
    (
        "one application on instance {a}, which is paid for already",
        "在已付费的实例 {a} 上申请一次",
    ),
    ("one of {a} left of the quota of {b}", "{b} 的剩余额度 {a} 个中的一个"),
    ("an unknown number", "数量未知"),
    ("{a}: its renewal is due; {b} takes {c}", "{a}：需要续期；{b} 会使用{c}"),
    (
        "{a}: its renewal is due, and CERTBIND_RENEW does not name it; `certbind plan` says what it would take",
        "{a}：需要续期，而 CERTBIND_RENEW 没有包含它；`certbind plan` 说明需要什么",
    ),
    (
        "{a}: would order by {b} ({c}); CERTBIND_RENEW does not name it",
        "{a}：本应通过 {b} 申请（{c}）；CERTBIND_RENEW 没有包含它",
    ),
    ("{a}: its renewal is applied for, and under way", "{a}：续期已申请，正在进行"),
    ("{a}: its renewal is applied for, and under way: {b}", "{a}：续期已申请，正在进行：{b}"),
    (
        "{a}: its renewal is applied for (order {n}), and under way",
        "{a}：续期已申请（订单 {n}），正在进行",
    ),
    (
        "{a}: its renewal is applied for (order {n}), and under way: {b}",
        "{a}：续期已申请（订单 {n}），正在进行：{b}",
    ),
    (
        "order {a} of {b} is renewed and waits for its application, which no call of the API submits: submit it in the console (SSL Certificates, Apply)",
        "{b} 的订单 {a} 已续订，等待提交申请；API 不能提交，请在控制台提交（SSL 证书，证书申请）",
    ),
    (
        "{a}: {b} was begun, and how it ended is read from CAS first",
        "{a}：{b} 已开始，先从 CAS 读取结果",
    ),
    ("{a}: {b} was begun and CAS shows nothing of it", "{a}：{b} 已开始，而 CAS 没有显示"),
    (
        "{a}: the CA refused the application; mend the cause and apply for it in the console, certbind follows it from there",
        "{a}：CA 拒绝了申请；请排除原因并在控制台重新申请，certbind 会继续跟进",
    ),
    (
        "{a}: the CA refused the application: {b}; mend the cause and apply for it in the console, certbind follows it from there",
        "{a}：CA 拒绝了申请：{b}；请排除原因并在控制台重新申请，certbind 会继续跟进",
    ),
    (
        "it was applied for, and CAS shows no application and no new certificate; was it withdrawn?",
        "已申请，而 CAS 既没有显示申请也没有新证书；是否已撤回？",
    ),
    (
        "it was applied for, and CAS shows no application and no new certificate ({a}); was it withdrawn?",
        "已申请，而 CAS 既没有显示申请也没有新证书（{a}）；是否已撤回？",
    ),
    (
        "Apply for it in the console, certbind follows it from there",
        "请在控制台申请，certbind 会继续跟进",
    ),
    (
        "{a}: CAS renews it by itself (AutoReissue); it is waited for",
        "{a}：由 CAS 自动托管续期（AutoReissue）；正在等待",
    ),
    (
        "CAS should have renewed it by itself (AutoReissue) and has not: see the instance in the console, its validation records above all, or switch hosting off there and certbind orders",
        "CAS 应已自动续期（AutoReissue）却没有：请在控制台查看该实例，首先是域名验证记录；或者关闭托管，由 certbind 申请",
    ),
    (
        "{a}: the last try ended with {b}; the next is in {c} min",
        "{a}：上一次尝试以 {b} 结束；{c} 分钟后重试",
    ),
    (
        "{a}: three calls that may order were made within a day; the next may be in {b} h. `certbind history` of a domain says what became of them",
        "{a}：一天之内已有三次可能产生订单的调用；{b} 小时后才能再次调用。域名的 `certbind history` 说明结果",
    ),
    (
        "{a}: nothing is left of the quota of {b}: buy more of it, or {c}",
        "{a}：{b} 的额度已用完：请购买，或者{c}",
    ),
    ("certbind looks again by itself in {a}", "certbind 将在 {a} 后自动再次查看"),
    ("nobody could look for {a}", "未能查看 {a}"),
    ("the CA waits for records; {a}", "CA 正在等待验证记录；{a}"),
    (
        "the records that the CA waits for are there; it looks again by itself",
        "CA 等待的验证记录已存在；它会自动再次查看",
    ),
    ("the CA waits for {a}; nothing is there: create it", "CA 正在等待 {a}；尚不存在：请添加"),
    (
        "the CA waits for {a} (host record {b} of {c}); nothing is there: create it",
        "CA 正在等待 {a}（{c} 的主机记录 {b}）；尚不存在：请添加",
    ),
    (
        "the CA waits for {a}; {b} is there: set the value that the CA waits for (an old validation's value is of no use any more)",
        "CA 正在等待 {a}；现有的是 {b}：请改为 CA 等待的值（以前验证的值已无用）",
    ),
    (
        "the CA waits for a file at {a} that holds {b}: serve it",
        "CA 正在等待 {a} 处内容为 {b} 的文件：请提供",
    ),
    ("{a} is there; the CA looks again by itself", "{a} 已存在；CA 会自动再次查看"),
    ("{a}; Alidns could not be read: {b}", "{a}；未能读取云解析 DNS：{b}"),
    ("Alidns could not be read: {a}", "未能读取云解析 DNS：{a}"),
    ("; Alidns could not be read: {a}", "；未能读取云解析 DNS：{a}"),
    (
        "the CA waits for {a}; certbind wrote it, and another hand took it away: create it",
        "CA 正在等待 {a}；certbind 曾写入，而已被他人删除：请添加",
    ),
    (
        "{a} was written by certbind, and is not in zone {b} any more",
        "{a} 由 certbind 写入，而已不在域名 {b} 的解析记录中",
    ),
    (
        "the CA waits for {a}; certbind wrote it into zone {b}, and DNS does not show it: see the zone",
        "CA 正在等待 {a}；certbind 已写入域名 {b} 的解析记录，而 DNS 没有返回：请检查该域名",
    ),
    (
        "certbind wrote {a} into zone {b}; DNS does not show it yet",
        "certbind 已将 {a} 写入域名 {b} 的解析记录；DNS 尚未返回",
    ),
    (
        "{a} is in zone {b} as certbind meant it",
        "{a} 已如 certbind 所写存在于域名 {b} 的解析记录中",
    ),
    (
        "{a} was begun, and what became of it is read from Alidns first",
        "{a} 已开始写入，先从云解析 DNS 读取结果",
    ),
    (
        "{a} is in zone {b} already; DNS does not show it yet",
        "{a} 已在域名 {b} 的解析记录中；DNS 尚未返回",
    ),
    (
        "the CA waits for {a}; it is in zone {b}, switched off: enable it",
        "CA 正在等待 {a}；它在域名 {b} 的解析记录中，但已暂停：请启用",
    ),
    (
        "{a} is of an order before, and is taken away",
        "{a} 属于以前的订单，将被删除",
    ),
    (
        "the CA waits for {a}; {b} is there in zone {c}, which certbind did not write and does not change: set the value that the CA waits for, or delete what is there and certbind writes it",
        "CA 正在等待 {a}；域名 {c} 的解析记录中已有 {b}，它不是 certbind 写入的，certbind 不会更改：请改为 CA 等待的值，或者删除现有记录，由 certbind 写入",
    ),
    (
        "the CA waits for {a}; certbind writes it into zone {b} of Alidns",
        "CA 正在等待 {a}；certbind 会将其写入云解析 DNS 中域名 {b} 的解析记录",
    ),
    (
        "{a} was not taken by Alidns ({b}); it is tried again",
        "云解析 DNS 没有接受 {a}（{b}）；会重试",
    ),
    (
        "the CA waits for {a}; Alidns did not take it from certbind ({b}): create it",
        "CA 正在等待 {a}；云解析 DNS 没有接受 certbind 的写入（{b}）：请添加",
    ),
    (
        "the CA waits for {a}; zone {b} is in Alidns, but {c} answers for it, and a record in Alidns helps nobody: create it where the zone is answered, or have its registrar name the servers of Alidns",
        "CA 正在等待 {a}；域名 {b} 在云解析 DNS 中，但由 {c} 应答，写入云解析 DNS 没有作用：请在实际应答的 DNS 处添加，或者在注册商处改用云解析 DNS 的服务器",
    ),
    ("{a} was written into zone {b} of Alidns.", "{a} 已写入云解析 DNS 中域名 {b} 的解析记录。"),
    ("{a} was taken out of zone {b} of Alidns.", "{a} 已从云解析 DNS 中域名 {b} 的解析记录删除。"),
    ("{a} is in zone {b} no more", "{a} 已不在域名 {b} 的解析记录中"),
    (
        "{a} was changed by another hand to {b}, and is left alone",
        "{a} 已被他人改为 {b}，不作更改",
    ),
    (
        "{a} is not wanted any more, and is taken away",
        "不再需要 {a}，将删除",
    ),
    ("zone {a} could not be read ({b})", "未能读取域名 {a} 的解析记录（{b}）"),
    ("{a}; what it would take could not be read: {b}", "{a}；未能读取所需内容：{b}"),
    (
        "{a}; whether CAS renews it by itself could not be read: {b}",
        "{a}；未能读取 CAS 是否自动续期：{b}",
    ),
    ("{a}: {b} was taken.", "{a}：{b} 已受理。"),
    ("{a}: {b} was taken as order {c}.", "{a}：{b} 已受理，订单 {c}。"),
    (
        "{a}: its line is at a later certificate already; nothing is done.",
        "{a}：该系列已有更新的证书；不做更改。",
    ),
    (
        "{a}: others kept changing its line; trying again in 30 s.",
        "{a}：其他函数一直在更改该系列；30 秒后重试。",
    ),
    ("it holds no state of a line", "其中没有系列的状态"),
)
