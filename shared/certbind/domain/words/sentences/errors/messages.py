"""What was tried, and what came back."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "The CloudEvent from {a} of type {b} is none that certbind handles.",
        "来自 {a}、类型 {b} 的 CloudEvent 不由 certbind 处理。",
    ),
    ("The message has {a} bytes; at most {b} are read.", "消息有 {a} 字节；最多读取 {b}。"),
    ("The payload is {a} and no timer tick.", "内容为 {a}，不是定时调用。"),
    ("The message is wrapped more than {a} times.", "消息的嵌套封装超过 {a} 层。"),
    (
        "The array of {a} holds more messages than {b}, which are handled at once.",
        "{a} 的数组中消息多于一次处理的 {b} 条。",
    ),
    (
        "The message ({a} characters) is nested more than {b} deep.",
        "消息（{a} 个字符）嵌套超过 {b} 层。",
    ),
    (
        "A timer tick is no event: watch and recheck take it.",
        "定时调用不是事件：由 watch 与 recheck 处理。",
    ),
    ("{a} is {b}; the message was expected there.", "{a} 为 {b}；此处应为消息。"),
    (
        "The message is {a} and no event that certbind knows.",
        "消息为 {a}，不是 certbind 认识的事件。",
    ),
    ("The message is {a} bytes that are no UTF-8 text.", "消息为 {a} 字节，不是 UTF-8 文本。"),
    (
        "The message ({a} characters) is neither JSON nor base64 of JSON.",
        "消息（{a} 个字符）既不是 JSON，也不是 JSON 的 base64。",
    ),
    ("{a} cannot happen to a domain that is {b}.", "状态为 {b} 的域名不会出现 {a}。"),
    ("{a} cannot come about while the line is {b}.", "系列状态为 {b} 时不会出现 {a}。"),
)
