"""How a job goes, and what visitors get after it."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "Job {a} is prepared and not started: it brings {b} to {c}.",
        "部署任务 {a} 已创建，未启动：把 {b} 部署到 {c}。",
    ),
    (
        "About to start job {a}, which brings {b} to {c}.",
        "即将启动部署任务 {a}：把 {b} 部署到 {c}。",
    ),
    (
        "Job {a} ended: {b}; bound by CAS's word: {c} of {d}.",
        "部署任务 {a} 已结束：{b}；按 CAS 的说法已部署：{c}/{d}。",
    ),
    (
        "Job {a}: it is under way, and not at its end yet: say the same again.",
        "部署任务 {a}：正在进行，尚未结束；请稍后再执行一次。",
    ),
    ("Job {a}: it ended and did nothing anywhere.", "部署任务 {a}：已结束，没有部署到任何位置。"),
    (
        "CAS names nothing that it would touch: no certificate, or no place",
        "CAS 没有列出它会更改的内容：没有证书，或者没有位置",
    ),
    (
        "CAS's job ended there with {a}, and CAS tells no reason; before it stood {b}.",
        "CAS 部署任务在那里的结果为 {a}，CAS 没有说明原因；之前是 {b}。",
    ),
    (
        "CAS's job ended there with {a}, and CAS tells no reason",
        "CAS 部署任务在那里的结果为 {a}，CAS 没有说明原因",
    ),
    (
        "CAS says that it is bound; nobody could look, for no name of it is known",
        "CAS 显示已部署；无法查看，因为不知道那里的域名",
    ),
    (
        "CAS says that it is bound, and visitors of {a} do not all get it yet",
        "CAS 显示已部署，但 {a} 的访客尚未全部收到",
    ),
    ("every address of {a} serves {b}.", "{a} 的每个地址都提供 {b}。"),
    (
        "browsers refuse what {a} serves: {b}; before it stood {c}.",
        "浏览器拒绝 {a} 提供的证书：{b}；之前是 {c}。",
    ),
    ("browsers refuse what {a} serves: {b}.", "浏览器拒绝 {a} 提供的证书：{b}。"),
    (
        "the job did nothing there, and CAS tells no reason",
        "部署任务没有处理那里，CAS 没有说明原因",
    ),
    (
        "CAS's list has no place where certbind does not bind.",
        "CAS 列表中没有 certbind 不绑定的位置。",
    ),
    (
        "CAS takes a paid deployment for each place that gets an uploaded certificate.",
        "上传的证书每部署到一个位置，CAS 会扣减一次付费的部署次数。",
    ),
    (
        "Nothing is started. See what it will touch: certbind deploy start {a}",
        "没有启动。查看它将更改的内容：certbind deploy start {a}",
    ),
    ("Deployment job {a}:", "部署任务 {a}："),
)
