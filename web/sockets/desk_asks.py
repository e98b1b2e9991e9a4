"""What on a desk asks somebody to look or to decide? Mentions, stopped messages, blocks and their appeals."""

from __future__ import annotations

from chat.blocks import in_force
from chat.literals import literal
from desk import mentions, safety
from web.protocol.agent.desk import DeskBlock, DeskCustomer, DeskMention, DeskReport
from web.sockets.desk import Items


def read(site_id: int) -> Items:
    """All of it."""
    items: Items = {}
    for seq, whom, by, thread, at, text, *person in mentions.unread(site_id):
        key = f"mention:{thread}:{seq}:{whom}"
        items[key] = DeskMention(
            key=key, thread=thread, agent=whom, by=by, at=at, text=text, customer=customer(*person)
        )
    for report in safety.unreviewed(site_id):
        key = f"report:{report.pk}"
        items[key] = DeskReport(
            key=key,
            id=report.pk,
            thread=report.thread.public_id,
            by=report.agent.name,
            what=report.kind,
            text=report.text,
            at=report.at.timestamp(),
        )
    for block in in_force(site_id):
        who = block.customer
        asked = block.appealed_at if block.answered_at is None else None
        items[f"block:{block.pk}"] = DeskBlock(
            key=f"block:{block.pk}",
            id=block.pk,
            thread=block.thread.public_id,
            customer=customer(who.name, who.tier, who.account, who.region, who.language),
            category=literal(block.category),
            by=block.by.name if block.by else "",
            at=block.at.timestamp(),
            until=block.until.timestamp() if block.until else None,
            reason=block.reason,
            appeal=block.appeal if asked else "",
            appealed_at=asked.timestamp() if asked else None,
        )
    return items


def customer(name: str, tier: int, account: str | None, region: str, language: str) -> DeskCustomer:
    """A customer in a list. Whom the host website vouches for has an account."""
    return DeskCustomer(name=name, tier=tier, verified=account is not None, region=region, language=language)
