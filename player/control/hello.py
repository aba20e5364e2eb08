"""The page that a phone opens first: that the player is reached, from which address, the base URL to copy, the settings
that matter. Rules

- One page in Chinese and English, whatever the language of the console: phone and computer may differ.
- Values from outside (address, agent, Host) are escaped; the page loads nothing.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jinja2 import Template

PATH: Final = "/@chunktape/hello"


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, select_autoescape  # takes 80 ms, which most sessions don't need

    folder = Path(__file__).parent / "pages"
    return Environment(loader=FileSystemLoader(folder), autoescape=select_autoescape()).get_template("hello.html")


def page(base: str, client: str, agent: str) -> str:
    """The HTML. `base`: the URL under which the page was asked for; `client`: the address that asked."""
    return _template().render(base=base, client=client, agent=agent[:200])
