"""What is a file called where people see it? Made harmless; where it is stored it has a random name anyway."""

from __future__ import annotations

import re
import unicodedata

CHARACTERS = 120


def shown(name: str) -> str:
    """A name without folders, control characters and marks that turn the direction of reading, in bounds.

    Normalised first, so that what only looks like a slash is one.
    """
    name = unicodedata.normalize("NFKC", name[:1000])
    name = re.split(r"[/\\∕⁄⧸]", name)[-1]
    # Cc and Cf: control, zero width, and the overrides that let "gpj.exe" read as "exe.jpg"; Cs and Co have no look.
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    name = re.sub(r'[<>:"|?*\x00]', "", name)
    name = " ".join(name.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 8:
        stem = stem[: CHARACTERS - len(ending) - 1].rstrip(". ") or "file"
        return f"{stem}.{ending}"
    return name[:CHARACTERS].rstrip(". ") or "file"
