"""When has a client been sent too much that it has not confirmed?"""

from web.sockets.window import BYTES, FRAMES, LAG, MARK, Window


def send(window: Window, frames: int, size: int = 100, now: float = 0.0) -> bool:
    """So many frames; whether all of them still fitted."""
    fitted = [window.sent(size, now) for _ in range(frames)]
    return all(fitted)


def test_a_client_that_confirms_may_be_sent_any_number_of_frames() -> None:
    window = Window()
    for frames in range(MARK, 100 * FRAMES, MARK):
        assert send(window, MARK)
        assert window.confirm(frames) == MARK


def test_a_client_that_confirms_nothing_is_given_up_at_the_number() -> None:
    window = Window()
    assert send(window, FRAMES)
    assert not window.sent(100, 0.0)


def test_a_client_that_confirms_nothing_is_given_up_at_the_bytes() -> None:
    window = Window()
    assert send(window, 16, BYTES // 16)
    assert not window.sent(1, 0.0)


def test_bytes_that_were_confirmed_count_no_more() -> None:
    window = Window()
    assert send(window, MARK, BYTES // MARK)
    assert window.confirm(MARK) == MARK
    assert send(window, MARK, BYTES // MARK)


def test_whoever_has_confirmed_before_must_go_on_confirming() -> None:
    window = Window()
    send(window, MARK)
    window.confirm(MARK)
    send(window, MARK, now=1.0)
    assert not window.late(1.0 + LAG)
    assert window.late(1.1 + LAG)
    assert not send(window, MARK, now=1.1 + LAG)


def test_whoever_never_confirms_is_held_to_numbers_and_bytes_alone() -> None:
    window = Window()
    assert send(window, MARK)
    assert not window.late(1000.0)
    assert send(window, MARK, now=1000.0)


def test_more_than_was_sent_cannot_be_confirmed_and_less_is_no_news() -> None:
    window = Window()
    send(window, 3)
    assert window.confirm(4) == -1
    assert window.confirm(2) == 2
    assert window.confirm(1) == 0
    assert window.confirmed == 2
