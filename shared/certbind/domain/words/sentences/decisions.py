"""Why something is bound, or is not: the particulars of decisions."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_SIGHT: Pairs = (
    (
        "this machine's clock is {a} minutes {b} the services'; set it first",
        "本机时钟比云服务{b} {a} 分钟；请先校准",
    ),
    ("ahead of", "快"),
    ("behind", "慢"),
    ("the account has no {a}", "账号中没有 {a}"),
    ("{a} is Alibaba Cloud's own name", "{a} 是阿里云自己的域名"),
    ("is stopped or disabled", "已停用"),
    (
        "{a} is accelerated by {b} too, so its certificate belongs there; what the {c} holds has no effect",
        "{a} 也由 {b} 加速，因此证书应当绑定在那里；{c} 上的证书不生效",
    ),
    (
        "{a} may stand in front of it, and could not be read ({b})",
        "{a} 可能在它前面，但未能读取（{b}）",
    ),
    (
        "a function has begun to bind {a} and has not said how it ended",
        "函数已开始绑定 {a}，尚未记录结果",
    ),
    ("DNS sends visitors of {a} to {b}, not to {c}", "DNS 将 {a} 的访客指向 {b}，而不是 {c}"),
    (
        "no OSS custom domain or CDN domain of the account has this name",
        "账号中没有该名称的 OSS 自定义域名或 CDN 域名",
    ),
    (
        "no OSS custom domain or CDN domain of the account has this name, as far as {a} lets it be seen",
        "在 {a} 允许查看的范围内，账号中没有该名称的 OSS 自定义域名或 CDN 域名",
    ),
    (
        "CAS does not list this certificate: it was deleted, or has ended",
        "CAS 列表中没有该证书：已删除，或者已过期",
    ),
    ("CAS of {a} is not read (CERTBIND_SITE)", "没有读取 {a} 的 CAS（CERTBIND_SITE）"),
    ("no certificate in CAS is of this issuer", "CAS 中没有该颁发者的证书"),
)
_WANTS: Pairs = (
    ("visitors are looked at", "查看访客收到的证书"),
    ("what is served is put on record", "记录访客收到的证书"),
    ("nothing is bound there", "尚未绑定证书"),
    (
        "{a}; static HTTPS requests are billed from then on",
        "{a}；此后静态 HTTPS 请求将按次计费",
    ),
    ("CERTBIND_PINS names it for the domain", "CERTBIND_PINS 为该域名指定了它"),
    ("lasts longer: {a}", "有效期更长：{a}"),
    ("{a}, which is bound there, is in CAS no more", "当前绑定的 {a} 已不在 CAS 中"),
    (
        "the policy allows replacing what CAS does not hold",
        "设置允许替换不在 CAS 中的证书",
    ),
    (
        "{a} was issued later and ends as {b} does, which is bound there; it is bound only by name (certbind bind --certificate)",
        "{a} 签发更晚，但与当前绑定的 {b} 同时到期；只有指定时才绑定（certbind bind --certificate）",
    ),
    ("{a}, and CAS has none that can replace it", "{a}，并且 CAS 中没有可以替换它的证书"),
    ("{a} is bound there and ends {b}", "当前绑定 {a}，{b} 到期"),
    ("ends {a}; {b}, which is bound there, {c}", "{a} 到期；当前绑定的 {b} {c}"),
    ("{a} {b} and lasts until {c}", "{a} {b}，有效期至 {c}"),
    ("names {a} itself", "直接包含 {a}"),
    ("is preferred by the policy", "按设置优先"),
    ("{id}, which is bound there, {b}", "当前绑定的 {id} {b}"),
    ("does not serve {a} as it should", "没有正确服务 {a}"),
    ("is revoked", "已吊销"),
    ("ended {a}", "{a} 已到期"),
    ("ends {a}", "{a} 到期"),
    ("expired", "已过期"),
    ("a certificate that this account's CAS does not show", "本账号 CAS 中看不到的证书"),
    (
        "a certificate ({a}) that this account's CAS does not show",
        "本账号 CAS 中看不到的证书（{a}）",
    ),
    ("a certificate {a} that this account's CAS does not show", "本账号 CAS 中看不到的证书 {a}"),
    ("CDN's free certificate", "CDN 免费证书"),
    ("CDN's free certificate {a}", "CDN 免费证书 {a}"),
    (
        "an uploaded certificate, whose key cannot be read back,",
        "直接上传的证书（无法读回私钥）",
    ),
    (
        "an uploaded certificate {a}, whose key cannot be read back,",
        "直接上传的证书 {a}（无法读回私钥）",
    ),
    ("{a} is bound there", "当前绑定 {a}"),
    ("what is bound there", "当前绑定的证书"),
    ("what stands there", "当前绑定的证书"),
    (
        "{a}, which CAS does not hold, has ended or names other domains",
        "{a} 不在 CAS 中，已过期或者不包含该域名",
    ),
    ("no certificate in CAS covers {a}", "CAS 中没有包含 {a} 的证书"),
    (
        "no certificate in CAS covers {a}; read was CAS of {b}, not of {c} (CERTBIND_SITE)",
        "CAS 中没有包含 {a} 的证书；读取的是 {b} 的 CAS，没有读取 {c}（CERTBIND_SITE）",
    ),
    (
        "{a} certificates in CAS cover {b}, but none can be used",
        "CAS 中有 {a} 张证书包含 {b}，但都不能使用",
    ),
    (
        "one in CAS covers {a}, but none can be used",
        "CAS 中有 1 张证书包含 {a}，但不能使用",
    ),
    (
        "{a} certificates in CAS cover {b}, but none can be used; read was CAS of {c}, not of {d} (CERTBIND_SITE)",
        "CAS 中有 {a} 张证书包含 {b}，但都不能使用；读取的是 {c} 的 CAS，没有读取 {d}（CERTBIND_SITE）",
    ),
    (
        "one in CAS covers {a}, but none can be used; read was CAS of {c}, not of {d} (CERTBIND_SITE)",
        "CAS 中有 1 张证书包含 {a}，但不能使用；读取的是 {c} 的 CAS，没有读取 {d}（CERTBIND_SITE）",
    ),
    (
        "read was CAS of {c}, not of {d} (CERTBIND_SITE)",
        "读取的是 {c} 的 CAS，没有读取 {d}（CERTBIND_SITE）",
    ),
    ("{a} ends {b} too", "{a} 也在 {b} 到期"),
    ("the policy pins {a} to {b}", "设置将 {a} 固定为 {b}"),
    ("{a} is better for {b}", "对于 {b}，{a} 更合适"),
    ("what is bound there is not replaced by it", "当前绑定的证书不会被它替换"),
    ("it was found at fault here ({a})", "在这里查看时发现异常（{a}）"),
    ("{a}, but it would not have been bound: {b}", "{a}，但本来不应绑定它：{b}"),
)
_BRAKES: Pairs = (
    (
        "{a} would be better, but a person put {b} there in place of one that ends {c}; only what ends later is bound by itself",
        "{a} 更合适，但人工将到期时间为 {c} 的证书换成了 {b}；只有到期更晚的证书才会自动绑定",
    ),
    ("would bind {a} ({b})", "本应绑定 {a}（{b}）"),
    (
        "ends {a}; {b}, which CAS does not hold, {c}",
        "{a} 到期；不在 CAS 中的 {b} {c}",
    ),
    (
        "binding {a} ended with {b}; it is tried again in {c}",
        "绑定 {a} 失败：{b}；{c}后重试",
    ),
    (
        "binding {a} ended with {b}, {n} times in a row; it is tried again in {c}",
        "绑定 {a} 失败：{b}，连续 {n} 次；{c}后重试",
    ),
    ("binding {a} ended with {b}; it is tried again now", "绑定 {a} 失败：{b}；现在重试"),
    (
        (
            "binding {a} ended with {b}; of all that ended so at the product, those that waited "
            "longest are tried again now, and the others once that went well"
        ),
        "绑定 {a} 失败：{b}；该产品中同样失败的域名里，等待最久的几个现在重试，成功后其余的再重试",
    ),
    (
        "visitors are looked at again in {a}, then it is bound",
        "{a} 后再次查看访客收到的证书，然后绑定",
    ),
    (
        "the domain is being configured and takes no writes meanwhile",
        "域名正在配置中，此时不接受更改",
    ),
    (
        "{a}, whose chain could not be read before, was bound to {b} first and found at fault there ({c}); it is bound only by name (certbind bind --certificate)",
        "{a} 绑定之前无法读取证书链，先绑定到 {b}，在那里发现异常（{c}）；只有指定时才绑定（certbind bind --certificate）",
    ),
    (
        "{a}, whose chain could not be read before, goes to {b} first; it is bound here when visitors there are seen to get it",
        "{a} 绑定之前无法读取证书链，先绑定到 {b}；看到那里的访客收到它之后，再在这里绑定",
    ),
    ("{n} min", "{n} 分钟"),
    ("{n} minutes", "{n} 分钟"),
    ("{n} minute", "{n} 分钟"),
    ("{n} h", "{n} 小时"),
    ("{n} hours", "{n} 小时"),
    ("{n} hour", "{n} 小时"),
    ("{n} s", "{n} 秒"),
    ("{n} seconds", "{n} 秒"),
    ("{n} days", "{n} 天"),
    ("{n} day", "{n} 天"),
    ("less than a minute", "不到一分钟"),
)
_WISHES: Pairs = (
    ("a person asked for it", "人工要求"),
    ("{a} is answered already", "{a} 已处理过"),
    (
        "the last change was a rollback, to {a}; once more would bring back what was rolled away. Name the certificate to go elsewhere (--to)",
        "上一次更改是回滚到 {a}；再次回滚会恢复被回滚掉的证书。如需换成其他证书，请用 --to 指定",
    ),
    (
        "{a} was uploaded or is CDN's own, so it cannot be bound again by id; name another with --to",
        "{a} 是直接上传的证书或 CDN 免费证书，无法按 ID 再次绑定；请用 --to 指定其他证书",
    ),
    (
        "{a}, which stood there before, is in CAS no more; name another with --to",
        "之前绑定的 {a} 已不在 CAS 中；请用 --to 指定其他证书",
    ),
    ("{a} was asked for", "要求绑定 {a}"),
    ("{a}, the backup, was asked for", "要求绑定备用证书 {a}"),
    ("{a} stood there before", "之前绑定的是 {a}"),
    ("{a}; forced in spite of {b}", "{a}；尽管有 {b}，仍强制执行"),
    ("{a} ends {b} UTC, in its last hours", "{a} 将于 {b} UTC 到期，只剩几小时"),
    (
        "another hand put {a} there since; name the domain (--domain) to replace that",
        "之后有外部变更绑定了 {a}；如需替换，请用 --domain 指定域名",
    ),
    ("no certificate", "没有证书"),
    ("CAS has no certificate {a}", "CAS 中没有证书 {a}"),
    ("the one before", "之前的证书"),
    ("it had been put back by itself, and that is tried once", "已自动恢复过一次，不再重复"),
    ("{a}, and {b} served them well before", "{a}，而之前的 {b} 正常"),
    ("{a}, and nothing can be put back: {b}", "{a}，并且无法恢复：{b}"),
    ("{a} is found at fault where visitors get it ({b})", "访客收到 {a} 时出现异常（{b}）"),
    (
        "{a} is found at fault where visitors get it ({b}), and nothing can be put back: {c}",
        "访客收到 {a} 时出现异常（{b}），并且无法恢复：{c}",
    ),
    ("visitors were not seen to be served well by {a} before", "没有记录显示之前的 {a} 正常"),
    ("{a} is what is bound there", "当前绑定的就是 {a}"),
    ("{a} is taken off: {b}", "移除 {a}：{b}"),
    ("{a} is taken off: {b}; it takes no writes", "移除 {a}：{b}；暂时不接受更改"),
    ("visitors were seen to get {a}", "已看到访客收到 {a}"),
    (
        "{a} is there too, and cannot be seen while {b} is",
        "{a} 也在那里，但只要 {b} 还在就看不到它",
    ),
    (
        "{a}, which {b} replaced, stands beside it still: it was not seen that visitors get the new one, so the old one is not taken off",
        "{a} 已被 {b} 替换，但仍与其并存：未看到访客收到新证书，因此不移除旧证书",
    ),
    ("taking off {a} ended with {b}; it is tried again", "移除 {a} 以 {b} 结束；会再次尝试"),
    ("is at a load balancer that is {a}", "所在的负载均衡状态为 {a}"),
    ("is at a listener that is {a}", "所在的监听状态为 {a}"),
)
_ELIGIBILITY: Pairs = (
    (
        "it ends at {a}, which is no root that browsers trust",
        "证书链止于 {a}，不是浏览器信任的根证书",
    ),
    ("ended {a} UTC", "{a} UTC 已过期"),
    ("begins {a} UTC", "{a} UTC 才生效"),
    ("the chain's leaf is {a}…, not this certificate", "证书链中的证书是 {a}…，不是这张"),
    (
        "only the leaf is there, and its issuer {a} is no root",
        "只有域名证书，而它的颁发者 {a} 不是根证书",
    ),
    ("its chain could not be read before binding", "绑定之前无法读取证书链"),
    ("CAS says that it is revoked", "CAS 显示它已吊销"),
    ("CAS does not say that it is issued", "CAS 没有显示它已签发"),
    ("its key is SM2", "它的密钥是国密（SM2）"),
    ("CAS does not hold its private key", "CAS 中没有它的私钥"),
    ("invalid: its chain cannot be read", "无效：无法读取证书链"),
)
PAIRS: Pairs = (*_SIGHT, *_WANTS, *_BRAKES, *_WISHES, *_ELIGIBILITY)
