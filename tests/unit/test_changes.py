"""Is a change between reading and listening noticed, and is what is remembered bounded?"""

from __future__ import annotations

from web.sockets.changes import KEPT, Changes


def test_only_what_changed_after_the_tick_counts() -> None:
    changes = Changes()
    changes.note(1)
    tick = changes.tick
    assert not changes.since(1, tick)
    changes.note(2)
    assert changes.since(2, tick)
    assert not changes.since(1, tick)


def test_what_was_forgotten_may_have_changed_and_memory_is_bounded() -> None:
    changes = Changes()
    tick = changes.tick
    changes.note(1)
    for thread in range(10, 10 + 3 * KEPT):
        changes.note(thread)
    assert changes.since(1, tick)
    late = changes.tick
    assert not changes.since(1, late)
    changes.note(5)
    assert not changes.since(1, late)
    assert changes.since(5, late)
    assert len(changes._lately) + len(changes._before) <= 2 * KEPT
