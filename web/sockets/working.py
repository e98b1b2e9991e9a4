"""What do the frames do that concern an agent's own way of working, rather than a chat? Canned replies and the like."""

from __future__ import annotations

from typing import Any

from agents.models import Agent
from chat.database import in_thread
from chat.literals import literal
from desk import drafts, preferences, replies, safety
from desk.models import CannedReply
from web.protocol import agent as protocol
from web.protocol.shared import Frame, Ok
from web.sockets.process import Process


async def answer(process: Process, agent_id: int, frame: Any) -> Frame:
    """Carry out one of these frames; what is to be pushed."""
    match frame:
        case protocol.ReadReplies(rid=rid):
            return protocol.Replies(rid=rid, replies=await in_thread(_replies, agent_id))
        case protocol.ReadDrafts(rid=rid):
            kept = await in_thread(drafts.of, agent_id)
            return protocol.Drafts(rid=rid, drafts=[_draft(each) for each in kept])
        case protocol.SetPreferences(rid=rid, enter_sends=enter_sends, undo_seconds=undo_seconds):
            await process.act(preferences.save, agent_id, enter_sends, undo_seconds)
            return Ok(rid=rid)
        case protocol.SaveReply(rid=rid, id=public_id, name=name, language=language, text=text, topic=topic):
            wording = replies.Wording(name, {language: text}, topic)
            await process.act(replies.save_own, agent_id, public_id, wording)
            return Ok(rid=rid)
        case protocol.DropReply(rid=rid, id=public_id):
            await process.act(replies.remove_own, agent_id, public_id)
            return Ok(rid=rid)
        case protocol.Review(rid=rid, id=report):
            await process.act(safety.review, agent_id, report)
            return Ok(rid=rid)
    raise TypeError(f"not a frame of this kind: {frame}")


def _replies(agent_id: int) -> list[protocol.ReplyOut]:
    return [_out(reply) for reply in replies.shown_to(Agent.objects.get(pk=agent_id))]


def _out(reply: CannedReply) -> protocol.ReplyOut:
    return protocol.ReplyOut(
        id=reply.public_id,
        name=reply.name,
        texts=reply.texts,
        topic=reply.topic.slug if reply.topic else "",
        own=reply.owner_id is not None,
    )


def _draft(kept: drafts.Kept) -> protocol.DraftOut:
    return protocol.DraftOut(thread=kept.thread, kind=literal(kept.kind), text=kept.text, at=kept.at)
