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

_PAGES: Final = Path(__file__).parent / "pages"
PATH: Final = "/@chunktape/hello"


@cache
def template(name: str) -> "Template":
    """A page of ours, in which every value is escaped."""
    from jinja2 import Environment, FileSystemLoader  # takes 80 ms, which most sessions don't need

    made = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return made.get_template(name)


def page(base: str, client: str, agent: str) -> str:
    """The HTML. `base`: the URL under which the page was asked for; `client`: the address that asked."""
    return template("hello.html").render(base=base, client=client, agent=agent[:200])
