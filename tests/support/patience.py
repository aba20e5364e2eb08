"""How long a test waits for what should come: the one limit of the suite, against hanging only; it tests nothing.

A test takes at most 10 s on a slow machine, and 30 s there beside two busy loops per core. Inner waits give up after
`PATIENCE`, so that they can say what did not come; pytest ends the test after twice as long (`tests/conftest.py`).
CHUNKTAPE_PATIENCE=3 makes both three times as long.
"""

import os
from typing import Final

#: seconds
PATIENCE: Final = 300.0 * float(os.environ.get("CHUNKTAPE_PATIENCE") or 1)
