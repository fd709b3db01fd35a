"""What `deploy` says of itself."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "Have CAS's own job bring a certificate where certbind does not bind: FC, Live, WAF …",
        "由 CAS 部署任务把证书部署到 certbind 不绑定的产品：函数计算、视频直播、WAF …",
    ),
    (
        "`prepare` makes a job, which nobody has started then; `start` starts it, follows it, and looks at what visitors get. Each is a dry run unless --apply is said. No key passes through certbind.",
        "`prepare` 创建任务但不启动；`start` 启动并跟踪任务，再查看访客收到的证书。不带 --apply 时都只是试运行。私钥不会经过 certbind。",
    ),
    (
        "Say what CAS could bring to DOMAINS, or make the job for it; it waits until it is started.",
        "说明 CAS 可以为 DOMAINS 部署什么证书，或者创建部署任务；任务在启动之前一直等待。",
    ),
    (
        "Without DOMAINS: to every place of CAS's list where certbind does not bind. It needs permissions that no other command has (deploy/policies/deploy.json). Exit 0: made, or nothing is to be brought; 1: something could be, or cannot.",
        "不带 DOMAINS 时：CAS 列表中 certbind 不绑定的所有位置。它需要其他命令没有的权限（deploy/policies/deploy.json）。退出码 0：已创建，或者没有可部署的；1：有可部署的，或者无法部署。",
    ),
    (
        "Show what JOB will touch, or start it, follow it, and see that visitors get what it brought.",
        "显示 JOB 将更改的内容，或者启动并跟踪它，再确认访客收到它部署的证书。",
    ),
    (
        "Said again it goes on: a job that is under way is followed, one that is over looked at. Exit 0: every address serves it; 1: it is to be started, is not served yet, or cannot be.",
        "再执行一次会继续：正在进行的任务继续跟踪，已结束的再查看一次。退出码 0：每个地址都提供该证书；1：有待启动，尚未提供，或者无法部署。",
    ),
    (
        "The certificate to bring; without, the best that CAS has.",
        "要部署的证书；不带时为 CAS 中最合适的一张。",
    ),
    ("Whom CAS tells, where it knows more.", "CAS 通知的联系人（有多个时）。"),
    (
        "Make the job; without, only say what it would bring.",
        "创建任务；不带时只说明会部署什么。",
    ),
    ("Start it; without, only show what it will touch.", "启动；不带时只显示将更改的内容。"),
)
