"""What do people of the desk ask beside the console's socket? To be let in, to find, and why."""

from __future__ import annotations

from typing import Any

from web.api.openapi.words import TEXT, TEXTS, in_path, in_query, json_body, operation

PATHS: dict[str, Any] = {
    "/api/v1/session": {
        "post": operation(
            "Sign in as an agent. The Origin header must be the console's; the answer sets the session cookie.",
            {"type": "object", "properties": {"id": TEXT, "name": TEXT, "role": TEXT}},
            "bad_frame",
            "session_invalid",
            "origin_refused",
            "rate_limited",
            requestBody=json_body("email", "password"),
        ),
        "delete": operation("Sign out; open sockets close within seconds.", {"type": "object"}, "origin_refused"),
    },
    "/api/v1/search": {
        "get": operation(
            "The threads of one's site in which `?q=` is found: in a message, a note, a file's name, a "
            "customer's name or a subject; by ticket number; by a hidden value of 8 characters or more typed "
            "whole, which is recorded and counted as one that was asked for. At most 50.",
            {
                "type": "object",
                "required": ["found", "hidden_after"],
                "properties": {
                    "found": {"type": "array", "items": {"type": "object"}},
                    "hidden_after": {
                        "type": "integer",
                        "description": "Seconds until hidden values are looked through again for this agent, who has "
                        "been told as many as one person may in an hour; 0: they are.",
                    },
                },
            },
            "session_invalid",
            "rate_limited",
            "unavailable",
            parameters=[in_query("q", required=True)],
        )
    },
    "/api/v1/nothing": {
        "get": operation(
            "Why does no chat come to whoever asks, at this moment?",
            {
                "type": "object",
                "required": ["reason", "sentences"],
                "properties": {
                    "reason": TEXT | {"description": "A word of the table in docs/console.md."},
                    "sentences": TEXTS,
                    "changes_in": {
                        "type": ["number", "null"],
                        "description": "Seconds until time alone may change it.",
                    },
                },
            },
            "session_invalid",
            "rate_limited",
        )
    },
    "/api/v1/why/{thread}": {
        "get": operation(
            "Why was the newest chat of this thread assigned as it was, or why does it wait?",
            {
                "type": "object",
                "required": ["state", "sentences"],
                "properties": {
                    "state": TEXT,
                    "sentences": TEXTS,
                    "shown": {
                        "type": "object",
                        "description": "The sentences laid out, in the reader's words.",
                    },
                    "waiting": {"type": "object"},
                    "assignment": {"type": "object"},
                    "then": {"type": "object", "description": "`waiting`, at the moment of the assignment."},
                    "assignments": {
                        "type": "array",
                        "description": "All of this chat's, oldest first: number, name, at (seconds), "
                        "outcome in the reader's words, and whether the answer is about this one.",
                        "items": {"type": "object"},
                    },
                },
            },
            "session_invalid",
            "thread_unknown",
            "not_found",
            "not_allowed",
            parameters=[
                in_path("thread"),
                in_query("assignment", "integer"),
            ],
        )
    },
}
