"""One writer per file: an advisory lock that goes away with the process that holds it.

On Windows the locked byte lies far behind any end, so that readers of the file are not stopped.
"""

import os
import sys


def lock_file(fd: int) -> bool:
    """Lock the open file for writing; False when another process (or another writer in this one) has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            here = os.lseek(fd, 0, os.SEEK_CUR)
            os.lseek(fd, 2**40, os.SEEK_SET)
            try:
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(fd, here, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
