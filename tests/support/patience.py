"""How long a test waits: the only time limit of the suite, against hanging; it tests nothing.

A test takes at most 10 s on a slow machine, and 30 s there beside two busy loops per core. Inner waits give up after
`PATIENCE`, so that their message can name what is missing; pytest ends the test after twice as long
(`tests/conftest.py`). CHUNKTAPE_PATIENCE=3 makes all limits of this module three times as long.
"""

import os
from typing import Final

_TIMES: Final = float(os.environ.get("CHUNKTAPE_PATIENCE") or 1)

#: seconds
PATIENCE: Final = 300.0 * _TIMES
#: ns: what a promise of "within a second" may take where the machine is busy. This one is asserted
A_SECOND: Final = int(20e9 * _TIMES)
#: ns: the same for one file of another tool, which is promised to take seconds
SECONDS: Final = int(30e9 * _TIMES)
