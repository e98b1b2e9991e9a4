"""Is somebody on shift at this moment, and when does that change, also when the clocks do?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.core.shifts import DAY, Duty, Shift, clock_changes, duty, gaps, moment, next_on, spans

WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
BERLIN = "Europe/Berlin"


def at(text: str, zone: str = "UTC") -> float:
    """A moment from its local writing."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def test_a_day_shift_is_on_between_its_local_times() -> None:
    shift = Shift(BERLIN, WORKDAYS, time(9), time(17))
    assert duty([shift], at("2026-11-25 08:59", BERLIN)) == Duty(False, at("2026-11-25 09:00", BERLIN))
    assert duty([shift], at("2026-11-25 09:00", BERLIN)) == Duty(True, at("2026-11-25 17:00", BERLIN))
    assert duty([shift], at("2026-11-25 17:00", BERLIN)) == Duty(False, at("2026-11-26 09:00", BERLIN))
    assert duty([shift], at("2026-11-27 18:00", BERLIN)) == Duty(False, at("2026-11-30 09:00", BERLIN))


def test_without_shifts_one_is_always_on() -> None:
    assert duty([], at("2026-11-25 03:00")) == Duty(True, None)


def test_a_night_shift_goes_on_after_midnight() -> None:
    shift = Shift("Asia/Shanghai", frozenset({4}), time(22), time(6))
    assert duty([shift], at("2026-11-28 03:00", "Asia/Shanghai")) == Duty(True, at("2026-11-28 06:00", "Asia/Shanghai"))
    assert not duty([shift], at("2026-11-27 03:00", "Asia/Shanghai")).on


def test_shifts_that_touch_are_one_stretch() -> None:
    day, evening = Shift("UTC", EVERY_DAY, time(8), time(16)), Shift("UTC", EVERY_DAY, time(16), time(20))
    assert duty([day, evening], at("2026-11-25 09:00")) == Duty(True, at("2026-11-25 20:00"))


def test_the_same_time_twice_is_the_whole_day_round() -> None:
    always = Shift("UTC", EVERY_DAY, time(0), time(0))
    found = duty([always], at("2026-11-25 09:00"))
    assert found.on
    assert (
        gaps(
            spans([always], at("2026-11-25 00:00"), at("2026-12-25 00:00")),
            at("2026-11-25 00:00"),
            at("2026-12-25 00:00"),
        )
        == []
    )


def test_holidays_and_the_bounds_of_a_plan_count() -> None:
    shift = Shift(
        "UTC", EVERY_DAY, time(9), time(17), date(2026, 12, 24), date(2026, 12, 27), frozenset({date(2026, 12, 25)})
    )
    assert spans([shift], at("2026-12-01 00:00"), at("2027-01-01 00:00")) == [
        (at("2026-12-24 09:00"), at("2026-12-24 17:00")),
        (at("2026-12-26 09:00"), at("2026-12-26 17:00")),
        (at("2026-12-27 09:00"), at("2026-12-27 17:00")),
    ]
    assert next_on([shift], at("2026-12-24 18:00")) == at("2026-12-26 09:00")
    assert next_on([shift], at("2026-12-27 18:00")) is None


# The clocks of Berlin go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October 2026.


def test_a_skipped_time_is_the_moment_of_the_jump() -> None:
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp()
    assert moment(date(2026, 3, 29), time(2, 30), BERLIN) == jump
    assert moment(date(2026, 3, 29), time(2), BERLIN) == jump
    assert moment(date(2026, 3, 29), time(3), BERLIN) == jump


def test_of_a_repeated_time_the_first_begins_and_the_second_ends() -> None:
    early = Shift(BERLIN, EVERY_DAY, time(2, 30), time(8))
    late = Shift(BERLIN, EVERY_DAY, time(20), time(2, 30))
    window = at("2026-10-25 00:00"), at("2026-10-25 12:00")
    assert spans([early], *window) == [(at("2026-10-25 00:30"), at("2026-10-25 07:00"))]
    assert spans([late], *window)[0] == (at("2026-10-25 00:00"), at("2026-10-25 01:30"))


def test_a_night_shift_over_a_change_of_the_clock_is_an_hour_shorter_or_longer() -> None:
    night = Shift(BERLIN, EVERY_DAY, time(22), time(6))
    spring = spans([night], at("2026-03-28 12:00"), at("2026-03-29 12:00"))
    autumn = spans([night], at("2026-10-24 12:00"), at("2026-10-25 12:00"))
    assert [end - begin for begin, end in spring] == [7 * 3600]
    assert [end - begin for begin, end in autumn] == [9 * 3600]
    assert clock_changes(night, date(2026, 1, 1)) == []


def test_whoever_plans_is_told_which_days_have_no_such_time_or_two() -> None:
    sundays = Shift(BERLIN, frozenset({6}), time(2, 30), time(8))
    found = clock_changes(sundays, date(2026, 1, 1), days=365)
    assert [(each.day, each.what, each.how, each.instead) for each in found] == [
        (date(2026, 3, 29), "start", "skipped", time(3)),
        (date(2026, 10, 25), "start", "repeated", time(2, 30)),
    ]
    assert clock_changes(sundays._replace(weekdays=WORKDAYS), date(2026, 1, 1)) == []


def test_a_zone_whose_clock_jumps_at_midnight_loses_nobody() -> None:
    # Cairo, 24 April 2026: 00:00 is followed by 01:00.
    shift = Shift("Africa/Cairo", EVERY_DAY, time(0), time(8))
    assert duty([shift], at("2026-04-24 01:30", "Africa/Cairo")).on
    assert [each.how for each in clock_changes(shift, date(2026, 4, 20), days=7)] == ["skipped"]


def test_gaps_are_what_nobody_covers() -> None:
    day = Shift("UTC", EVERY_DAY, time(8), time(20))
    start, until = at("2026-11-25 06:00"), at("2026-11-26 07:00")
    assert gaps(spans([day], start, until), start, until) == [
        (at("2026-11-25 06:00"), at("2026-11-25 08:00")),
        (at("2026-11-25 20:00"), at("2026-11-26 07:00")),
    ]


ZONES = st.sampled_from([BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "UTC"])
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
DAYS = st.frozensets(st.integers(0, 6), min_size=1)
SHIFTS = st.tuples(ZONES, DAYS, CLOCKS, CLOCKS).map(lambda parts: Shift(*parts))


@given(st.lists(SHIFTS, min_size=1, max_size=3), st.integers(at("2026-01-01 00:00"), at("2027-01-01 00:00")))
def test_nothing_changes_before_the_moment_that_was_named(shifts: list[Shift], now: int) -> None:
    found = duty(shifts, now)
    assert found.until is not None
    assert found.until > now
    for share in (0.25, 0.5, 0.75, 0.999):
        assert duty(shifts, now + (found.until - now) * share).on == found.on
    if found.until < now + 14 * DAY:
        assert duty(shifts, found.until).on != found.on


@given(SHIFTS, st.integers(at("2026-01-01 00:00"), at("2027-01-01 00:00")))
def test_it_is_on_exactly_when_the_local_clock_says_so(shift: Shift, now: int) -> None:
    local = datetime.fromtimestamp(now, ZoneInfo(shift.zone))
    near = clock_changes(shift, local.date(), days=2) or clock_changes(
        shift, date.fromordinal(local.toordinal() - 1), days=2
    )
    if near:
        return
    clock, today, before = local.time(), local.weekday(), (local.weekday() - 1) % 7
    through = shift.end <= shift.start
    begun = today in shift.weekdays and clock >= shift.start and (through or clock < shift.end)
    still = through and before in shift.weekdays and clock < shift.end
    assert duty([shift], now).on == (begun or still)


def test_an_unknown_zone_is_the_planners_error_not_routings() -> None:
    with pytest.raises(Exception, match="Mars"):
        moment(date(2026, 1, 1), time(1), "Mars/Olympus")
