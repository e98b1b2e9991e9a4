"""In which words is an operation described? What all parts of the document share."""

from __future__ import annotations

from typing import Any

from chat.errors import ERRORS

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
ERROR = {"$ref": "#/components/schemas/Error"}


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


def in_query(name: str, kind: str = "string", *, required: bool = False, words: str = "") -> dict[str, Any]:
    """A parameter behind the question mark, with a description where words are given."""
    said = {"description": words} if words else {}
    return {"name": name, "in": "query", "required": required, "schema": {"type": kind}, **said}


def in_path(name: str) -> dict[str, Any]:
    """A parameter in the address itself."""
    return {"name": name, "in": "path", "required": True, "schema": TEXT}


def json_body(*texts: str, **others: dict[str, Any]) -> dict[str, Any]:
    """A JSON body of these required fields: texts by their names, others with their schemas."""
    fields = dict.fromkeys(texts, TEXT) | others
    schema = {"type": "object", "required": list(fields), "properties": fields}
    return {"required": True, "content": {"application/json": {"schema": schema}}}
