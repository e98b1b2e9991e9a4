"""How are the figures of the reports had by a program?"""

from __future__ import annotations

from typing import Any

from web.api.openapi.words import in_query, operation

PERIOD = [
    in_query(name, words=words)
    for name, words in (
        ("from", "first day, as 2026-11-19; a week before `to`"),
        ("to", "last day; today"),
        ("zone", "IANA time zone of the days; UTC"),
    )
]

SERVICE = [
    in_query(name, words=words)
    for name, words in (
        ("by", "language, region, tier, topic or agent; language"),
        (
            "within",
            "seconds of the service level: 5, 10, 20, 30, 60, 120, 300, 600 or 1800; else the bound of the wall",
        ),
        ("only", "a value of `by` that the total and the series are of; all chats"),
    )
]

PATHS: dict[str, Any] = {
    "/api/v1/reports/service": {
        "get": operation(
            "Volume, waits and work: the whole, each value of a dimension, each day (or hour) in local time.",
            {
                "type": "object",
                "required": ["total", "values", "series", "step", "counted_until"],
                "properties": {
                    "total": {"type": "object"},
                    "values": {"type": "object", "description": "value → figures"},
                    "series": {"type": "array", "items": {"type": "object"}},
                    "step": {"type": "string", "enum": ["day", "hour"]},
                    "counted_until": {"type": ["number", "null"]},
                },
            },
            "settings_invalid",
            "session_invalid",
            "not_allowed",
            parameters=[*PERIOD, *SERVICE],
        )
    },
    "/api/v1/reports/waits": {
        "get": operation(
            "Were waits as told? Shares within the p50 and p90 that customers were told, by language and tier.",
            {"type": "object"},
            "settings_invalid",
            "session_invalid",
            "not_allowed",
            parameters=PERIOD,
        )
    },
    "/api/v1/reports/fairness": {
        "get": operation(
            "Load and idle time of each person among those who answer in the same language.",
            {"type": "object"},
            "settings_invalid",
            "session_invalid",
            "not_allowed",
            parameters=PERIOD,
        )
    },
}
