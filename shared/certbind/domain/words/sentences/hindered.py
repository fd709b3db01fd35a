"""What stands in the way of a binding, a renewal, hardening or an emergency, and how far it came."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_SERVING: Pairs = (
    (
        "the policy of {a} cannot be added to: {b}",
        "{a} 的策略无法追加语句：{b}",
    ),
    (
        "whether the policy of {a} denies plain HTTP is not known: {b}",
        "无法确定 {a} 的策略是否拒绝 HTTP：{b}",
    ),
    ("it is no JSON, or says one thing twice", "它不是 JSON，或者同一项写了两次"),
    ('it is no object of Version "1"', '它不是 Version 为 "1" 的对象'),
    ("its Statement is no list of statements", "其中的 Statement 不是语句列表"),
    (
        "another statement of the policy of {a} than certbind's denies plain HTTP",
        "{a} 的策略中另有一条语句（不是 certbind 写的）拒绝 HTTP",
    ),
    (
        "{a} holds what looks like a secret, which the ledger does not keep: there would be no way back",
        "{a} 含有疑似密钥的内容，台账不保存它，因此将无法恢复",
    ),
    ("another hand has changed {a} since; it stays so", "之后有他人更改了 {a}；保持不变"),
    ("Another hand has changed {a} since; it stays so.", "之后有他人更改了 {a}；保持不变。"),
    (
        "another hand has changed {a} since, and only the denial of plain HTTP is taken out",
        "之后有他人更改了 {a}，因此只删除拒绝 HTTP 的语句",
    ),
    (
        "Another hand has changed {a} since, and only the denial of plain HTTP is taken out.",
        "之后有他人更改了 {a}，因此只删除拒绝 HTTP 的语句。",
    ),
    (
        "visitors must get HTTPS first, and they do not, as was seen",
        "访客必须先能得到 HTTPS，而查看的结果是得不到",
    ),
    (
        "visitors must get HTTPS first, and nobody could look",
        "访客必须先能得到 HTTPS，而未能查看",
    ),
    (
        "no certificate is bound there, and plain HTTP would end",
        "那里没有绑定证书，而 HTTP 将不再可用",
    ),
    ("{a} has no {b}", "{a} 没有 {b}"),
    ("{a} has no such setting", "{a} 没有这样的设置"),
    (
        "a function is binding a certificate at this moment; try again in a minute",
        "有函数正在绑定证书；请一分钟后再试",
    ),
    (
        "{a} was uploaded there or is CDN's own, and could not be bound again; --force takes it off all the same",
        "{a} 是直接上传的证书或 CDN 自己的证书，撤下后无法再次绑定；加上 --force 仍会撤下",
    ),
    (
        "a person took it to plain HTTP; bring it back first",
        "有人把它降级到了 HTTP；请先恢复",
    ),
    (
        "whom a policy of {a} would lock out is not known: {b}",
        "无法确定 {a} 的策略会把谁挡在外面：{b}",
    ),
    (
        "whom the policy would lock out is not known: some targets were not read.",
        "无法确定该策略会把谁挡在外面：部分目标未能读取。",
    ),
    (
        "{a} of the bucket has no HTTPS, and the policy would keep its visitors out",
        "该 Bucket 的 {a} 没有 HTTPS，该策略会把它的访客挡在外面",
    ),
    ("policy: taken away", "策略：删除"),
    ("policy: one that denies plain HTTP", "策略：拒绝 HTTP 的策略"),
    (
        "policy: with the statement that denies plain HTTP",
        "策略：含拒绝 HTTP 的语句",
    ),
    (
        "policy: without the statement that denies plain HTTP",
        "策略：不含拒绝 HTTP 的语句",
    ),
    ("put back {a}.", "已恢复 {a}。"),
    ("lifted {a}.", "已取消 {a}。"),
)
_EMERGENCY: Pairs = (
    ("about to take HTTPS off ({a}), as a person asked", "即将按要求关闭 HTTPS（{a}）"),
    ("before that, {a}", "在此之前，{a}"),
    (
        "about to take HTTPS off ({a}), as a person asked; before that, {b}.",
        "即将按要求关闭 HTTPS（{a}）；在此之前，{b}。",
    ),
    ("about to bring HTTPS back, as a person asked.", "即将按要求恢复 HTTPS。"),
    ("HTTPS is off already.", "HTTPS 已经关闭。"),
    ("HTTPS is off already, since {n} days.", "HTTPS 已经关闭 {n} 天。"),
    ("HTTPS is not back: {a}", "HTTPS 没有恢复：{a}"),
    (
        "HTTPS is off: nothing is bound was taken off, as a person asked.",
        "HTTPS 已关闭：原本没有绑定证书。",
    ),
    ("nothing is bound", "没有绑定证书"),
    ("bind {a}, or the best where that is bad", "绑定 {a}；如果它有问题，则绑定最合适的"),
    ("wait until visitors get it everywhere", "等待访客在各节点都能得到它"),
    ("put back {a}, as they stood", "将 {a} 恢复原状"),
    ("nobody could look", "未能查看"),
    (
        "a certificate is bound, and visitors were not seen to get HTTPS everywhere yet ({a}).",
        "证书已绑定，但尚未看到访客在各节点得到 HTTPS（{a}）。",
    ),
    ("What was lifted is not back.", "取消过的设置尚未恢复。"),
    ("What was lifted is not put back: {a}", "取消过的设置没有恢复：{a}"),
    ("both are bad.", "两张证书都有问题。"),
    ("What is bound: {a}.", "当前绑定的：{a}。"),
    ("The backup {a}: {b}", "备用证书 {a}：{b}"),
    (
        "Upload or order a certificate (`certbind upload`), or take the domain to plain HTTP: {a}.",
        "请上传或申请一张证书（`certbind upload`），或者把该域名降级到 HTTP：{a}。",
    ),
)
_BINDING: Pairs = (
    ("{a} is stopped or disabled", "{a} 已停用"),
    ("{a} is stopped", "{a} 已停用"),
    ("{a} is being stopped", "{a} 正在停用"),
    ("{a} is disabled", "{a} 已禁用"),
    ("{a} failed its review", "{a} 没有通过审核"),
    ("{a} failed to be configured", "{a} 配置失败"),
    ("{a} is being deleted", "{a} 正在删除"),
    ("{a} has the status {b}", "{a} 的状态为 {b}"),
    ("{a} is at a load balancer that is {b}", "{a} 所在的负载均衡实例状态为 {b}"),
    ("{a} is at a listener that is {b}", "{a} 所在的监听状态为 {b}"),
    ("{a} lies in a site that is {b}", "{a} 所在的站点状态为 {b}"),
    (
        "deployment job {a} of {b} is about to bind here; its end is waited for until it took {c}",
        "{b}的部署任务 {a} 即将在这里绑定；等待其结束，最多 {c}",
    ),
    ("CAS's hosting", "CAS 自动托管"),
    ("somebody in the console of CAS", "有人在 CAS 控制台发起"),
    (
        "the deployment job of CAS that was waited for bound {a}; before it {b} was.",
        "所等待的 CAS 部署任务绑定了 {a}；之前是 {b}。",
    ),
    ("Visitors are looked at next.", "接下来查看访客收到的证书。"),
    ("CAS's own jobs could not be seen: {a}", "未能读取 CAS 自己的部署任务：{a}"),
    ("a job is changing it", "有任务正在更改它"),
    ("{a}, which is in CAS no more, is revoked", "已不在 CAS 中的 {a} 已吊销"),
    ("is in CAS no more", "已不在 CAS 中"),
    ("it was found at fault here ({a})", "在这里查看时发现异常（{a}）"),
    ("{a} it was found at fault here ({b})", "{a} 在这里查看时发现异常（{b}）"),
    (
        "{a} would be better, but a person put {b} there in place of one that ends {day}",
        "{a} 更合适，但有人用 {b} 替换了 {day} 到期的证书",
    ),
    ("only what ends later is bound by itself", "只有到期更晚的证书才会自动绑定"),
    ("{a} is bound, {b} was expected.", "当前绑定 {a}，预期为 {b}。"),
    ("not found, but {a} could not be read.", "没有找到，但 {a} 未能读取。"),
    ("{a} may not be read.", "无权读取 {a}。"),
    ("CDN's free certificate is bound there", "那里绑定的是 CDN 的免费证书"),
    (
        "{a} is accelerated by {b} too ({c}), so its certificate belongs there; what {d} holds has no effect",
        "{a} 也由 {b} 加速（{c}），证书应当绑定在那里；{d} 上的不生效",
    ),
    ("DNS sends visitors there", "DNS 把访客引向那里"),
    ("DNS does not tell, it is further out", "DNS 没有说明，它在更外层"),
    (
        "DNS does not tell, and of two alike the first by name counts",
        "DNS 没有说明，两者相同时以名称靠前的为准",
    ),
    (
        "CAS's list has no place of this name; it lags, and lacks some products (ESA)",
        "CAS 的列表中没有此名称；该列表有延迟，且不含部分云产品（ESA）",
    ),
    (
        "CAS says that it is bound; nobody could look, for no name of it is known",
        "CAS 显示已绑定；不知道它的域名，因此未能查看",
    ),
)
_LINES: Pairs = (
    (
        "certificate {a} ends {day} ({b}); {c} is to take its place, and waits",
        "证书 {a} {day} 到期（{b}）；{c} 将接替它，正在等待",
    ),
    (
        "Certificate {a} ends {day} ({b}): a better one is bound next on {n} domain(s).",
        "证书 {a} {day} 到期（{b}）：接下来为 {n} 个域名绑定更合适的证书。",
    ),
    (
        "Certificate {a} ends {day} ({b}): a better one is bound next on {n} domain(s); none is there, or may be bound by itself, for {c}.",
        "证书 {a} {day} 到期（{b}）：接下来为 {n} 个域名绑定更合适的证书；{c} 没有可用的证书，或者不允许自动绑定。",
    ),
    (
        "Certificate {a} is near its end and bound nowhere that could be read.",
        "证书 {a} 临近到期，就已读取的范围而言没有绑定在任何地方。",
    ),
    (
        "{a} is handled already, by entry {n} of its certificate's journal at the latest; nothing is done twice.",
        "{a} 已处理，最迟见该证书日志的记录 {n}；不会重复。",
    ),
)

PAIRS: Pairs = (*_SERVING, *_EMERGENCY, *_BINDING, *_LINES)
