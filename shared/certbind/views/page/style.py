"""How the page looks: light and dark, on paper, on a telephone. Colours are those of PALETTES,
whose contrast a test computes.
"""

from __future__ import annotations

from collections.abc import Mapping

PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "ground": "#ffffff",
        "row": "#f6f8fa",
        "text": "#1b1f24",
        "muted": "#57606a",
        "link": "#0550ae",
        "rule": "#d0d7de",
        "axis": "#6e7781",
        "well": "#116329",
        "well-tint": "#dafbe1",
        "soon": "#7d4e00",
        "soon-tint": "#fff8c5",
        "bad": "#a40e26",
        "bad-tint": "#ffebe9",
        "wait": "#0550ae",
        "wait-tint": "#ddf4ff",
        "unread": "#57606a",
        "unread-tint": "#eaeef2",
    },
    "dark": {
        "ground": "#14181d",
        "row": "#1c2229",
        "text": "#e6edf3",
        "muted": "#9da7b3",
        "link": "#79c0ff",
        "rule": "#30363d",
        "axis": "#8b949e",
        "well": "#56d364",
        "well-tint": "#12261e",
        "soon": "#e3b341",
        "soon-tint": "#2e2611",
        "bad": "#ff7b72",
        "bad-tint": "#301a1f",
        "wait": "#79c0ff",
        "wait-tint": "#121d2f",
        "unread": "#9da7b3",
        "unread-tint": "#21262d",
    },
}

TEXT_ON: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("text", "muted", "link") for ground in ("ground", "row")),
    *((ink, "ground") for ink in ("well", "soon", "bad", "wait", "unread")),
    *((ink, f"{ink}-tint") for ink in ("well", "soon", "bad", "wait", "unread")),
    ("text", "bad-tint"),
    ("text", "soon-tint"),
    ("link", "bad-tint"),
)
"""What is written in which colour on which."""

DRAWN_ON: tuple[tuple[str, str], ...] = tuple(
    (ink, ground) for ink in ("axis", "well", "soon", "bad") for ground in ("ground", "row")
)
"""What is drawn in which colour on which: 3 is enough."""


def style() -> str:
    """The whole style sheet."""
    light, dark = (_properties(PALETTES[name]) for name in ("light", "dark"))
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{_RULES}"
        f"@media print{{:root{{color-scheme:light;{light}}}{_PRINT}}}\n"
    )


def _properties(palette: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in palette.items())


_RULES = """\
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{margin:0;background:var(--ground);color:var(--text)}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
header,main,footer{max-width:78rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25;margin:1rem 0 .25rem}
h2{font-size:1.25rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:0}
p{margin:.25rem 0}
code,.id{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;font-size:.9em}
.id,.name,.why,.step{overflow-wrap:break-word}
.muted{color:var(--muted)}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.5rem}
.language{border:0;margin:0;padding:.75rem 0 0;text-align:right}
.language label{padding:.25rem .5rem;cursor:pointer}
.language legend{float:left;color:var(--muted);padding:0}
body:has(#in-en:checked) [lang="zh-CN"]:not(label){display:none}
body:has(#in-zh:checked) [lang="en"]:not(label){display:none}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:1rem 0;padding:0}
.counts a{display:block;min-width:7.5rem;padding:.5rem .75rem;border:1px solid currentColor;
border-radius:.5rem;text-decoration:none}
.counts b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.outage{color:var(--bad);background:var(--bad-tint)}
.person{color:var(--soon);background:var(--soon-tint)}
.unread{color:var(--unread);background:var(--unread-tint)}
.waits{color:var(--wait);background:var(--wait-tint)}
.well{color:var(--well);background:var(--well-tint)}
.none{color:var(--muted);background:none}
.badge{display:inline-block;padding:.05rem .5rem;border-radius:1rem;font-weight:600;
white-space:nowrap}
.old{font-size:1.5rem;font-weight:700;line-height:1.3;padding:1rem;border:3px solid currentColor;
border-radius:.5rem;color:var(--bad);background:var(--bad-tint)}
.alert{padding:.5rem .75rem;border-left:4px solid var(--bad);background:var(--bad-tint);
margin:.5rem 0}
section.rows{content-visibility:auto;contain-intrinsic-size:auto 40rem}
article{border:1px solid var(--rule);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}
article.row-outage{border-left:5px solid var(--bad)}
article.row-person{border-left:5px solid var(--soon)}
article.row-waits{border-left:5px solid var(--wait)}
article.row-unread{border-left:5px solid var(--unread)}
.facts>*,.head>*{max-width:100%}
.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin:.25rem 0}
.head{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
.step{margin:.4rem 0;font-weight:600}
.why{margin:.25rem 0;padding-left:1.1rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--muted);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;
border-bottom:1px solid var(--rule)}
thead th{color:var(--muted);font-weight:600;white-space:nowrap}
tbody th{font-weight:600}
td.number{font-variant-numeric:tabular-nums;white-space:nowrap}
.in-cell{display:none}
.whole,time{white-space:nowrap}
.name{word-break:keep-all}
td.id .name{display:block}
summary{cursor:pointer;color:var(--link)}
details ol{margin:.25rem 0;padding-left:1.2rem}
svg.line{display:block;width:100%;max-width:35rem;height:auto}
td svg.line{width:18rem;max-width:18rem}
td.told{min-width:10rem}
svg .week{stroke:var(--rule);stroke-width:1}
svg .month{fill:var(--muted);font-size:12px}
svg .now{stroke:var(--text);stroke-width:2}
svg .valid{fill:var(--well)}
svg .near{fill:var(--soon)}
svg .over{fill:var(--bad)}
svg .mark{stroke:var(--ground);stroke-width:1}
svg .bound,svg .good{fill:var(--link)}
svg .bad{fill:var(--bad)}
svg .back,svg .other{fill:var(--soon)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;padding:0}
.legend svg{width:1.6rem;height:1rem;vertical-align:middle;margin-right:.35rem}
dl.words{display:grid;grid-template-columns:minmax(10rem,16rem) 1fr;gap:.5rem 1rem}
dl.words dt{font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
dl.words dd{margin:0}
@media (max-width:44rem){
html{font-size:15px}
dl.words{grid-template-columns:1fr;gap:.1rem}
dl.words dd{margin-bottom:.75rem}
table.stacks thead{position:absolute;left:-99rem}
table.stacks tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--rule)}
table.stacks th,table.stacks td{display:inline;border:0;padding:0 .75rem 0 0}
table.stacks td.drawn,table.stacks th,table.stacks td.told,table.stacks td.id{display:block}
table.stacks td:empty{display:none}
table.stacks td.number{white-space:normal}
.in-cell{display:inline;color:var(--muted)}
svg .month{display:none}
td svg.line{width:100%;max-width:100%}
.counts a{min-width:6rem;flex:1}
}
"""
_PRINT = """\
html{font-size:10pt}.language,.skip{display:none}thead{display:table-header-group}
tr,article,svg{break-inside:avoid}@page{margin:15mm}section.rows{content-visibility:visible}
article,.counts a,.badge,.alert,.old{border:1px solid #1b1f24}
"""
