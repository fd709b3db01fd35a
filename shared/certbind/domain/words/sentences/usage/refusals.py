"""Lines of commands that cannot be taken, and the words around a page of help."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    ("{a} names no host.", "{a} 中没有主机。"),
    ("{a} is larger than {n} MB.", "{a} 大于 {n} MB。"),
    (
        "Name DOMAINS, or a list of them with --file, or a --chain.",
        "请指定 DOMAINS，或者用 --file 指定列表，或者使用 --chain。",
    ),
    ("With --file the hosts stand there, and nowhere else.", "带 --file 时主机只在文件中指定。"),
    (
        "Name DOMAINS, --certificate ID, --chain FILE or --client PLACE.",
        "请指定 DOMAINS、--certificate ID、--chain FILE 或 --client PLACE。",
    ),
    (
        "The options are --domain NAME, --certificate ID and --since TIME; --to ID goes with the first two. Without --apply it is only said what would be done.",
        "选项为 --domain NAME、--certificate ID 与 --since TIME；--to ID 与前两个一起使用。不带 --apply 时只说明会做什么。",
    ),
    ("Options", "选项"),
    ("Commands", "命令"),
    ("[required]", "[必填]"),
    ("Missing argument '{a}'.", "缺少参数 {a}。"),
    ("Missing option '{a}'.", "缺少选项 {a}。"),
    ("Missing command.", "缺少命令。"),
    ("No such option: {a}", "没有选项 {a}"),
    ("No such option '{a}'.", "没有选项 {a}。"),
    ("No such option: {a} Did you mean {b}?", "没有选项 {a}，您是否要用 {b}？"),
    ("No such option: {a} (Possible options: {b})", "没有选项 {a}（可能的选项：{b}）"),
    ("No such command '{a}'.", "没有命令 {a}。"),
    ("No such command '{a}'. Did you mean {b}?", "没有命令 {a}。您是否要用 {b}？"),
    ("No such command '{a}'. Did you mean '{b}'?", "没有命令 {a}。您是否要用 {b}？"),
    ("No such command '{a}'. (Did you mean '{b}'?)", "没有命令 {a}。您是否要用 '{b}'？"),
    ("No such command '{a}'. Did you mean '{b}'?", "没有命令 {a}。您是否要用 '{b}'？"),
    ("No such command '{a}'. (Did you mean one of: {b}?)", "没有命令 {a}。您是否要用 {b} 之一？"),
    ("Invalid value for '{a}': {b}", "{a} 的值无效：{b}"),
    ("Invalid value: {b}", "值无效：{b}"),
    ("'{a}' is not one of {b}.", "{a} 不是 {b} 之一。"),
    ("'{a}' is not a valid integer.", "{a} 不是整数。"),
    ("'{a}' is not a valid integer range.", "{a} 不是整数。"),
    ("{a} is not in the range {b}.", "{a} 不在 {b} 范围内。"),
    ("Option '{a}' requires an argument.", "选项 {a} 需要参数。"),
    ("Option '{a}' does not take a value.", "选项 {a} 不带值。"),
    ("Got unexpected extra argument ({a})", "多余的参数（{a}）"),
    ("Got unexpected extra arguments ({a})", "多余的参数（{a}）"),
    ("File '{a}' is a directory.", "文件 {a} 是目录。"),
    ("{a} is no SHA-256: 64 hex digits are expected", "{a} 不是 SHA-256：应为 64 位十六进制"),
    (
        "--metrics tells of the whole account: name no DOMAINS with it.",
        "--metrics 针对整个账号：不要同时指定 DOMAINS。",
    ),
    (
        "Name DOMAINS to shake hands with, or a file with --chain.",
        "请指定要握手的 DOMAINS，或者用 --chain 指定文件。",
    ),
    (
        "With --chain nobody is asked: name domains with --domain.",
        "带 --chain 时不会连接：请用 --domain 指定域名。",
    ),
    (
        "Name DOMAINS, or say --all without --certificate.",
        "请指定 DOMAINS，或者使用 --all（不带 --certificate）。",
    ),
    ("Name one ID, or say --all.", "请指定一个 ID，或者使用 --all。"),
    (
        "{a} of domain, certificate and since are set; name exactly one.",
        "domain、certificate 与 since 中设置了 {a} 个；请只指定一个。",
    ),
    (
        "to goes with a domain or a certificate, not with since.",
        "to 与 domain 或 certificate 一起使用，不能与 since 一起。",
    ),
    ("to is the certificate that is to be taken back.", "to 就是要被换下的证书。"),
    ("The rollback request cannot be used: {a}", "回滚请求无法使用：{a}"),
    ("{a} cannot be written: {b}", "{a} 无法写入：{b}"),
    (
        "The first certificate names no domain: say for which one with --domain.",
        "第一张证书不包含域名：请用 --domain 指定。",
    ),
    (
        "--site takes one of those that CERTBIND_SITE reads: {a}.",
        "--site 应为 CERTBIND_SITE 所读取的之一：{a}。",
    ),
    (
        "--passphrase-fd {a}: nothing can be read from this descriptor. For example: --passphrase-fd 3 3<FILE.",
        "--passphrase-fd {a}：无法从此描述符读取。例如：--passphrase-fd 3 3<FILE。",
    ),
)
