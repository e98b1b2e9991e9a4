"""What does the HTTP API look like to a program? The OpenAPI document; errors come from the one table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from chat.errors import ERRORS
from web.api.openapi import desk, files, policy, reports, website
from web.api.openapi.words import TEXT


def build() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Switchboard", "version": "1", "description": "Live frames: see docs/protocol.md."},
        "servers": [{"url": settings.CONSOLE_ORIGIN}],
        "paths": website.PATHS | desk.PATHS | files.PATHS | reports.PATHS | policy.PATHS,
        "components": {
            "schemas": {
                "Policy": policy.POLICY,
                "Error": {
                    "type": "object",
                    "required": ["code", "message", "retryable", "data"],
                    "properties": {
                        "code": {"type": "string", "enum": sorted(ERRORS)},
                        "message": TEXT,
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
