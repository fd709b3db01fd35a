"""How a target is served besides its certificate."""

from __future__ import annotations

from certbind.domain.words import NOTE, PERSON, WELL, Word, row

ROWS: tuple[Word, ...] = (
    row(
        "https_not_seen",
        PERSON,
        "Visitors were not seen to get HTTPS, and what is asked for would keep out whoever cannot.",
        "没有看到访客得到 HTTPS，而所要求的设置会把得不到 HTTPS 的访客挡在外面。",
        "`certbind verify DOMAIN` says what they get. When it is good, say the same again.",
        "`certbind verify DOMAIN` 说明访客得到什么。正常之后再执行一次。",
    ),
    row(
        "locks_out",
        PERSON,
        "A policy that denies plain HTTP would lock out certbind itself, a CDN domain that fetches over http, or another domain of the bucket.",
        "拒绝 HTTP 的策略会把 certbind 自己、以 HTTP 回源的 CDN 加速域名或该 Bucket 的其他域名挡在外面。",
        "Let what is named come by HTTPS first: OSS_ENDPOINT=https://…, the origin protocol of CDN, a certificate for the other domain.",
        "先让所列的访问方使用 HTTPS：OSS_ENDPOINT 用 https，修改 CDN 的回源协议，为其他域名绑定证书。",
    ),
    row(
        "policy_unreadable",
        PERSON,
        "The bucket has a policy that certbind does not understand, and a policy is replaced whole. It is left as it is.",
        "该 Bucket 的策略 certbind 无法理解，而策略只能整体替换。因此保持不变。",
        "Look at it in the OSS console and mend it, or add the statement there by hand (docs/guides/hardening.md). Of hardening, TLS goes without it: `certbind harden DOMAIN --only tls --apply`.",
        "请在 OSS 控制台查看并修正，或在那里手动添加语句（docs/guides/zh/hardening.md）。加固中的 TLS 可以单独执行：`certbind harden DOMAIN --only tls --apply`。",
    ),
    row(
        "rule_in_the_way",
        PERSON,
        "A function stands under a rule's condition at CDN that excludes what is asked for.",
        "CDN 上有一个带规则条件的功能，与所要求的设置互斥。",
        "Take it away in the CDN console, if it may go, and say the same again.",
        "如果可以去掉，请在 CDN 控制台删除，然后再执行一次。",
    ),
    row(
        "no_such_setting",
        NOTE,
        "The product has none of the settings that were asked for.",
        "该云产品没有所要求的设置。",
        "See what there is: of CDN and DCDN tls, redirect, http2, ocsp, gzip, brotli and hsts, of VOD redirect, of a bucket tls and deny_http.",
        "可用的设置：CDN 与 DCDN 有 tls、redirect、http2、ocsp、gzip、brotli、hsts，视频点播有 redirect，Bucket 有 tls、deny_http。",
    ),
    row(
        "settings_changed_since",
        PERSON,
        "Another hand has changed a setting since certbind did. It is not undone.",
        "在 certbind 更改之后，有人又更改了该设置。因此不会还原。",
        "Look at it in the console, and set it there as it should be.",
        "请在控制台查看，并在那里改成所需的设置。",
    ),
    row(
        "hardened",
        NOTE,
        "Settings of a domain were not as CERTBIND_HARDEN wants them, and this sweep set them. What stood is on record.",
        "域名的设置与 CERTBIND_HARDEN 的要求不符，本次巡检已设置。原来的设置已有记录。",
        "Nothing. `certbind harden DOMAIN --undo --apply` puts back what stood, and the sweeps leave it so; `certbind history DOMAIN` shows both.",
        "无需操作。`certbind harden DOMAIN --undo --apply` 恢复原来的设置，之后的巡检不再更改；`certbind history DOMAIN` 显示二者。",
    ),
    row(
        "settings_drift",
        PERSON,
        "Settings of a domain are not as CERTBIND_HARDEN wants them. A person undid them or set them otherwise, and is not fought; or they could not be set, and the words beside it say why.",
        "域名的设置与 CERTBIND_HARDEN 的要求不符。可能是有人还原或另行设置，certbind 不与之争；也可能是无法设置，原因见旁边的说明。",
        "Where it is meant so, take the domain out of CERTBIND_HARDEN; else `certbind harden DOMAIN --apply`, after which the sweeps keep it so again.",
        "如果本意如此，请将该域名移出 CERTBIND_HARDEN；否则运行 `certbind harden DOMAIN --apply`，之后巡检会继续保持。",
    ),
    row(
        "settings_lost",
        PERSON,
        "Settings of a target (redirect, HSTS, HTTP/2, TLS versions, compression, a bucket's policy) were not the same after certbind bound a certificate there as right before it. Nothing was set back: whoever changed them meanwhile may have meant it. Told for seven days.",
        "certbind 绑定证书之后，该域名的设置（强制跳转、HSTS、HTTP/2、TLS 版本、压缩、Bucket 的策略）与绑定前不同。没有自动恢复：也可能是有人在此期间有意更改。会提示七天。",
        "Look what is set now (console of the product, or `certbind verify --settings DOMAIN`), and set it as it was: in the console, or by `certbind harden DOMAIN --apply` what hardening sets. `certbind history DOMAIN` has what stood before.",
        "查看当前的设置（云产品控制台，或 `certbind verify --settings DOMAIN`），并改回原样：在控制台操作，或用 `certbind harden DOMAIN --apply` 设置加固的项目。`certbind history DOMAIN` 中有之前的内容。",
    ),
    row(
        "as_wanted",
        WELL,
        "All of it is so already, or as it was before.",
        "已经如此，或已恢复原状。",
        "Nothing. `certbind verify --settings DOMAIN` shows it as visitors meet it.",
        "无需操作。`certbind verify --settings DOMAIN` 从访客的角度显示。",
    ),
)
