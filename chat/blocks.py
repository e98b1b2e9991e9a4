"""May this customer write to the desk? Blocks, their appeals and their end: the one writer door of `Block`.

A block stands on the customer's row, so that it holds on every path: the log refuses what they write (`chat_append`),
no chat begins (`chat_open`), and whoever signs in brings the account's block along. What they wrote before stays theirs
to read. One block at a time; a new one replaces the one before. Whether an agent may do this is decided above.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.db.models import Case, Q, When
from django.db.models.functions import Now

from chat import hints
from chat.door import Actor, append, event, lock, remark
from chat.errors import Refusal
from chat.events import AppealAnswered, Appealed, Blocked
from chat.literals import literal
from chat.models import Block, Customer

Duration = Literal["hour", "day", "week", "month", "forever"]
SECONDS: dict[str, timedelta | None] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "forever": None,
}
SHOWN = 100  # blocks on a lead's desk


def holding() -> Q:
    """Blocks that hold at this moment."""
    return Q(lifted_at=None) & (Q(until=None) | Q(until__gt=Now()))


def refuse(customer_id: int) -> None:
    """`blocked` when this customer may not write."""
    if Block.objects.filter(holding(), customer=customer_id).exists():
        raise Refusal("blocked")


def in_force(site_id: int) -> list[Block]:
    """The blocks of a site: those whose appeal waits for an answer first, then the newest."""
    rows = Block.objects.select_related("customer", "thread", "by").filter(holding(), site=site_id)
    waiting = Q(appealed_at__isnull=False, answered_at=None)
    return list(rows.order_by(Case(When(waiting, then=0), default=1), "-pk")[:SHOWN])


def place(customer: Customer, thread_id: int, category: str, duration: Duration, reason: str, agent_id: int) -> Block:
    """The customer, whose row the caller has locked, may not write from now on."""
    Block.objects.filter(customer=customer, lifted_at=None).update(lifted_at=Now())
    length = SECONDS[duration]
    block = Block.objects.create(
        site_id=customer.site_id,
        customer=customer,
        thread_id=thread_id,
        category=category,
        reason=remark(reason),
        by_id=agent_id,
        until=Now() + length if length else None,
    )
    block.refresh_from_db()
    until = block.until
    body = Blocked(category=literal(category), until=until.timestamp() if until else None, reason=block.reason)
    append([event(thread_id, body, Actor.agent(agent_id))])
    _changed(block)
    return block


def appeal(customer_id: int, text: str) -> None:
    """The customer's one word on the block; leads see it on their desks."""
    said = remark(text)
    if not said:
        raise Refusal("message_empty")
    block = _locked(Q(customer=customer_id))
    if block.appealed_at is not None:
        raise Refusal("appeal_made")
    # Whatever was decided before did not answer this.
    Block.objects.filter(pk=block.pk).update(appeal=said, appealed_at=Now(), answer="", answered_at=None)
    append([event(block.thread_id, Appealed(text=said), Actor.customer(customer_id))])
    _changed(block)


def decide(site_id: int, block_id: int, agent_id: int, *, lift: bool, text: str) -> Block:
    """Lift a block, or keep it and answer the appeal. Lifted already, or run out: `not_blocked`; kept without an
    appeal, or with one that has its answer: `no_appeal`."""
    block = _locked(Q(pk=block_id, site=site_id))
    if not lift and (block.appealed_at is None or block.answered_at is not None):
        raise Refusal("no_appeal")
    said = remark(text)
    Block.objects.filter(pk=block.pk).update(answer=said, answered_at=Now(), **({"lifted_at": Now()} if lift else {}))
    append([event(block.thread_id, AppealAnswered(lifted=lift, text=said), Actor.agent(agent_id))])
    _changed(block)
    return block


def take_over(source: Customer, target: Customer) -> None:
    """An anonymous customer turned out to be an account: the block that holds longer goes on for both."""
    theirs = list(Block.objects.filter(customer__in=[source, target], lifted_at=None).order_by("pk"))
    if not theirs:
        return
    kept = max(theirs, key=lambda block: (block.until is None, block.until or block.at))
    Block.objects.filter(pk__in=[block.pk for block in theirs if block is not kept]).update(lifted_at=Now())
    Block.objects.filter(customer=source).update(customer=target)


def _locked(which: Q) -> Block:
    """A block that holds, or `not_blocked`; the head of its thread is locked before it, as in `place`."""
    thread = Block.objects.filter(holding(), which).values_list("thread", flat=True).first()
    if thread is not None:
        lock([thread])
    rows = Block.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    block = rows.filter(holding(), which).first()
    if block is None:
        raise Refusal("not_blocked")
    return block


def _changed(block: Block) -> None:
    hints.add(
        hints.BlockChanged(block.customer_id), hints.ThreadChanged(block.thread_id), hints.DeskChanged(block.site_id)
    )
