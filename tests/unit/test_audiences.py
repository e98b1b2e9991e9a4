"""What does each audience see of an event? Field by field."""

import msgspec
import pytest

from chat.events import BODIES, AgentCard
from chat.serialise import CUSTOMER_FIELDS, customer_body

SECRET = "for agents only"

# One full body per event type, and what of it a customer sees.
CASES: dict[str, tuple[dict[str, object], dict[str, object] | None]] = {
    "message": ({"text": "hi", "masked": ["password"]}, {"text": "hi", "masked": ["password"]}),
    "note": ({"text": SECRET, "masked": [], "mentions": ["a"]}, None),
    "file": (
        {"file": "f", "name": "a.png", "media": "image/png", "size": 1, "width": 2, "height": 3, "preview": True},
        {"file": "f", "name": "a.png", "media": "image/png", "size": 1, "width": 2, "height": 3, "preview": True},
    ),
    "queued": (
        {"topic": "api", "language": "en", "fields": [{"name": "t", "label": "T", "value": "1"}]},
        {"topic": "api", "language": "en", "fields": [{"name": "t", "label": "T", "value": "1"}]},
    ),
    "assigned": ({"agent": {"id": "a", "name": "A"}}, {"agent": {"id": "a", "name": "A"}}),
    "requeued": ({"reason": "transfer", "note": SECRET}, {"reason": "transfer"}),
    "transferred": ({"agent": {"id": "a", "name": "A"}, "note": SECRET}, {"agent": {"id": "a", "name": "A"}}),
    "ended": ({"reason": "agent", "outcome": "unresolved", "topic": "api"}, {"reason": "agent"}),
    "rated": ({"score": 4, "comment": "ok", "tags": ["quick"]}, {"score": 4, "comment": "ok", "tags": ["quick"]}),
    "escalated": ({"ticket": 7, "cause": "agent"}, {"ticket": 7, "cause": "agent"}),
    "ticket_status": ({"ticket": 7, "status": "solved"}, {"ticket": 7, "status": "solved"}),
    "contact": ({"ticket": 7, "confirmed": True}, {"ticket": 7, "confirmed": True}),
    "handing": ({"to": "Lina", "note": SECRET}, None),
    "returned": ({"reason": "declined", "by": "Lina", "text": SECRET}, None),
    "invited": ({"agent": {"id": "a", "name": "A"}, "writes": True}, None),
    "guest_left": ({"agent": {"id": "a", "name": "A"}}, None),
    "linked": ({"thread": "t", "ticket": 7}, {"thread": "t", "ticket": 7}),
    "reopened": ({"agent": {"id": "a", "name": "A"}}, {"agent": {"id": "a", "name": "A"}}),
    "warned": ({}, {}),
    "blocked": (
        {"category": "insults", "until": 9.0, "reason": SECRET},
        {"category": "insults", "until": 9.0},
    ),
    "appealed": ({"text": "sorry"}, {"text": "sorry"}),
    "appeal_answered": ({"lifted": True, "text": "be kind"}, {"lifted": True, "text": "be kind"}),
    "identified": ({"name": "L", "tier": 3}, {"name": "L"}),
}


def test_every_event_type_has_its_case() -> None:
    assert CASES.keys() == BODIES.keys()


@pytest.mark.parametrize("kind", CASES)
def test_a_customer_sees_exactly_the_named_fields(kind: str) -> None:
    body, seen = CASES[kind]
    assert set(body) == {field.name for field in msgspec.structs.fields(BODIES[kind])}
    msgspec.convert(body, BODIES[kind])
    assert customer_body(kind, body) == seen


def test_an_unknown_event_or_field_reaches_nobody() -> None:
    assert customer_body("invented", {"text": SECRET}) is None
    assert customer_body("message", {"text": "hi", "internal": SECRET}) == {"text": "hi"}


def test_the_table_names_only_events_that_exist() -> None:
    assert CUSTOMER_FIELDS.keys() < BODIES.keys()
    assert AgentCard("a", "A").languages == []
