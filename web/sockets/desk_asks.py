"""What on a desk asks somebody to look or to decide? Mentions, stopped messages, blocks and their appeals, chats
that are passed on; and the teams that can be asked."""

from __future__ import annotations

from agents.models import Team
from chat.blocks import in_force
from chat.literals import literal
from desk import guests, mentions, safety
from routing import handovers
from web.protocol.agent.desk import (
    DeskBlock,
    DeskCustomer,
    DeskGuest,
    DeskHandover,
    DeskMention,
    DeskPassing,
    DeskReport,
    DeskTeam,
)
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
    for thread, whom, by, writes, at, *person in guests.here(site_id):
        key = f"guest:{thread}:{whom}"
        items[key] = DeskGuest(
            key=key, thread=thread, agent=whom, by=by, at=at, customer=customer(*person), writes=writes
        )
    return items | _handovers(site_id) | _teams(site_id)


def _handovers(site_id: int) -> Items:
    """Who is asked to take a chat over, and to whom one came back."""
    items: Items = {}
    for one in handovers.shown(site_id):
        chat, offer = one.request.chat, one.offer
        if offer is None:
            continue
        who, thread = chat.customer, chat.thread.public_id
        shown = customer(who.name, who.tier, who.account, who.region, who.language)
        open_until = offer.offer_expires_at.timestamp() if offer.offer_expires_at and offer.ended_at is None else None
        if open_until is not None:
            items[f"handover:{thread}"] = DeskHandover(
                key=f"handover:{thread}",
                thread=thread,
                agent=offer.agent.public_id,
                by=one.sender.name,
                topic=chat.topic.slug,
                language=chat.language,
                queued_at=chat.queued_at.timestamp(),
                offered_at=offer.created_at.timestamp(),
                expires_at=open_until,
                customer=shown,
                urgent=chat.topic.urgent,
                note=one.note,
            )
        items[f"passing:{thread}"] = DeskPassing(
            key=f"passing:{thread}",
            thread=thread,
            agent=one.sender.public_id,
            meant=handovers.meant(one),
            to=offer.agent.name,
            customer=shown,
            expires_at=open_until,
            outcome=literal(one.outcome),
            text=one.answer if one.ended_at else "",
        )
    return items


def _teams(site_id: int) -> Items:
    teams = Team.objects.filter(site=site_id).prefetch_related("members").order_by("name")
    return {
        f"team:{team.pk}": DeskTeam(
            key=f"team:{team.pk}",
            id=team.pk,
            name=team.name,
            members=sorted(member.public_id for member in team.members.all() if member.is_active),
        )
        for team in teams
    }


def customer(name: str, tier: int, account: str | None, region: str, language: str) -> DeskCustomer:
    """A customer in a list. Whom the host website vouches for has an account."""
    return DeskCustomer(name=name, tier=tier, verified=account is not None, region=region, language=language)
