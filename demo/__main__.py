"""`make demo`; `STORY=full` for all of it, `STORY=everywhere` at every product."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from demo.everywhere import Everywhere, WideStage
from demo.short import ShortStory
from demo.stage import Stage
from demo.story import Story
from demo.telling import StoryError, Telling

GO_ON = """
Go on by yourself:

  .venv/bin/localcloud up --detach                   # a local cloud that stays
  source .local/env                                  # its endpoints, keys, DNS server, CA bundle
  .venv/bin/localcloud bucket create assets --region cn-hangzhou
  .venv/bin/localcloud domain map www.shop.example --bucket assets
  .venv/bin/localcloud issue www.shop.example
  .venv/bin/localcloud bucket create shop-ledger --region cn-hangzhou
  .venv/bin/localcloud queue create certbind-events
  export CERTBIND_LEDGER_BUCKET=shop-ledger
  .venv/bin/certbind plan                            # what would be bound, and why
  .venv/bin/certbind bind www.shop.example --yes     # its edges follow in seconds
  curl --silent --retry 9 --retry-all-errors --no-sessionid --cacert "$CA_BUNDLE" \\
       --resolve "www.shop.example:$HTTPS_PORT:127.31.1.1" "https://www.shop.example:$HTTPS_PORT/"
  .venv/bin/certbind status --look                   # what visitors get, and what to do next
  .venv/bin/certbind page -o .local/page.html        # open it in a browser
  .venv/bin/localcloud down
"""


STORIES: dict[str, tuple[type[Stage], Callable[..., Any]]] = {
    "short": (Stage, ShortStory),
    "full": (Stage, Story),
    "everywhere": (WideStage, Everywhere),
}


def main() -> int:
    """Exit 0 only if every step ended as the story expects."""
    name = sys.argv[1] if len(sys.argv) > 1 else "short"
    if name not in STORIES:
        print(f"STORY is one of {', '.join(STORIES)}.", file=sys.stderr)
        return 2
    started = time.monotonic()
    telling = Telling()
    try:
        stage_of, story = STORIES[name]
        with stage_of() as stage:
            story(stage, telling).play()
    except StoryError as error:
        print(f"\nThe story stops here. {error}", file=sys.stderr)
        return 1
    more = " `make demo STORY=full` has the rest." if name == "short" else ""
    print(f"Every step ended as expected, in {time.monotonic() - started:.0f} s.{more}")
    print(GO_ON)
    return 0


if __name__ == "__main__":
    sys.exit(main())
