"""Why a system refused, in Chinese: what this machine says of the usual errors, and what nobody translated."""

import errno
import os
import sys

import pytest

from cassettes.file.loader import unreadable
from cassettes.messages import speaking, spoken
from cassettes.messages.reasons import why

USUAL = (
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG),
    *(errno.EFBIG, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ELOOP, errno.EBADF),
    *(errno.EPIPE, errno.EINVAL, errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.EHOSTUNREACH),
    *(errno.ENETUNREACH, errno.EADDRINUSE, errno.EADDRNOTAVAIL),
)


@pytest.mark.skipif(sys.platform == "win32", reason="the words are those of Linux and macOS")
@pytest.mark.parametrize("number", USUAL, ids=errno.errorcode.get)
def test_what_this_system_says_of_a_usual_error_has_chinese(number: int) -> None:
    with speaking("en"):
        assert why(os.strerror(number)) == os.strerror(number)
    with speaking("zh"):
        assert not why(os.strerror(number)).isascii()


def test_other_words_stay_as_they_came() -> None:
    with speaking("zh"):
        assert why("the disk is on fire") == "the disk is on fire"
        assert why(ValueError("embedded null byte")) == "embedded null byte"


def test_an_error_gives_its_systems_words_or_its_own() -> None:
    with speaking("en"):
        assert why(PermissionError(errno.EACCES, "Permission denied", "a.cassette")) == "Permission denied"
        assert why(OSError("no socket")) == "no socket"
    with speaking("zh"):
        assert why(PermissionError(errno.EACCES, "Permission denied", "a.cassette")) == why("Permission denied")


def test_a_sentence_with_a_reason_is_all_chinese_also_when_it_was_said_in_english() -> None:
    error = PermissionError(errno.EACCES, os.strerror(errno.EACCES), "a.cassette")
    with speaking("en"):
        told = unreadable("a.cassette", error)
        assert str(told) == "a.cassette can't be read: Permission denied. Check its permissions."
    with speaking("zh"):
        assert "权限不够" in str(unreadable("a.cassette", error))
    assert "权限不够" in spoken(told, "zh")
