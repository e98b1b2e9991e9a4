"""Which browser, on what, does a User-Agent header name? In plain words, of names known here.

Pure. The header is written by whoever connects: nothing of its text is kept but digits, so it can hold nothing hostile.
"""

from __future__ import annotations

import re

# The first that fits: browsers name those that they descend from as well.
BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/(\d{1,4})")),
    ("Opera", re.compile(r"\bOPR/(\d{1,4})")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/(\d{1,4})")),
    ("Yandex Browser", re.compile(r"\bYaBrowser/(\d{1,4})")),
    ("WeChat", re.compile(r"\bMicroMessenger/(\d{1,4})")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d{1,4})")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS|Chromium|HeadlessChrome)/(\d{1,4})")),
    ("Safari", re.compile(r"\bVersion/(\d{1,4})[\d.]* (?:Mobile/\w+ )?Safari/")),
)
SYSTEMS = (
    ("iPhone, iOS {}", re.compile(r"\biPhone OS (\d{1,3})")),
    ("iPad, iOS {}", re.compile(r"\biPad\b.{0,40}?\bOS (\d{1,3})")),
    ("Android {}", re.compile(r"\bAndroid (\d{1,3})")),
    ("Android", re.compile(r"\bAndroid\b()")),
    ("ChromeOS", re.compile(r"\bCrOS\b()")),
    ("Windows", re.compile(r"\bWindows NT\b()")),
    ("macOS", re.compile(r"\bMac OS X\b()")),
    ("Linux", re.compile(r"\bLinux\b()")),
)
# An app's own window on the web has no browser around it.
WEB_VIEW = re.compile(r"; wv\)|\biPhone\b(?!.*\bSafari/)|\biPad\b(?!.*\bSafari/)")
HEADER_CHARACTERS = 400


def described(header: str) -> str:
    """Such as "Chrome 126, Android 14" or "Web view, iPhone, iOS 17"; empty where nothing is known."""
    text = header[:HEADER_CHARACTERS]
    browser = "Web view" if WEB_VIEW.search(text) else _first(BROWSERS, text, "{name} {version}")
    system = _first(SYSTEMS, text, "{name}")
    return ", ".join(filter(None, (browser, system)))


def _first(known: tuple[tuple[str, re.Pattern[str]], ...], text: str, form: str) -> str:
    for name, pattern in known:
        if found := pattern.search(text):
            return form.format(name=name.format(found[1]), version=found[1])
    return ""
