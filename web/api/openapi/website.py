"""What does the host website's page ask? May it show the widget, and what a site can be asked about."""

from __future__ import annotations

from typing import Any

from web.api.openapi.words import TEXT, TEXTS, in_query, operation

ASKED = [in_query("site", required=True), in_query("language")]

PATHS: dict[str, Any] = {
    "/api/v1/embed": {
        "get": operation(
            "May a page of this Origin embed the widget of a site?",
            {"type": "object", "properties": {"name": TEXT, "languages": TEXTS, "label": TEXT, "sorry": TEXT}},
            "unknown_site",
            "origin_refused",
            parameters=ASKED,
        )
    },
    "/api/v1/site": {
        "get": operation(
            "What can a site be asked about? As in `welcome`, for a widget that no socket comes through to.",
            {"type": "object", "properties": {"name": TEXT, "languages": TEXTS, "greeting": TEXT}},
            "unknown_site",
            "rate_limited",
            parameters=ASKED,
        )
    },
}
