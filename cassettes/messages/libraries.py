"""Chinese for libraries that use gettext: click's help and its error texts.

gettext itself reads a compiled file from a directory and looks at LANGUAGE, LC_ALL and so on. Here the sentences stand
in `cassettes.messages.zh.click` and CHUNKTAPE_LANG decides, so that the module's two functions are replaced instead.
"""

import gettext

from cassettes.messages import language


def translate() -> None:
    """Let gettext answer in Chinese if that is the person's language, else do nothing.

    Call it before click is imported, which takes `gettext` and `ngettext` by name. A sentence without Chinese stays
    English. This changes the whole process: a program may call it, a library must not.
    """
    if language() != "zh":
        return
    from cassettes.messages.zh.click import CHINESE

    one, many = gettext.gettext, gettext.ngettext

    def say(message: str) -> str:
        return CHINESE.get(message) or one(message)

    def say_count(msgid1: str, msgid2: str, n: int) -> str:
        return CHINESE.get(msgid1 if n == 1 else msgid2) or many(msgid1, msgid2, n)

    gettext.gettext, gettext.ngettext = say, say_count
