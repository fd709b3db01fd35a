"""What `doctor` finds of the machine: clock, name servers, ways out, roots."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "Open outbound TCP 443 (security group, NAT, firewall, proxy).",
        "请放行出方向 TCP 443（安全组、NAT、防火墙、代理）。",
    ),
    (
        "Build the package anew from a fresh lock (`uv lock --upgrade-package certifi`).",
        "请更新依赖并重新打包（`uv lock --upgrade-package certifi`）。",
    ),
    ("the calendar of {a}, {b} days old", "{a} 的日程，{b} 天前"),
    ("within {a} s of the service's", "与云服务相差不到 {a} 秒"),
    ("no domain was seen to try with", "没有可供尝试的域名"),
    ("none of {a} has an address", "{a} 均没有地址"),
    (
        "Point the domains at the CNAME that OSS or CDN shows, or check the resolver.",
        "请将域名解析到 OSS 或 CDN 显示的 CNAME，或者检查 DNS 服务器。",
    ),
    (
        "no address of {a} domain(s) could be reached ({b}: {c})",
        "{a} 个域名的地址均无法连接（{b}：{c}）",
    ),
    (
        "certifi {a}: {b} root(s) of the bundle cannot be read, and do not count",
        "certifi {a}：其中 {b} 张根证书无法读取，不计入",
    ),
    ("certifi {a}, {b} days old", "certifi {a}，{b} 天前"),
    ("certifi {a} is {b} days old", "certifi {a} 已有 {b} 天"),
    (
        "Take a newer release of certbind: stores have cut and dropped roots since.",
        "请升级 certbind：之后根证书库已有变化。",
    ),
    (
        "this machine is {a} s {b} the service; signatures end at 15 minutes, and dates of certificates are judged by it",
        "本机时钟比云服务{b} {a} 秒；签名最多允许 15 分钟，证书有效期也据此判断",
    ),
    ("Set the clock (NTP).", "请校准时钟（NTP）。"),
    ("no answer for {a}", "{a} 没有应答"),
    (
        "Check the resolver (DNS_SERVER, /etc/resolv.conf).",
        "请检查 DNS 服务器（DNS_SERVER，/etc/resolv.conf）。",
    ),
    (
        "Lower `cryptography` again, or take those roots out.",
        "请降低 `cryptography` 的版本，或者移除这些根证书。",
    ),
    ("certifi {a}: has no version", "certifi {a}：没有版本"),
    ("no address to try", "没有可供尝试的地址"),
    ("a handshake with {a} was completed", "与 {a} 的握手成功"),
    ("certifi {a}: no date", "certifi {a}：没有日期"),
)
