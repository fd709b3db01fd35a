"""What an option does."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    ("Delete; without, only say what would be.", "删除；不带时只说明会删除什么。"),
    (
        "The account does not use this product, as you know: ESA. May be said more than once.",
        "您知道账号没有使用该产品：ESA。可以多次使用。",
    ),
    ("Hosts, one a line; `-` is stdin.", "主机列表，每行一个；`-` 为标准输入。"),
    ("With --file.", "与 --file 一起使用。"),
    ("One of CAS.", "CAS 中的一张证书。"),
    ("A PEM file, as if it were served.", "PEM 文件，如同它已提供给访客。"),
    (
        "Its roots: a folder, a bundle, a Java keystore.",
        "客户端的根证书：目录、证书包或 Java 密钥库。",
    ),
    ("Show where an error arose.", "显示错误出现的位置。"),
    ("Show the version and exit.", "显示版本并退出。"),
    ("Show this message and exit.", "显示此帮助并退出。"),
    ("Language: en or zh; else as the locale has it.", "语言：en 或 zh；默认按系统区域设置。"),
    ("Print JSON on stdout.", "在标准输出打印 JSON。"),
    ("Instead of the best one.", "不用最合适的，而用这一张。"),
    ("Every domain of the account that has something to bind.", "账号中所有待绑定的域名。"),
    ("Do not ask.", "不再询问。"),
    (
        "The leaf that every address must serve (64 hex digits).",
        "每个地址都应提供的证书（64 位十六进制）。",
    ),
    ("Judge a PEM file instead, as if it were served.", "改为判断 PEM 文件，如同它已提供给访客。"),
    ("With --chain: for this name.", "与 --chain 一起使用：针对此域名。"),
    ("Put one domain back.", "恢复一个域名。"),
    ("Every domain that it serves.", "它用于的所有域名。"),
    ("Everything bound since this time.", "此时间之后绑定的全部。"),
    ("This certificate, not the one before.", "换成这张证书，而不是之前的。"),
    ("Do it; without, only say what would be done.", "执行；不带时只说明会做什么。"),
    ("Also restore something worse.", "即使更差也恢复。"),
    ("Shake hands with every domain now; only look.", "现在与每个域名握手；只查看。"),
    (
        "Only domains that are so; may be said more than once.",
        "只显示这种状况的域名；可以多次使用。",
    ),
    (
        "Only domains that are served from it: oss or cdn.",
        "只显示所在产品为它的域名：oss 或 cdn。",
    ),
    (
        "Write the numbers of the whole account for Prometheus into this file, too.",
        "同时将整个账号的数字写入此文件，供 Prometheus 读取。",
    ),
    ("Ask DNS and every address now; only look.", "现在查询 DNS 与每个地址；只查看。"),
    (
        "The file; above 5,000 domains files a group beside it.",
        "文件；超过 5,000 个域名时，每组在旁边另有文件。",
    ),
    ("Shake hands with every domain first.", "先与每个域名握手。"),
    ("Change what is there and differs.", "更改已有而不同的。"),
    ("Only print each role's policy.", "只打印各角色的权限策略。"),
    ("Only print the optional EventBridge rule.", "只打印可选的事件规则。"),
    ("Delete the ledger too: every history and way back.", "台账也删除：所有历史与回滚点。"),
    ("All that are there now.", "当前全部。"),
    ("Certificates of CAs to complete the chain from.", "用于补全证书链的中间证书。"),
    ("Complete it from the chains in CAS, too.", "同时用 CAS 中的证书链补全。"),
    (
        "Read passphrases from this descriptor, one a line; else they are asked for.",
        "从此描述符读取密码，每行一个；否则会询问。",
    ),
    (
        "Write NAME.pem and NAME.key; else by the domain.",
        "写入 NAME.pem 与 NAME.key；默认按域名。",
    ),
    ("Write over what is there.", "覆盖已有文件。"),
    (
        "Region of the CAS site, where CERTBIND_SITE names both.",
        "CERTBIND_SITE 为 both 时，CAS 站点的地域。",
    ),
    ("Where CAS reads no form bodies: see the guide.", "用于 CAS 不读取表单时：见指南。"),
    ("Post a greeting to each, and say what it answered.", "向每个接收者发送问候，并显示应答。"),
)
