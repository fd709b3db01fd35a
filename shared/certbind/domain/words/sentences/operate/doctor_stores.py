"""What `doctor` finds of queues, ledger, triggers and the last sweep; and what it cannot probe."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "wrote {a} create-only twice: the second OVERWROTE the first; it stays there, since it could not be deleted",
        "两次禁止覆盖写入 {a}：第二次覆盖了第一次；未能删除，留在原处",
    ),
    (
        "{a} has errorsTolerance {b}: one bad message stops the stream",
        "{a} 的 errorsTolerance 为 {b}：一条错误消息就会使消息流停止",
    ),
    ("{a} reads queue {b}, the settings say {c}", "{a} 读取队列 {b}，设置中为 {c}"),
    ("{a} reads a queue of {b}, the settings say {c}", "{a} 读取 {b} 的队列，设置中为 {c}"),
    (
        "{a} has the dead-letter queue {b}, the settings say {c}",
        "{a} 的死信队列为 {b}，设置中为 {c}",
    ),
    ("`certbind setup` makes it as it should be.", "`certbind setup` 会将它设置正确。"),
    ("{a}: its ACL is {b}", "{a}：读写权限为 {b}"),
    (
        "wrote {a} create-only twice: the second OVERWROTE the first; deleted it again",
        "两次禁止覆盖写入 {a}：第二次覆盖了第一次；已删除",
    ),
    (
        "wrote {a} create-only twice: the second was refused; deleted it again",
        "两次禁止覆盖写入 {a}：第二次被拒绝；已删除",
    ),
    (
        "wrote {a} create-only twice: the second was refused; it stays there, since it could not be deleted",
        "两次禁止覆盖写入 {a}：第二次被拒绝；未能删除，留在原处",
    ),
    (
        "Use a bucket that never had versioning; nothing is safe in this one.",
        "请使用从未开启版本控制的 Bucket；此 Bucket 不安全。",
    ),
    (
        "its visibility time is {a} s, shorter than an invocation may last ({b} s)",
        "取出消息隐藏时长为 {a} 秒，短于函数的最长执行时间（{b} 秒）",
    ),
    (
        "`certbind dead-letters list` shows them; mend the cause, then replay them.",
        "`certbind dead-letters list` 会列出；请排除原因后重放。",
    ),
    ("it delays every message by {a} s", "它将每条消息延迟 {a} 秒"),
    ("it drops messages after {a} s, less than a day", "消息保留 {a} 秒，不足一天"),
    ("it takes messages up to {a} bytes only", "消息最大只允许 {a} 字节"),
    ("{a}: visibility {b} s, kept {c} h", "{a}：隐藏时长 {b} 秒，保留 {c} 小时"),
    (
        "{a}: its versioning is {b}: there OSS ignores x-oss-forbid-overwrite, and entries could be overwritten",
        "{a}：版本控制为 {b}：此时 OSS 忽略 x-oss-forbid-overwrite，记录可能被覆盖",
    ),
    (
        "Choose a bucket that never had versioning (it cannot be taken back).",
        "请选择从未开启版本控制的 Bucket（无法撤销）。",
    ),
    ("Set its ACL to private.", "请将读写权限设为私有。"),
    ("{a} is in {b}, the functions are in {c}", "{a} 在 {b}，而函数在 {c}"),
    ("Use a bucket of the functions' region.", "请使用函数所在地域的 Bucket。"),
    ("{a}: private, without versioning, in {b}", "{a}：私有，没有版本控制，地域 {b}"),
    ("no s.yaml in this folder", "此目录没有 s.yaml"),
    ("s.yaml has no queue trigger", "s.yaml 中没有队列触发器"),
    ("Compare it with the one shipped.", "请对照随附的文件。"),
    ("Set runOptions.errorsTolerance to ALL.", "请将 runOptions.errorsTolerance 设为 ALL。"),
    ("s.yaml: {a} reads queue {b}", "s.yaml：{a} 读取队列 {b}"),
    ("Make s.yaml and {a} agree, then deploy.", "请使 s.yaml 与 {a} 一致，然后部署。"),
    (
        "See trigger and log of the function recheck (docs/operations.md); `certbind recheck` sweeps now.",
        "请查看函数 recheck 的触发器与日志（docs/operations.md）；`certbind recheck` 立即检查。",
    ),
    (
        "recheck's newest report, entry {a}, is damaged ({b})",
        "recheck 的最新报告（记录 {a}）已损坏（{b}）",
    ),
    (
        "Do what docs/runbook.md#{a} says, then `certbind recheck` looks again.",
        "请按 docs/runbook.zh.md#{a} 处理，然后用 `certbind recheck` 再次查看。",
    ),
    (
        "`certbind recheck` writes the next one (docs/runbook.md#quarantined).",
        "`certbind recheck` 会写入下一份（docs/runbook.zh.md#quarantined）。",
    ),
    (
        "Mend what is named (docs/runbook.md#unread), then `certbind recheck` looks again.",
        "请处理列出的问题（docs/runbook.zh.md#unread），然后用 `certbind recheck` 再次查看。",
    ),
    ("{a}: {b} could not be bound ({c})", "{a}：{b} 未能绑定（{c}）"),
    ("recheck has not reported yet; it runs every 6 hours", "recheck 尚未报告；每 6 小时运行一次"),
    (
        "watch ran {a} h ago, and recheck has never reported",
        "watch 在 {a} 小时前运行，而 recheck 从未报告",
    ),
    ("recheck reported {a} h ago last", "recheck 上次报告在 {a} 小时前"),
    ("recheck could not read {a}", "recheck 未能读取 {a}"),
    ("{n} domains, no bind failed, {h} h ago", "{n} 个域名，没有绑定失败，{h} 小时前"),
    ("{a} domains, no bind failed", "{a} 个域名，没有绑定失败"),
    ("asked for a key that is not there", "查询了一个不存在的对象"),
    ("CERTBIND_LEDGER_BUCKET names no bucket", "CERTBIND_LEDGER_BUCKET 没有指定 Bucket"),
    ("a message delayed by {a} s was refused, as it must be", "延迟 {a} 秒的消息被拒绝，符合预期"),
    (
        "a request for {a} was refused for want of ownership, as it must be",
        "对 {a} 的请求因没有域名归属权被拒绝，符合预期",
    ),
    ("no custom domain of a bucket was seen", "没有看到 Bucket 的自定义域名"),
    ("no CDN domain was seen", "没有看到 CDN 域名"),
    ("not opened in this account: {a}", "此账号没有开通：{a}"),
    (
        "no request of it is certain to be refused before it changes something",
        "没有一种请求能保证在产生更改之前被拒绝",
    ),
    (
        "an upload would leave a certificate behind; `certbind upload` alone needs it",
        "上传会留下证书；只有 `certbind upload` 需要",
    ),
    (
        "OSS asks for it, and for DescribeSSLCertificatePublicKeyDetail and CreateSSLCertificate, only when it binds",
        "只有在绑定时 OSS 才需要它，以及 DescribeSSLCertificatePublicKeyDetail 与 CreateSSLCertificate",
    ),
    ("the certificates of CAS, through OSS", "通过 OSS 使用 CAS 证书"),
)
