"""Are the generated descriptions of the protocol current, and is every code of the table described?"""

import re

from chat.errors import ERRORS, CloseCode
from web.protocol.generate import DOCUMENT, TYPESCRIPT, document, typescript
from web.protocol.shared import FRAME_BYTES


def test_what_is_committed_is_what_the_frames_say() -> None:
    assert DOCUMENT.read_text() == document(), "run `make protocol`"
    assert TYPESCRIPT.read_text() == typescript(), "run `make protocol`"


def test_the_document_names_every_error_and_close_code() -> None:
    text = DOCUMENT.read_text()
    for code in ERRORS:
        assert f"| `{code}` |" in text
    for value in (value for name, value in vars(CloseCode).items() if name.isupper()):
        assert re.search(rf"^\| {value} \|", text, re.MULTILINE)


def test_the_longest_message_fits_into_a_frame_in_the_most_wasteful_encoding() -> None:
    assert 5_000 * len("\\ud83d\\ude00") < FRAME_BYTES - 300
