"""`make demo`; `python -m demo everywhere` tells of one certificate at every product."""

from __future__ import annotations

import sys
import time

from demo.everywhere import Everywhere, WideStage
from demo.stage import Stage
from demo.story import Story
from demo.telling import StoryError, Telling

GO_ON = """
Go on by yourself:

  .venv/bin/localcloud up --detach                     a local cloud that stays
  source .local/env                                    its endpoints, keys, DNS server, CA bundle
  .venv/bin/localcloud bucket create assets --region cn-hangzhou
  .venv/bin/localcloud domain map www.shop.example --bucket assets
  .venv/bin/localcloud issue www.shop.example
  .venv/bin/localcloud bucket create shop-ledger --region cn-hangzhou
  .venv/bin/localcloud queue create certbind-events
  export CERTBIND_LEDGER_BUCKET=shop-ledger
  .venv/bin/certbind plan                              what would be bound, and why
  .venv/bin/certbind bind www.shop.example --yes       binds it; its edges follow in seconds
  curl --retry 9 --retry-all-errors --cacert "$CA_BUNDLE" \\
       --resolve "www.shop.example:$HTTPS_PORT:127.31.1.1" "https://www.shop.example:$HTTPS_PORT/"
  .venv/bin/localcloud down
"""


def main() -> int:
    """Exit 0 only if every step ended as the story expects."""
    started = time.monotonic()
    telling = Telling()
    try:
        if sys.argv[1:] == ["everywhere"]:
            with WideStage() as wide:
                Everywhere(wide, telling).play()
        else:
            with Stage() as stage:
                Story(stage, telling).play()
    except StoryError as error:
        print(f"\nThe story stops here. {error}", file=sys.stderr)
        return 1
    print(f"Every step ended as expected, in {time.monotonic() - started:.0f} s.")
    print(GO_ON)
    return 0


if __name__ == "__main__":
    sys.exit(main())
