"""Does the browser show the scripts that our users write? Otherwise pictures of pages prove nothing."""

import zlib

import pytest
from playwright.async_api import Page

from tests.browser.conftest import StartPerson

# A glyph that no font has is drawn as a box; its picture is the same for every such character.
NO_SUCH_CHARACTER = "\U000e0ff0"

# The variation selector behind some emoji draws nothing of its own.
UNSEEN = "\ufe0f"

SAMPLES = {
    "Chinese": "您好，我的提现没有到账",
    "Arabic": "مرحبا، لم يصل السحب",
    "Hindi": "नमस्ते, मेरी निकासी नहीं हुई",
    "Emoji": "🙂👍⚠️",
    "Russian": "Здравствуйте, вывод не пришёл",
}

# Draws one character and returns its pixels, so that they can be compared with those of the box.
DRAW = """character => {
  const canvas = new OffscreenCanvas(60, 60), pen = canvas.getContext('2d');
  pen.font = '40px sans-serif'; pen.fillText(character, 5, 45);
  return Array.from(pen.getImageData(0, 0, 60, 60).data).join();
}"""


async def drawn(page: Page, character: str) -> int:
    """A short name for the picture of one character."""
    return zlib.crc32(str(await page.evaluate(DRAW, character)).encode())


@pytest.mark.parametrize("script", SAMPLES)
async def test_every_character_has_a_glyph(person: StartPerson, script: str) -> None:
    page = await person("reader")
    missing = {await drawn(page, NO_SUCH_CHARACTER), await drawn(page, " ")}
    pictures = {
        letter: await drawn(page, letter) for letter in SAMPLES[script] if not letter.isspace() and letter not in UNSEEN
    }
    assert [letter for letter, picture in pictures.items() if picture in missing] == []
    assert len(set(pictures.values())) == len(pictures)


async def test_arabic_letters_join_and_run_from_the_right(person: StartPerson) -> None:
    page = await person("reader", locale="ar")
    await page.set_content('<span id="joined">سلام</span> <span id="apart">س ل ا م</span>')
    joined = await page.locator("#joined").bounding_box()
    apart = await page.locator("#apart").bounding_box()
    assert joined is not None
    assert apart is not None
    assert joined["width"] < 0.8 * apart["width"]
