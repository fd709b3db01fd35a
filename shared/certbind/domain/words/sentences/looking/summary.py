"""One look in a line."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    ("could not look ({a})", "未能查看（{a}）"),
    ("browsers accept it, served as it stands in the file", "按文件内容提供时，浏览器接受"),
    ("{a} ({b}: {c})", "{a}（{b}：{c}）"),
    (
        "all {n} addresses serve a certificate that browsers accept",
        "全部 {n} 个地址的证书均被浏览器接受",
    ),
    (
        "its one address serves a certificate that browsers accept",
        "唯一的地址，其证书被浏览器接受",
    ),
    (
        "{n} of {m} addresses serve a certificate that browsers accept",
        "{m} 个地址中有 {n} 个的证书被浏览器接受",
    ),
    (
        "{n} of {m} addresses serves a certificate that browsers accept",
        "{m} 个地址中有 {n} 个的证书被浏览器接受",
    ),
    (
        "its one address does not serve a certificate that browsers accept",
        "唯一的地址没有提供浏览器接受的证书",
    ),
    ("all {n} addresses serve it", "全部 {n} 个地址均已生效"),
    ("its one address serves it", "唯一的地址已生效"),
    ("its one address does not serve it", "唯一的地址尚未生效"),
    ("{n} of {m} addresses serve it", "{m} 个地址中有 {n} 个已生效"),
    ("{n} of {m} addresses serves it", "{m} 个地址中有 {n} 个已生效"),
    ("all {n} addresses serve another certificate ({a})", "全部 {n} 个地址提供另一张证书（{a}）"),
    ("its one address serves another certificate ({a})", "唯一的地址提供另一张证书（{a}）"),
    (
        "{n} of {m} addresses serve another certificate ({a})",
        "{m} 个地址中有 {n} 个提供另一张证书（{a}）",
    ),
    (
        "{n} of {m} addresses serves another certificate ({a})",
        "{m} 个地址中有 {n} 个提供另一张证书（{a}）",
    ),
    (
        "{n} of {m} addresses serve another certificate ({a}) at {b}",
        "{m} 个地址中有 {n} 个提供另一张证书（{a}）：{b}",
    ),
    (
        "{n} of {m} addresses serves another certificate ({a}) at {b}",
        "{m} 个地址中有 {n} 个提供另一张证书（{a}）：{b}",
    ),
    ("{a}, it serves what was there before ({b})", "{a}，它提供之前的证书（{b}）"),
    ("{a}, {n} serves what was there before ({b})", "{a}，{n} 个提供之前的证书（{b}）"),
    ("{a}, {n} serve what was there before ({b})", "{a}，{n} 个提供之前的证书（{b}）"),
    ("{a}, {n} served no certificate ({b})", "{a}，{n} 个没有提供证书（{b}）"),
    ("{a}, {n} could not be looked at ({b})", "{a}，{n} 个未能查看（{b}）"),
    ("{a}, {n} out of reach from here ({b})", "{a}，{n} 个从本机无法到达（{b}）"),
    (
        "{a}, clients that take no such key still get what was there before ({b})",
        "{a}，不支持该密钥类型的客户端仍收到之前的证书（{b}）",
    ),
    ("{a}, its {b} addresses could not be looked up", "{a}，{b} 地址查询失败"),
    ("{a} refuse it at all {n} addresses ({b})", "{a}在全部 {n} 个地址拒绝它（{b}）"),
    ("{a} refuses it at all {n} addresses ({b})", "{a}在全部 {n} 个地址拒绝它（{b}）"),
    ("{a} refuse it at its one address ({b})", "{a}在唯一的地址拒绝它（{b}）"),
    ("{a} refuses it at its one address ({b})", "{a}在唯一的地址拒绝它（{b}）"),
    ("{a} refuse it at {n} of {m} addresses ({b})", "{a}在 {m} 个地址中的 {n} 个拒绝它（{b}）"),
    ("{a} refuses it at {n} of {m} addresses ({b})", "{a}在 {m} 个地址中的 {n} 个拒绝它（{b}）"),
    (
        "{a} refuse it at {n} of {m} addresses ({b}) at {c}",
        "{a}在 {m} 个地址中的 {n} 个拒绝它（{b}）：{c}",
    ),
    (
        "{a} refuses it at {n} of {m} addresses ({b}) at {c}",
        "{a}在 {m} 个地址中的 {n} 个拒绝它（{b}）：{c}",
    ),
    ("{a} refuse it ({b})", "{a}拒绝它（{b}）"),
    ("{a} refuses it ({b})", "{a}拒绝它（{b}）"),
    ("browsers", "浏览器"),
    ("phones and programs", "手机与程序"),
    ("{a} and {n} more", "{a} 等，另有 {n} 个"),
    ("IPv4 addresses (A)", "IPv4 地址（A）"),
    ("IPv6 addresses (AAAA)", "IPv6 地址（AAAA）"),
    ("serves {a}… for {b}", "提供 {b} 的证书 {a}…"),
    ("no name", "没有域名"),
    ("the look-up of {a} failed", "{a} 的 DNS 查询失败"),
    ("the look-up of {a} failed for {b}", "{a} 的 {b} 查询失败"),
    ("{a} has no address", "{a} 没有地址"),
    (
        "what visitors get changes from look to look; at the last one {a}",
        "每次查看的结果不同；最近一次：{a}",
    ),
    ("nobody looked: the sweep's time was up", "没有查看：本次检查的时间用完了"),
    ("no answer in {a}", "{a} 内没有应答"),
    ("left before the handshake", "握手之前断开"),
)
