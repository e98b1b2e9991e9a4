"""Are lengths of time and tiers told in one way, wherever the desk reads of them?"""

from __future__ import annotations

import pytest

from routing.sentences import length, tier_name


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (44.6, "45 s"),
        (60, "1 min"),
        (95, "1 min 35 s"),
        (599, "9 min 59 s"),
        (629, "10 min"),
        (3600, "1 h"),
        (3930, "1 h 6 min"),
        (90_000, "25 h"),
    ],
)
def test_a_length_of_time_leaves_out_what_does_not_matter(seconds: float, said: str) -> None:
    assert length(seconds) == said


def test_a_tier_is_called_by_its_name_whether_it_comes_as_a_number_or_from_a_table() -> None:
    assert [tier_name(tier) for tier in (0, "0", 2, "3")] == ["Regular", "Regular", "VIP 2", "VIP 3"]
