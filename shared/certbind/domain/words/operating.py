"""What the commands that operate an installation say of a thing."""

from __future__ import annotations

from certbind.domain.words import NOTE, PERSON, WAITS, WELL, Room, Text, row

ROOM = Room(
    Text("Setup, doctor, dead letters", "setup、doctor 与死信"),
    (
        row(
            "wrong",
            PERSON,
            "It was looked at and is not as it should be; what stands beside it says how.",
            "已查看，与应有的状态不一致；具体见旁边的说明。",
            "Do what stands beside it; then look again (`certbind doctor`, `certbind verify DOMAIN`).",
            "按旁边的说明处理；然后再次查看（`certbind doctor`、`certbind verify DOMAIN`）。",
        ),
        row(
            "could_not_look",
            WAITS,
            "A check could not be made (network, throttling, a fault of its own); it says nothing of the thing.",
            "检查未能进行（网络、限流或检查自身的故障）；这并不说明对象有问题。",
            "Again later, or from another network: `certbind doctor`.",
            "稍后重试，或者在另一个网络运行：`certbind doctor`。",
        ),
        row(
            "not_probed",
            NOTE,
            "There is no way of looking at this that is certain to change nothing, so it was left out.",
            "没有确定不会更改任何内容的检查方式，因此略过。",
            "Compare it by hand with [permissions.md](permissions.md).",
            "与 [permissions.md](permissions.md) 人工核对。",
        ),
        row(
            "create",
            NOTE,
            "The thing is not there and is made.",
            "该对象不存在，将会创建。",
            "Nothing: `certbind setup` does it.",
            "无需操作：`certbind setup` 会完成。",
        ),
        row(
            "change",
            NOTE,
            "The thing is there, differs, and is brought to what it should be.",
            "该对象存在但与期望不一致，将会更改为期望的内容。",
            "Nothing: `certbind setup` changes it.",
            "无需操作：`certbind setup` 会更改它。",
        ),
        row(
            "keep",
            WELL,
            "The thing is there as it should be and stays.",
            "该对象存在且符合期望，保持不变。",
            "Nothing for this thing.",
            "该对象无需操作。",
        ),
        row(
            "differs",
            PERSON,
            "The thing is there, but not as setup would make it; it may be another's, so it is left alone.",
            "该对象存在，但与 setup 会创建的不同；它可能属于他人，因此保持不变。",
            "Compare it; if it is yours to change: `certbind setup --adopt`.",
            "请核对；如果您可以更改它：`certbind setup --adopt`。",
        ),
        row(
            "unfit",
            PERSON,
            "The thing is there and cannot serve, so nothing at all is done; why stands beside it.",
            "该对象存在但无法使用，因此不执行任何操作；原因见旁边的说明。",
            "Name another one in the setting that stands beside it, then `certbind setup` again.",
            "在旁边所示的设置中指定另一个对象，然后再次运行 `certbind setup`。",
        ),
        row(
            "by_hand",
            PERSON,
            "Nothing in certbind can do or check this.",
            "certbind 无法完成或检查此项。",
            "Do it in the console, as the line beside it says.",
            "请按旁边的说明在控制台完成。",
        ),
        row(
            "delete",
            NOTE,
            "The thing was made by setup and is removed.",
            "该对象由 setup 创建，将会删除。",
            "Nothing: `certbind teardown` does it.",
            "无需操作：`certbind teardown` 会完成。",
        ),
        row(
            "already_replayed",
            WELL,
            "The dead letter was put back before, as the ledger says: only the letter was removed.",
            "台账显示该死信之前已放回队列：仅删除了死信。",
            "Nothing: no event is sent twice.",
            "无需操作：事件不会重复发送。",
        ),
        row(
            "not_needed",
            WELL,
            "The dead letter was a timer's call, and the next tick does its work; the letter is gone.",
            "该死信是定时触发器的调用，下一次触发会完成其工作；死信已删除。",
            "Nothing: the next tick comes by itself.",
            "无需操作：会自动再次触发。",
        ),
    ),
)
