"""What do the tests of one file find? The shared product, as on its first day."""

import pytest

from tests.support.instance import Instance


@pytest.fixture(scope="module", autouse=True)
def empty_desk(request: pytest.FixtureRequest) -> None:
    """Chats that another file's tests left with an agent would be in the way of this one's."""
    here = [item for item in request.session.items if item.path == request.path]
    if any("running" in getattr(item, "fixturenames", ()) for item in here):
        running: Instance = request.getfixturevalue("running")
        running.clear_desk()
