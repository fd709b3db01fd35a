"""What the command line says by itself, and how its parts are joined."""

from __future__ import annotations

from certbind.domain.words import Text

COMMAND: dict[str, Text] = {
    "usage": Text("Usage: ", "用法："),
    "usage.try": Text("Try '{command}' for help.", "运行 '{command}' 查看帮助。"),
    "usage.error": Text("Error: {message}", "错误：{message}"),
    "usage.Options": Text("Options", "选项"),
    "usage.Commands": Text("Commands", "命令"),
    "said.about": Text("{subject}: {message} {hint}", "{subject}：{message}{hint}"),
    "said.alone": Text("{message} {hint}", "{message}{hint}"),
    "said.sentences": Text("{first}. {second}", "{first}。{second}"),
    "reason": Text("{code}: {text}", "{code}：{text}"),
}
