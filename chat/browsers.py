"""Which browser, on what, does a User-Agent header name? In plain words, of names known here.

Pure. The header is written by whoever connects: nothing of its text is kept but digits, so it can hold nothing hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The first that fits: browsers name those that they descend from as well. Each pattern begins at a word.
BROWSERS = {
    "Edge": r"Edg(?:e|A|iOS)?/(\d{1,4})",
    "Opera": r"OPR/(\d{1,4})",
    "Samsung Internet": r"SamsungBrowser/(\d{1,4})",
    "Yandex Browser": r"YaBrowser/(\d{1,4})",
    "WeChat": r"MicroMessenger/(\d{1,4})",
    "Firefox": r"(?:Firefox|FxiOS)/(\d{1,4})",
    "Chrome": r"(?:Chrome|CriOS|Chromium|HeadlessChrome)/(\d{1,4})",
    "Safari": r"Version/(\d{1,4})[\d.]* (?:Mobile/\w+ )?Safari/",
}
SYSTEMS = {
    "iPhone, iOS": r"iPhone OS (\d{1,3})",
    "iPad, iOS": r"iPad\b.{0,40}?\bOS (\d{1,3})",
    "Android": r"Android\b(?: (\d{1,3}))?",
    "ChromeOS": r"CrOS\b",
    "Windows": r"Windows NT\b",
    "macOS": r"Mac OS X\b",
    "Linux": r"Linux\b",
}
KNOWN = {name: re.compile(rf"\b{pattern}") for name, pattern in (BROWSERS | SYSTEMS).items()}
# An app's own window on the web has no browser around it.
WEB_VIEW = re.compile(r"; wv\)|\biPhone\b(?!.*\bSafari/)|\biPad\b(?!.*\bSafari/)")
HEADER_CHARACTERS = 400


def described(header: str) -> str:
    """Such as "Chrome 126, Android 14" or "Web view, iPhone, iOS 17"; empty where nothing is known."""
    text = header[:HEADER_CHARACTERS]
    browser = "Web view" if WEB_VIEW.search(text) else _first(BROWSERS, text)
    return ", ".join(filter(None, (browser, _first(SYSTEMS, text))))


def _first(names: Iterable[str], text: str) -> str:
    """The first of these that fits, with its version where there is one."""
    for name in names:
        if found := KNOWN[name].search(text):
            return " ".join(filter(None, (name, *found.groups())))
    return ""
