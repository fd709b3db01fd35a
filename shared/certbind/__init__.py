"""certbind. What is imported stays: looking through it for garbage every 700 objects, as Python
begins, was a twentieth of a function's cold start and a tenth of a short command.
"""

import gc

gc.set_threshold(50_000, 20, 20)
