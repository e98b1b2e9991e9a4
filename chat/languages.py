"""Which of the desk's languages serves somebody whose browser says this one?"""

from __future__ import annotations

from collections.abc import Sequence

from babel.core import negotiate_locale


def served(wanted: str, offered: Sequence[str], default: str) -> tuple[str, str]:
    """The language that serves somebody who wants this one, and the one that was wanted where none of these does."""
    language = best(wanted, offered, "")
    return language or default, "" if language or not wanted else wanted


def best(wanted: str, offered: Sequence[str], default: str) -> str:
    """The offered language (BCP 47) closest to `wanted`: the same, else the same base language, else the default."""
    known = {language.lower(): language for language in offered}
    wanted = wanted.lower()
    found = negotiate_locale([wanted, wanted.split("-")[0]], known, sep="-")
    return known.get(found or "", default)


def base(tag: str) -> str:
    """The language of a tag, without script and region."""
    return tag.split("-")[0].lower()
