"""What the page is given: each sentence that its modules say, and none that they don't."""

import re
from pathlib import Path

from cassettes.messages import speaking
from player.control import words
from player.control.words import TAME, told
from player.faults.registry import FAULTS
from player.splits.registry import PROFILES

FILES = Path(words.__file__).parent / "pages" / "inspector"


def test_the_page_says_what_it_is_given_and_nothing_else() -> None:
    found, text = told(), "".join(one.read_text("utf-8") for one in FILES.rglob("*.*"))
    given = found["words"]
    assert isinstance(given, dict)
    said = set(re.findall(r"(?:say|button)\('(\w+)'", text)) | set(re.findall(r'words\["(\w+)"\]', text))
    for places in re.findall(r"(?:say\(|textContent = say\()[^)]*\? '(\w+)' : '(\w+)'", text):
        said.update(places)
    built = {name for name in given if name.startswith(("outcome_", "verdict_", "end_"))} | {
        "recorded",
        "sent",
        "observed",
        "all",
    }
    assert said | built == set(given)


def test_every_outcome_and_class_has_words() -> None:
    given = told()
    assert set(TAME) <= set(given["classes"])  # type: ignore[call-overload]
    assert set(given["profiles"]) <= set(PROFILES)  # type: ignore[call-overload]
    assert set(given["faults"]) == set(FAULTS)  # type: ignore[call-overload]
    with speaking("zh"):
        assert told()["words"]["open"] == "打开文件"  # type: ignore[index]
