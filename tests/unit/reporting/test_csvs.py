"""Can a name in a table harm whoever opens it in a spreadsheet?"""

import csv
import io

import pytest

from web.office import csvs


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "=cmd|'/C calc'!A0"]
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert csvs.cell(text) == "'" + text


def test_numbers_and_plain_names_stay_as_they_are() -> None:
    assert [csvs.cell(each) for each in (-3, 2.5, "Li Na", "a=b", None)] == [-3, 2.5, "Li Na", "a=b", ""]


def test_a_fraction_has_three_places_and_what_has_no_bound_is_empty() -> None:
    assert [csvs.cell(each) for each in (2 / 3, 0.1 + 0.2, float("inf"), float("nan"))] == [0.667, 0.3, "", ""]


def test_quotes_commas_and_line_ends_stay_in_their_cell() -> None:
    hostile = 'a "quoted", name\nwith a line ; and = more'
    text = csvs.answer("x", ["name", "count"], [[hostile, 1]]).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["name", "count"], [hostile, "1"]]
