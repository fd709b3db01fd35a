"""What `verify --file` says beside the catalogue's words."""

from __future__ import annotations

from certbind.domain.words import Text

SWEEP = {
    "sweep.ok": Text("ok", "正常"),
    "sweep.failed": Text("FAILED", "异常"),
    "sweep.unseen": Text("unseen", "未查看"),
    "sweep.host": Text("host", "主机"),
    "sweep.until": Text("until", "有效至"),
    "sweep.told": Text("what visitors get", "访客收到的内容"),
    "sweep.sound": Text("{issuer}, {days} days", "{issuer}，剩余 {days} 天"),
    "sweep.counts": Text(
        "{hosts} hosts: {ok} ok, {failed} failed, {unseen} unseen.",
        "共 {hosts} 个主机：{ok} 个正常，{failed} 个异常，{unseen} 个未查看。",
    ),
    "sweep.first_end": Text(
        "The first good one to end is {host}, on {day}.",
        "最早到期的正常主机是 {host}，于 {day} 到期。",
    ),
    "sweep.doubled": Text(
        "Lines that name a host again: {number}; each is looked at once.",
        "重复的行：{number}；每个主机只查看一次。",
    ),
    "sweep.bad": Text("{file}:{line}: {problem}", "{file}:{line}：{problem}"),
    "sweep.bad_counts": Text(
        "Lines that could not be read: {number}; the others were looked at.",
        "无法读取的行：{number}；其余的行已查看。",
    ),
    "sweep.progress": Text(
        "{done} of {hosts} hosts, {wrong} not ok", "{done}/{hosts} 个主机，{wrong} 个异常"
    ),
}
