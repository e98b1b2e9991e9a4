"""What does the HTTP API look like to a program? The OpenAPI document; errors come from the one table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from chat.errors import ERRORS

ERROR = {"$ref": "#/components/schemas/Error"}


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


PERIOD = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": words}
    for name, words in (
        ("from", "first day, as 2026-11-19; a week before `to`"),
        ("to", "last day; today"),
        ("zone", "IANA time zone of the days; UTC"),
    )
]

SERVICE = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": words}
    for name, words in (
        ("by", "language, region, tier, topic or agent; language"),
        (
            "within",
            "seconds of the service level: 5, 10, 20, 30, 60, 120, 300, 600 or 1800; else the bound of the wall",
        ),
        ("only", "a value of `by` that the total and the series are of; all chats"),
    )
]


def operation(summary: str, answer: dict[str, Any], *errors: str, **more: Any) -> dict[str, Any]:
    """One operation with its good answer and the errors it can give."""
    statuses: dict[int, list[str]] = {}
    for code in errors:
        statuses.setdefault(ERRORS[code].status, []).append(code)
    responses = {"200": {"description": "Done", "content": {"application/json": {"schema": answer}}}}
    for status, codes in statuses.items():
        words = "; ".join(f"{code}: {ERRORS[code].message}" for code in codes)
        responses[str(status)] = {"description": words, "content": {"application/json": {"schema": ERROR}}}
    return {"summary": summary, "responses": responses, **more}


FILE = {
    "type": "object",
    "required": ["file", "offset", "state"],
    "properties": {
        "file": {"type": "string"},
        "offset": {"type": "integer", "description": "Bytes that have arrived."},
        "state": {"type": "string", "enum": ["receiving", "checking", "sent"]},
    },
}
WHO = ("session_invalid", "origin_refused", "link_invalid")
OF_FILE = [{"name": "file", "in": "path", "required": True, "schema": {"type": "string"}}]


def json_body(**properties: str) -> dict[str, Any]:
    """A JSON body of these required fields: name → type."""
    fields = {
        name: {"type": "array", "items": {"type": "string"}} if kind == "texts" else {"type": kind}
        for name, kind in properties.items()
    }
    schema = {"type": "object", "required": list(properties), "properties": fields}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def files() -> dict[str, Any]:
    """Sending and fetching files."""
    sending = ("file_unknown", "file_offset", "file_type_refused", "file_type_lies")
    return {
        "/api/v1/files": {
            "post": operation(
                "Announce a file, or find out how much of it has arrived.",
                FILE,
                *WHO,
                "bad_frame",
                "thread_unknown",
                "chat_ended",
                "chat_not_yours",
                "blocked",
                "file_empty",
                "file_too_large",
                "file_type_refused",
                "rate_limited",
                requestBody=json_body(thread="string", client_id="string", name="string", size="integer"),
            )
        },
        "/api/v1/files/{file}": {
            "get": operation("How far has it come?", FILE, *WHO, "file_unknown", parameters=OF_FILE),
            "patch": operation(
                "Add a part of 32 KiB to 1 MiB; the last one is what is left.",
                FILE,
                *WHO,
                *sending,
                "file_part_invalid",
                "frame_too_large",
                parameters=[
                    *OF_FILE,
                    {"name": "offset", "in": "query", "required": True, "schema": {"type": "integer"}},
                ],
                requestBody={"required": True, "content": {"application/octet-stream": {"schema": {}}}},
            ),
            "delete": operation("Give it up.", {"type": "object"}, *WHO, "file_unknown", parameters=OF_FILE),
        },
        "/api/v1/files/{file}/send": {
            "post": operation(
                "Have it checked and put into the thread. Repeated, it answers the same.",
                FILE,
                *WHO,
                *sending,
                "file_damaged",
                "picture_too_large",
                "file_busy",
                "chat_ended",
                "chat_not_yours",
                "blocked",
                parameters=OF_FILE,
            )
        },
        "/api/v1/files/links": {
            "post": operation(
                "Addresses of sent files and their previews, valid for `seconds` at least. Others' files are left out.",
                {
                    "type": "object",
                    "properties": {
                        "links": {
                            "type": "object",
                            "additionalProperties": {
                                "type": "object",
                                "properties": {"whole": {"type": "string"}, "preview": {"type": "string"}},
                            },
                        },
                        "seconds": {"type": "integer"},
                    },
                },
                *WHO,
                "bad_frame",
                requestBody=json_body(files="texts"),
            )
        },
    }


def build() -> dict[str, Any]:
    """The whole document."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Switchboard", "version": "1", "description": "Live frames: see docs/protocol.md."},
        "servers": [{"url": settings.CONSOLE_ORIGIN}],
        "paths": {
            "/api/v1/embed": {
                "get": operation(
                    "May a page of this Origin embed the widget of a site?",
                    {"type": "object", "properties": {"name": text, "languages": texts, "label": text}},
                    "unknown_site",
                    "origin_refused",
                    parameters=[
                        {"name": "site", "in": "query", "required": True, "schema": text},
                        {"name": "language", "in": "query", "required": False, "schema": text},
                    ],
                )
            },
            "/api/v1/site": {
                "get": operation(
                    "What can a site be asked about? As in `welcome`, for a widget that no socket comes through to.",
                    {"type": "object", "properties": {"name": text, "languages": texts, "greeting": text}},
                    "unknown_site",
                    "rate_limited",
                    parameters=[
                        {"name": name, "in": "query", "required": name == "site", "schema": text}
                        for name in ("site", "language")
                    ],
                )
            },
            "/api/v1/session": {
                "post": operation(
                    "Sign in as an agent. The Origin header must be the console's; the answer sets the session cookie.",
                    {"type": "object", "properties": {"id": text, "name": text, "role": text}},
                    "bad_frame",
                    "session_invalid",
                    "origin_refused",
                    "rate_limited",
                    requestBody={
                        "required": True,
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["email", "password"],
                                    "properties": {"email": text, "password": text},
                                }
                            }
                        },
                    },
                ),
                "delete": operation(
                    "Sign out; open sockets close within seconds.", {"type": "object"}, "origin_refused"
                ),
            },
            **files(),
            "/api/v1/search": {
                "get": operation(
                    "The threads of one's site in which `?q=` is found: in a message, a note, a file's name, a "
                    "customer's name or a subject; by ticket number; by a hidden value of 8 characters or more typed "
                    "whole, which is recorded and counted as one that was asked for. At most 50.",
                    {
                        "type": "object",
                        "required": ["found"],
                        "properties": {"found": {"type": "array", "items": {"type": "object"}}},
                    },
                    "session_invalid",
                    "rate_limited",
                    "unavailable",
                )
            },
            "/api/v1/nothing": {
                "get": operation(
                    "Why does no chat come to whoever asks, at this moment?",
                    {
                        "type": "object",
                        "required": ["reason", "sentences"],
                        "properties": {
                            "reason": text | {"description": "A word of the table in docs/console.md."},
                            "sentences": texts,
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
                            "state": text,
                            "sentences": texts,
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
                        {"name": "thread", "in": "path", "required": True, "schema": text},
                        {"name": "assignment", "in": "query", "required": False, "schema": {"type": "integer"}},
                    ],
                )
            },
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
            "/api/v1/policy": {
                "get": operation(
                    "The routing policy in force, or an older version; for administrators.",
                    {"$ref": "#/components/schemas/Policy"},
                    "session_invalid",
                    "not_allowed",
                    "not_found",
                    parameters=[
                        {"name": "version", "in": "query", "required": False, "schema": {"type": "integer"}},
                        {"name": "before", "in": "query", "required": False, "schema": {"type": "integer"}},
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
                                        "note": text,
                                    },
                                }
                            }
                        },
                    },
                ),
            },
        },
        "components": {
            "schemas": {
                "Policy": POLICY,
                "Error": {
                    "type": "object",
                    "required": ["code", "message", "retryable", "data"],
                    "properties": {
                        "code": {"type": "string", "enum": sorted(ERRORS)},
                        "message": text,
                        "retryable": {"type": "boolean"},
                        "data": {"type": "object"},
                    },
                },
            }
        },
    }


@require_GET
def document(request: HttpRequest) -> JsonResponse:
    """`/api/openapi.json`."""
    return JsonResponse(build())
