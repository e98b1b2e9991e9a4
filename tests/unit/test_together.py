"""Are questions gathered without one asker's fate touching another's?"""

import asyncio

import pytest

from web.sockets.together import MOST, Together


class Reader:
    """Reads numbers slowly enough that others ask meanwhile; `readings` are the keys of each."""

    def __init__(self) -> None:
        self.readings: list[list[int]] = []
        self.fails = False

    def __call__(self, keys: list[int]) -> dict[int, str]:
        self.readings.append(keys)
        if self.fails:
            raise ValueError("no database")
        return {key: f"answer {key}" for key in keys}


async def test_who_asks_while_a_reading_is_under_way_shares_the_next() -> None:
    reader = Reader()
    together: Together[int, str] = Together(reader)
    first = asyncio.create_task(together.ask(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    answers = await asyncio.gather(first, *(together.ask(key) for key in (2, 3, 2, 3, 1)))
    assert answers == [f"answer {key}" for key in (1, 2, 3, 2, 3, 1)]
    assert reader.readings == [[1], [2, 3, 1]]  # 1 again: its first reading had begun before it was asked


async def test_a_thousand_who_ask_at_once_cost_a_few_readings() -> None:
    reader = Reader()
    together: Together[int, str] = Together(reader)
    answers = await asyncio.gather(*(together.ask(key) for key in range(1000)))
    assert answers == [f"answer {key}" for key in range(1000)]
    assert len(reader.readings) == 1000 // MOST


async def test_an_asker_who_goes_away_takes_nothing_from_the_others() -> None:
    together: Together[int, str] = Together(Reader())
    gone, stays = asyncio.create_task(together.ask(1)), asyncio.create_task(together.ask(1))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "answer 1"


async def test_a_reading_that_fails_is_told_to_its_askers_and_the_next_is_tried() -> None:
    reader = Reader()
    together: Together[int, str] = Together(reader)
    reader.fails = True
    with pytest.raises(ValueError, match="no database"):
        await together.ask(1)
    reader.fails = False
    assert await together.ask(1) == "answer 1"
