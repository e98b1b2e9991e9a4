"""Which of the desk's languages serves a customer?"""

import pytest

from chat.languages import best

OFFERED = ["en", "zh", "es", "ar", "ru"]


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("es", "es"),
        ("es-MX", "es"),
        ("zh-Hans-CN", "zh"),
        ("ZH-cn", "zh"),
        ("de", "en"),
        ("", "en"),
        ("x" * 16, "en"),
        ("-", "en"),
        ("русский", "en"),
    ],
)
def test_the_closest_offered_language_serves(wanted: str, language: str) -> None:
    assert best(wanted, OFFERED, "en") == language
