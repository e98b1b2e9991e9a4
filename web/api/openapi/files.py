"""How are files sent in parts, and fetched?"""

from __future__ import annotations

from typing import Any

from web.api.openapi.words import TEXTS, in_path, in_query, json_body, operation

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
SENDING = ("file_unknown", "file_offset", "file_type_refused", "file_type_lies")
OF_FILE = [in_path("file")]

PATHS: dict[str, Any] = {
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
            requestBody=json_body("thread", "client_id", "name", size={"type": "integer"}),
        )
    },
    "/api/v1/files/{file}": {
        "get": operation("How far has it come?", FILE, *WHO, "file_unknown", parameters=OF_FILE),
        "patch": operation(
            "Add a part of 32 KiB to 1 MiB; the last one is what is left.",
            FILE,
            *WHO,
            *SENDING,
            "file_part_invalid",
            "frame_too_large",
            parameters=[
                *OF_FILE,
                in_query("offset", "integer", required=True),
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
            *SENDING,
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
            requestBody=json_body(files=TEXTS),
        )
    },
}
