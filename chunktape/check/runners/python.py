"""Python functions and classes, run in a child process: `py:package.module:function`."""

import sys
from pathlib import Path

from cassettes.errors import SpecError
from cassettes.messages import say
from chunktape.check.runners.child import Child


def python_client(target: str) -> Child:
    """The client behind `py:`, such as `package.module:function`. Raises SpecError for another form."""
    module, colon, name = target.rpartition(":")
    if not colon or not name.isidentifier() or not all(part.isidentifier() for part in module.split(".")):
        raise SpecError(say("py:{target} is not a client: expected py:package.module:function.", target=target))
    host = Path(__file__).with_name("python_child") / "__main__.py"
    return Child([sys.executable, "-P", str(host)], target)
