"""Reports that are written to files."""

from pathlib import Path

import pytest

from cassettes.errors import CassetteError, SpecError
from chunktape.check.reports.files import FORMS, check_places, write
from tests.support.reports import HOSTILE, report


def test_each_form_is_written_in_utf_8_with_line_feeds(tmp_path: Path) -> None:
    files = {form: str(tmp_path / form) for form in FORMS}
    check_places(files)
    write(report(hostile=HOSTILE), files)

    for form, make in FORMS.items():
        assert (tmp_path / form).read_bytes() == make(report(hostile=HOSTILE)).encode()


@pytest.mark.parametrize("name", ["", "no/such/folder.xml"])
def test_a_place_that_takes_no_file_is_said_before_the_check(tmp_path: Path, name: str) -> None:
    with pytest.raises(SpecError, match="can't be written"):
        check_places({"junit": str(tmp_path / name)})


def test_a_file_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="can't be written"):
        write(report(), {"html": str(tmp_path)})
