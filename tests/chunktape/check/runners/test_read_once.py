"""What is read of a function's text is read once, and is that of the function, however many there are."""

import json
import subprocess
from collections.abc import Callable
from importlib.resources import files

import pytest

from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

#: functions of equal and of other lengths, more than are kept; each is read twice, and made anew for that
SCRIPT = """
const { readOnce } = await import(process.argv[1]);
let reads = 0;
const read = (subject) => (text) => { reads += 1; return `${subject} ${/-?\\d+/.exec(text)[0]}`; };
const wrong = [];
for (let number = -1200; number < 1200; number += 1) {
  for (const subject of ['a', 'b', 'a']) {
    const found = readOnce(new Function(`return ${number}`), subject, read(subject));
    if (found !== `${subject} ${number}`) wrong.push([number, subject, found]);
  }
}
console.log(JSON.stringify({ reads, wrong }));
"""


def test_each_function_is_read_once_for_each_subject(require_tool: Callable[[str], str]) -> None:
    module = (files("chunktape.js") / "entries" / "parameters.mjs").as_uri()  # type: ignore[attr-defined]
    command = [require_tool("node"), "--input-type=module", "-e", SCRIPT, module]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
    assert json.loads(done.stdout) == {"reads": 2 * 2400, "wrong": []}
