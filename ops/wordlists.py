"""Where does the composer's guard get the words of recovery phrases? (`python -m ops.wordlists`)

From the same package as the server: each BIP-39 list as one JSON file, fetched by a browser only when a text may
be one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mnemonic import Mnemonic

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "web" / "frontend" / "src" / "messages" / "phrases"


def main() -> int:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in json.loads((ROOT / "chat" / "secrets.json").read_text())["languages"]:
        words = " ".join(Mnemonic(language).wordlist)
        (FOLDER / f"{language}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
