"""Settings that are missing, or cannot be used."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    ("{a} is {b}, for example 12345678-cn-hangzhou", "{a} {b}，例如 12345678-cn-hangzhou"),
    ("{a} is {b}, for example 12345678-cn-hangzhou.", "{a} {b}，例如 12345678-cn-hangzhou。"),
    ("Compare it with events/rollback-*.json: {a}.", "请对照 events/rollback-*.json：{a}。"),
    ("{a} bytes that are no JSON object.", "{a} 字节，不是 JSON 对象。"),
    ("{a} bytes, at most {b} are read.", "{a} 字节，最多读取 {b}。"),
    ("{a}, an object is expected.", "{a}，应为对象。"),
    (
        "a time with a zone, such as 2026-11-20T07:00:00Z",
        "带时区的时间，例如 2026-11-20T07:00:00Z",
    ),
    ("an object of {a} fields", "{a} 个字段的对象"),
    ("The configuration cannot be used: {a}.", "配置无法使用：{a}。"),
    ("is not set", "未设置"),
    ("is not set, nor {a}", "未设置，{a} 也未设置"),
    ("is needed for this and not set", "此操作需要它，但未设置"),
    ("is {a}, one of {b} is expected", "为 {a}，应为 {b} 之一"),
    ("is {a} and names nothing", "为 {a}，没有指定任何内容"),
    ("is {a}, {b} is expected", "为 {a}，应为 {b}"),
    ("{a} is expected", "应为{a}"),
    ("no. {a} of {b} in it is {c}", "其中第 {a} 项（共 {b} 项）{c}"),
    ("a region such as cn-hangzhou", "地域，例如 cn-hangzhou"),
    ("a bucket name", "Bucket 名称"),
    ("a queue name", "队列名称"),
    ("a whole number of {a} to {b} is expected", "应为 {a} 至 {b} 的整数"),
    ("a domain name has a dot", "域名中应有点号"),
    ("<domain>=<certificate id> is expected", "应为 <域名>=<证书 ID>"),
    ("names {a} more than once", "重复指定了 {a}"),
    ("is {a}: all and none stand alone", "为 {a}：all 与 none 只能单独使用"),
    (
        "is no http:// or https:// address of a host without a path",
        "不是 http:// 或 https:// 的主机地址（不含路径）",
    ),
    (
        "is http:// for a name below {a}, where https:// is needed: keys go there",
        "{a} 下的域名使用了 http://，此处需要 https://：会传输密钥",
    ),
    (
        "is no https:// address, as the robot's page shows it",
        "不是 https:// 地址，请按机器人页面填写",
    ),
    (
        "is http://, where https:// is needed: the address is a key",
        "是 http://，此处需要 https://：该地址等同密钥",
    ),
    ("is set, and {a} is not", "已设置，而 {a} 没有"),
    ("an IP address with or without :port is expected", "应为 IP 地址，可带 :端口"),
    (
        "a network such as 203.0.113.0/24 is expected, of IPv4 to /24 and of IPv6 to /56",
        "应为网段，例如 203.0.113.0/24；IPv4 至多 /24，IPv6 至多 /56",
    ),
    (
        "is so long that the name of its dead-letter queue has {a} characters",
        "过长，其死信队列名称达 {a} 个字符",
    ),
    (
        "folders ending with /, of letters, digits, . _ -",
        "以 / 结尾的目录，由字母、数字与 . _ - 组成",
    ),
    (
        "2 to 30 lower-case letters, digits and - (more would not fit into all names made of it)",
        "2 至 30 个小写字母、数字与 -（更长则派生名称超限）",
    ),
    ("no certificate id: <number>-<region> is expected", "不是证书 ID：应为 <数字>-<地域>"),
    (
        "no product's name: 2 to 16 lower-case letters and digits are expected",
        "不是产品名称：应为 2 至 16 个小写字母与数字",
    ),
    (
        "{a} is no certificate id: <number>-<region> is expected, for example {b}",
        "{a} 不是证书 ID：应为 <数字>-<地域>，例如 {b}",
    ),
    (
        "no RFC 3339 time with a zone, such as 2026-11-20T07:00:00Z",
        "不是带时区的 RFC 3339 时间，例如 2026-11-20T07:00:00Z",
    ),
    ("{a} is no time such as {b}", "{a} 不是时间，应如 {b}"),
    ("{a} is {b}; {c} is expected.", "{a} 为 {b}；应为{c}。"),
    ("a text of {a} characters", "{a} 个字符的文本"),
    ("no product of the account has a domain of this name.", "账号的产品中没有该名称的域名。"),
    (
        "no product of the account has a domain of this name. Did you mean {a}?",
        "账号的产品中没有该名称的域名。您是否要找 {a}？",
    ),
    ("not found, but {a} could not be read.", "没有找到，但 {a} 未能读取。"),
    (
        "not among what {a} lets certbind look at; the rest was not asked.",
        "不在 {a} 允许 certbind 查看的范围内；其余部分没有查询。",
    ),
    (
        "no OSS custom domain or CDN domain of the account has this name.",
        "账号中没有该名称的 OSS 自定义域名或 CDN 域名。",
    ),
    ("the account has no such CDN domain", "账号中没有该 CDN 域名"),
    ("the bucket has no such custom domain", "该 Bucket 没有该自定义域名"),
    ("The account has no such CDN domain. Check {a}.", "账号中没有该 CDN 域名。请检查 {a}。"),
    ("The specified bucket does not exist. Check {a}.", "指定的 Bucket 不存在。请检查 {a}。"),
    ("OSS bucket {a}", "OSS Bucket {a}"),
    ("CAS of {a}", "{a} 的 CAS"),
    ("the ledger", "台账"),
    ("{a} ({b})", "{a}（{b}）"),
)
