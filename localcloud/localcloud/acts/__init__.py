"""Acting as the world: what people, authorities and accidents do to the account.

Every act takes and gives plain JSON values, so that the command, the control endpoint and tests
use the same ones. `Refusal` is an answer to whoever asked, in words.
"""

from localcloud.acts.refusal import Refusal

__all__ = ["Refusal"]
