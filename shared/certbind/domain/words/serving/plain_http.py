"""Plain HTTP as a person wants it, and the backup of another CA."""

from __future__ import annotations

from certbind.domain.words import NOTE, PERSON, Word, row

ROWS: tuple[Word, ...] = (
    row(
        "downgraded",
        PERSON,
        "A person took the domain back to plain HTTP. It stays so until the same person brings HTTPS back; certbind reminds of it every day.",
        "有人把该域名降级到了 HTTP。在有人恢复 HTTPS 之前一直如此；certbind 每天提醒一次。",
        "When the cause is mended: `certbind emergency restore DOMAIN`, then the same with --apply.",
        "原因解决之后：`certbind emergency restore DOMAIN`，然后加上 --apply 再执行一次。",
    ),
    row(
        "downgrade_unfinished",
        PERSON,
        "The way to plain HTTP was begun and is not at its end. Visitors may get HTTPS still, and the redirect may be gone already.",
        "降级到 HTTP 已经开始，但尚未完成。访客可能仍然得到 HTTPS，强制跳转可能已经取消。",
        "Say `certbind emergency downgrade DOMAIN --apply` again: it goes on where it stopped. Or go back: `certbind emergency restore DOMAIN --apply`.",
        "再执行一次 `certbind emergency downgrade DOMAIN --apply`：从中断处继续。或者恢复：`certbind emergency restore DOMAIN --apply`。",
    ),
    row(
        "return_unfinished",
        PERSON,
        "HTTPS is on again after a downgrade, and the settings that were lifted with it are not back: the redirect, HSTS, or the policy that denies plain HTTP.",
        "降级之后 HTTPS 已经恢复，但当时取消的设置尚未恢复：强制跳转、HSTS 或拒绝 HTTP 的 Bucket 策略。",
        "Say `certbind emergency restore DOMAIN --apply` again, when visitors get HTTPS everywhere.",
        "当访客在各节点都能得到 HTTPS 之后，再执行一次 `certbind emergency restore DOMAIN --apply`。",
    ),
    row(
        "not_downgraded",
        NOTE,
        "There is nothing to bring back: the ledger knows of no downgrade of this domain.",
        "没有可恢复的内容：台账中没有该域名的降级记录。",
        "See `certbind explain DOMAIN` for what stands there. A certificate is bound by `certbind bind DOMAIN`.",
        "当前情况见 `certbind explain DOMAIN`。绑定证书请用 `certbind bind DOMAIN`。",
    ),
    row(
        "http_denied",
        PERSON,
        "Another statement of the bucket's policy than certbind's denies plain HTTP: without HTTPS visitors would get 403.",
        "Bucket 策略中另有一条语句（不是 certbind 写的）拒绝 HTTP：没有 HTTPS，访客会得到 403。",
        "Take that statement out in the OSS console, if it may go, and say the same again.",
        "如果可以去掉，请在 OSS 控制台删除那条语句，然后再执行一次。",
    ),
    row(
        "hsts_remembered",
        NOTE,
        "HSTS is on: browsers that saw it keep to HTTPS until the time that is told, and show an error meanwhile. Nothing that a server does makes them forget by plain HTTP.",
        "HSTS 已开启：见过它的浏览器在所述时间之前只使用 HTTPS，期间会显示错误。服务器无法通过 HTTP 让浏览器忘记它。",
        "For these visitors only working HTTPS helps: prefer `certbind emergency failover DOMAIN`.",
        "对这些访客只有可用的 HTTPS 才有帮助：优先使用 `certbind emergency failover DOMAIN`。",
    ),
    row(
        "still_on_http",
        PERSON,
        "Another domain of the bucket has no HTTPS, and the policy that denies plain HTTP would keep its visitors out. So it is not put back yet.",
        "该 Bucket 的另一个域名没有 HTTPS，拒绝 HTTP 的策略会把它的访客挡在外面，因此暂不恢复该策略。",
        "Bring that domain back first, then say `certbind emergency restore DOMAIN --apply` again.",
        "先恢复那个域名，再执行一次 `certbind emergency restore DOMAIN --apply`。",
    ),
    row(
        "no_backup",
        PERSON,
        "CERTBIND_BACKUPS names no certificate of another CA for this domain.",
        "CERTBIND_BACKUPS 没有为该域名指定另一家 CA 的备用证书。",
        "Get one that covers the domain (`certbind upload FILE`), and name it: CERTBIND_BACKUPS=DOMAIN=ID.",
        "准备一张覆盖该域名的证书（`certbind upload FILE`），并写入设置：CERTBIND_BACKUPS=DOMAIN=ID。",
    ),
    row(
        "backup_unfit",
        PERSON,
        "The backup certificate of CERTBIND_BACKUPS could not take over: it is not there, near its end, not for this domain, not trusted, or of the same CA.",
        "CERTBIND_BACKUPS 中的备用证书无法接替：不存在、即将过期、不覆盖该域名、不受信任，或者来自同一家 CA。",
        "Get another one from another CA (`certbind upload FILE`), and name it in CERTBIND_BACKUPS.",
        "从另一家 CA 再准备一张（`certbind upload FILE`），并写入 CERTBIND_BACKUPS。",
    ),
    row(
        "both_bad",
        PERSON,
        "What is bound does not serve visitors, and neither would the backup.",
        "当前绑定的证书不能正常服务访客，备用证书也不能。",
        "Order or upload a certificate now (`certbind upload FILE`). Until then plain HTTP is what is left: `certbind emergency downgrade DOMAIN`.",
        "立即申请或上传一张证书（`certbind upload FILE`）。在此之前只能使用 HTTP：`certbind emergency downgrade DOMAIN`。",
    ),
)
