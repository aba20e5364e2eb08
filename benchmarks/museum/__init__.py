"""Popular packages under `chunktape check`: the broken version, the fixed one, and the current one."""
