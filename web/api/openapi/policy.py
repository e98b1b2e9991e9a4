"""How is the routing policy read and saved by a program?"""

from __future__ import annotations

from typing import Any

from web.api.openapi.words import TEXT, in_query, operation

POLICY = {
    "type": "object",
    "required": ["version", "policy", "overtaking_bound", "versions"],
    "properties": {
        "version": {"type": "integer"},
        "policy": {"type": "object", "description": "Every field of the rules; docs/routing.md says what each means."},
        "overtaking_bound": {"type": "number", "description": "C in seconds, which follows from the credits."},
        "versions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "version": {"type": "integer"},
                    "at": {"type": "number"},
                    "by": {"type": "string"},
                    "note": {"type": "string"},
                    "restores": {"type": ["integer", "null"]},
                },
            },
        },
    },
}

PATHS: dict[str, Any] = {
    "/api/v1/policy": {
        "get": operation(
            "The routing policy in force, or an older version; for administrators.",
            {"$ref": "#/components/schemas/Policy"},
            "session_invalid",
            "not_allowed",
            "not_found",
            parameters=[
                in_query("version", "integer"),
                in_query("before", "integer"),
            ],
        ),
        "put": operation(
            "Save a new version made from version `base` (0: the default), or bring an older one back. "
            "The Origin header must be the console's.",
            {"$ref": "#/components/schemas/Policy"},
            "bad_frame",
            "settings_invalid",
            "policy_changed",
            "session_invalid",
            "not_allowed",
            "not_found",
            "origin_refused",
            requestBody={
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["base"],
                            "properties": {
                                "base": {"type": "integer"},
                                "policy": {"type": "object"},
                                "restore": {"type": "integer"},
                                "note": TEXT,
                            },
                        }
                    }
                },
            },
        ),
    },
}
