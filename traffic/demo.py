"""Who signs in at the demo's desk? Its set-up, in the shape of a set-up file.

Written out by hand from what `make run` prints, on purpose not read from the product: languages are checked against
this, independently of what the router believes.
"""

from __future__ import annotations

from typing import Any

PASSWORD = "meridian-demo"  # noqa: S105  # no secret: README and `make run` print it, no other installation has it


def _seat(email: str, name: str, languages: dict[str, int], regions: list[str], tiers: list[int]) -> dict[str, Any]:
    return {
        "email": f"{email}@meridian.example",
        "password": PASSWORD,
        "name": name,
        "languages": languages,
        "regions": regions,
        "tiers": tiers,
    }


SETUP: dict[str, Any] = {
    "url": "http://localhost:8000",
    "site_key": "site_demo_exchange",
    "agents": [
        _seat("amira", "Amira Nasser", {"ar": 5, "en": 4}, ["MENA"], []),
        _seat("omar", "Omar Khalil", {"ar": 4, "en": 5}, ["MENA", "EUR"], [0, 1]),
        _seat("lina", "Li Na", {"zh": 5, "en": 3}, ["APAC"], []),
        _seat("wei", "Zhang Wei", {"zh": 5, "en": 4}, ["APAC", "NA"], []),
        _seat("carlos", "Carlos Vega", {"es": 5, "en": 4}, ["LATAM"], []),
        _seat("lucia", "Lucía Torres", {"es": 5, "en": 2}, ["EUR", "LATAM"], []),
        _seat("dmitri", "Dmitri Sokolov", {"ru": 5, "en": 4}, ["CIS", "EUR"], []),
        _seat("olga", "Olga Ivanova", {"ru": 5, "en": 2}, ["CIS"], []),
        _seat("james", "James Miller", {"en": 5, "es": 2}, ["EUR", "NA"], []),
        _seat("priya", "Priya Sharma", {"en": 5, "zh": 2}, ["APAC", "EUR", "NA"], []),
    ],
    "mix": {
        "languages": {"en": 6, "zh": 4, "es": 3, "ar": 3, "ru": 3},
        "regions": {"EUR": 3, "NA": 3, "APAC": 3, "LATAM": 2, "MENA": 2, "CIS": 2},
        "tiers": {0: 7, 1: 1, 2: 1, 3: 1},
    },
    "resolve_strangers": True,
}
