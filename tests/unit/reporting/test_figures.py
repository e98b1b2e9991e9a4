"""Do shares, means and percentiles follow from counts that add up?"""

import pytest

from reporting.core import BOUNDS, Figures, evenness

ROW = Figures(offered=12, served=10, ticketed=1, abandoned=1, wait_s=400, within_5=2, within_10=4, within_20=6,
              within_30=8, within_60=9, within_120=9, within_300=10, within_600=10, within_1800=10)  # fmt: skip


def test_rows_add_up_column_by_column() -> None:
    both = ROW.plus(ROW)
    assert (both.offered, both.wait_s, both.within(30)) == (24, 800, 16)
    assert both.service_level(30) == ROW.service_level(30)


def test_a_ticket_instead_of_a_wait_is_neither_kept_nor_broken_promise() -> None:
    assert ROW.service_level(30) == 8 / 11
    assert ROW.abandonment == 1 / 12
    assert ROW.waiting == 0


@pytest.mark.parametrize(("share", "seconds"), [(0.2, 5), (0.5, 15), (0.8, 30), (0.95, 210)])
def test_a_percentile_is_read_between_the_bounds(share: float, seconds: float) -> None:
    assert ROW.wait(share) == pytest.approx(seconds)


def test_what_lies_beyond_the_last_bound_is_not_guessed() -> None:
    slow = Figures(offered=2, served=2, wait_s=7200)
    assert slow.wait(0.5) == float("inf")
    assert slow.mean_wait == 3600


def test_nothing_says_nothing() -> None:
    none = Figures()
    assert [none.service_level(bound) for bound in BOUNDS] == [None] * len(BOUNDS)
    assert (none.wait(0.5), none.mean_wait, none.handling, none.rating, none.occupancy) == (None,) * 5
    assert (none.abandonment, none.within_first, none.within_second) == (None,) * 3


def test_evenness_is_one_among_equals() -> None:
    assert evenness([2, 2, 2]) == 1
    assert evenness([6, 0, 0]) == pytest.approx(1 / 3)
    assert evenness([]) == 1
