"""What do the frames do that an agent sends by a key or a button, and that are answered once?"""

from __future__ import annotations

from typing import Any

from agents import actions as agents
from agents import wall
from agents.models import Agent
from chat.database import in_thread
from chat.literals import literal
from desk import drafts, guests, preferences, replies, safety
from desk.models import CannedReply
from routing import abuse, followups, handovers, offers, transfers, wrapups
from routing import actions as routing
from routing.handovers import Target
from tickets import actions as tickets
from tickets.links import link_for
from web.protocol.agent import own, person, work
from web.protocol.shared import Frame, Ok
from web.sockets import people
from web.sockets.process import Process


async def answer(process: Process, agent_id: int, public_id: str, frame: Any) -> Frame:
    """Carry out one of these frames for the agent with these ids; what is to be pushed."""
    match frame:
        case person.Reveal() | person.SavePersonNote() | person.DropPersonNote():
            return await people.answer(process, agent_id, frame)
        case own.SetStatus(rid=rid, status=status, agent=colleague):
            if colleague and colleague != public_id:
                await process.act(agents.set_status_of, agent_id, colleague, status)
            else:
                await process.act(agents.set_status, agent_id, status)
            return Ok(rid=rid)
        case own.Idle(rid=rid):
            await process.act(agents.set_idle, agent_id)
            return Ok(rid=rid)
        case work.Resolve(rid=rid, thread=thread, outcome=outcome, topic=topic):
            await process.act(routing.resolve, agent_id, thread, outcome, topic)
            return Ok(rid=rid, thread=thread)
        case work.Transfer(rid=rid, thread=thread, note=note):
            target = Target(frame.to, frame.team, frame.language, frame.level)
            await process.act(transfers.give, agent_id, thread, target, note, process.consoles.present)
            return Ok(rid=rid, thread=thread)
        case work.TakeBack(rid=rid, thread=thread):
            await process.act(handovers.take_back, agent_id, thread)
            return Ok(rid=rid, thread=thread)
        case work.Accept(rid=rid, thread=thread):
            await process.act(offers.accept, agent_id, thread)
            return Ok(rid=rid, thread=thread)
        case work.Decline(rid=rid, thread=thread, reason=reason, text=text):
            site = await process.act(offers.decline, agent_id, thread, reason, text)
            for handover in await in_thread(handovers.due, site):
                await process.act(handovers.pursue, handover, process.consoles.present)
            return Ok(rid=rid, thread=thread)
        case work.Invite(rid=rid, thread=thread, agent=colleague, writes=writes):
            await process.act(guests.invite, agent_id, thread, colleague, writes=writes)
            return Ok(rid=rid, thread=thread)
        case work.Thank(rid=rid, thread=thread, agent=colleague):
            await process.act(guests.leave, agent_id, thread, colleague)
            return Ok(rid=rid, thread=thread)
        case work.Reopen(rid=rid, thread=thread):
            await process.act(followups.reopen, agent_id, thread)
            return Ok(rid=rid, thread=thread)
        case own.WrapUp(rid=rid, do=do):
            await process.act(wrapups.change, agent_id, do)
            return Ok(rid=rid)
        case work.Warn(rid=rid, thread=thread):
            await process.act(abuse.warn, agent_id, thread)
            return Ok(rid=rid, thread=thread)
        case work.EndAbuse(rid=rid, thread=thread):
            await process.act(abuse.end, agent_id, thread)
            return Ok(rid=rid, thread=thread)
        case work.Block(rid=rid, thread=thread, category=category, duration=duration, reason=reason):
            await process.act(abuse.block, agent_id, thread, category, duration, reason)
            return Ok(rid=rid, thread=thread)
        case work.Decide(rid=rid, id=block, lift=lift, text=text):
            await process.act(abuse.decide, agent_id, block, lift=lift, text=text)
            return Ok(rid=rid)
        case work.Escalate(rid=rid, thread=thread, subject=subject, note=note):
            ticket = await process.act(tickets.escalate_by_agent, agent_id, thread, subject, note)
            link = await in_thread(link_for, ticket)
            return Ok(rid=rid, thread=thread, ticket=ticket.number, link=link)
        case work.EscalateApart(rid=rid, thread=thread):
            made = (thread, frame.client_id, frame.topic, frame.subject, frame.note)
            ticket = await process.act(tickets.escalate_apart, agent_id, *made)
            link = await in_thread(link_for, ticket)
            return Ok(rid=rid, thread=ticket.thread.public_id, ticket=ticket.number, link=link)
        case work.SetTicket(rid=rid, number=number, status=status, take=take):
            await process.act(tickets.change, agent_id, number, status, take)
            return Ok(rid=rid, ticket=number)
        case work.Snooze(rid=rid, number=number, until=until):
            await process.act(tickets.snooze, agent_id, number, until)
            return Ok(rid=rid, ticket=number)
        case own.ReadReplies(rid=rid):
            return own.Replies(rid=rid, replies=await in_thread(_replies, agent_id))
        case own.ReadDrafts(rid=rid):
            kept = await in_thread(drafts.of, agent_id)
            return own.Drafts(rid=rid, drafts=[_draft(each) for each in kept])
        case own.SetPreferences(rid=rid):
            await process.act(
                preferences.save, agent_id, frame.enter_sends, frame.undo_seconds, frame.sounds, frame.volume
            )
            return Ok(rid=rid)
        case own.SaveReply(rid=rid, id=public_id, name=name, language=language, text=text, topic=topic):
            wording = replies.Wording(name, {language: text}, topic)
            await process.act(replies.save_own, agent_id, public_id, wording)
            return Ok(rid=rid)
        case own.DropReply(rid=rid, id=public_id):
            await process.act(replies.remove_own, agent_id, public_id)
            return Ok(rid=rid)
        case own.SetWall(rid=rid, wait=wait, queue=queue, level=level):
            await process.act(wall.set_bounds, agent_id, wait, queue, level)
            return Ok(rid=rid)
        case own.Review(rid=rid, id=report):
            await process.act(safety.review, agent_id, report)
            return Ok(rid=rid)
    raise TypeError(f"not a frame of this kind: {frame}")


def _replies(agent_id: int) -> list[own.ReplyOut]:
    agent = Agent.objects.select_related("site").get(pk=agent_id)
    return [_out(reply, agent.site.default_language) for reply in replies.shown_to(agent)]


def _out(reply: CannedReply, usual: str) -> own.ReplyOut:
    return own.ReplyOut(
        id=reply.public_id,
        name=reply.name,
        texts=dict(sorted(reply.texts.items(), key=lambda text: (text[0] != usual, text[0]))),
        topic=reply.topic.slug if reply.topic else "",
        own=reply.owner_id is not None,
    )


def _draft(kept: drafts.Kept) -> own.DraftOut:
    return own.DraftOut(thread=kept.thread, kind=literal(kept.kind), text=kept.text, at=kept.at)
