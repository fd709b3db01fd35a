"""How far a deployment job of CAS has come, and its records."""

from __future__ import annotations

from certbind.domain.words import NOTE, PERSON, WAITS, row

ROWS = (
    row(
        "prepared",
        WAITS,
        "CAS made a deployment job, and nobody has started it: it changes nothing, and waits for ever.",
        "CAS 已创建部署任务，但没有人启动：它不会更改任何内容，并一直等待。",
        "See what it will touch, and start it: `certbind deploy start JOB`.",
        "查看它将更改的内容，然后启动：`certbind deploy start JOB`。",
    ),
    row(
        "job_prepared",
        NOTE,
        "A deployment job of CAS was prepared by a person's word; the record says what it brings, and where.",
        "按人工指令创建了 CAS 部署任务；记录说明它部署哪张证书、到哪里。",
        "Start it when you want it: `certbind deploy start JOB --apply`.",
        "需要时启动：`certbind deploy start JOB --apply`。",
    ),
    row(
        "job_intent",
        WAITS,
        "About to start a deployment job: what stands at each place, and what visitors got there. Alone at the end it means that the command ended at that moment.",
        "即将启动部署任务：每个位置当前的证书，以及访客收到的证书。如果它单独出现在末尾，说明命令在那一刻中断。",
        "Say the same again: `certbind deploy start JOB --apply` goes on by what CAS says of the job.",
        "再执行一次：`certbind deploy start JOB --apply` 会按 CAS 中任务的状态继续。",
    ),
    row(
        "job_refused",
        PERSON,
        "CAS did not start the deployment job; the code beside it says why.",
        "CAS 没有启动部署任务；旁边的错误码说明原因。",
        "Mend what the code says, then `certbind deploy start JOB --apply`.",
        "按错误码解决，然后运行 `certbind deploy start JOB --apply`。",
    ),
    row(
        "job_ended",
        NOTE,
        "A deployment job is over, and CAS says what it did at each place. What visitors get is the next record.",
        "部署任务已结束，CAS 说明了它在每个位置的结果。访客收到的证书见下一条记录。",
        "Nothing: certbind looks at the names there itself.",
        "无需操作：certbind 会亲自查看那里的域名。",
    ),
    row(
        "job_under_way",
        WAITS,
        "The deployment job was started and is not over.",
        "部署任务已启动，尚未结束。",
        "Say the same again in some minutes: `certbind deploy start JOB --apply`.",
        "几分钟后再执行一次：`certbind deploy start JOB --apply`。",
    ),
    row(
        "nothing_to_touch",
        PERSON,
        "CAS names no certificate or no place of this deployment job: started, it would do nothing.",
        "CAS 没有列出该部署任务的证书或位置：启动也不会做任何事。",
        "Prepare another one: `certbind deploy prepare DOMAIN`.",
        "重新创建一个：`certbind deploy prepare DOMAIN`。",
    ),
)
