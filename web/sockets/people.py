"""What do an agent's frames do that are about the person behind a thread: reveal what is hidden, note something?"""

from __future__ import annotations

from agents.models import Agent
from chat.door import check_client_id
from chat.models import Thread
from desk import person_notes, sensitive
from web.protocol.agent import person
from web.protocol.shared import Frame, Ok
from web.sockets import views
from web.sockets.process import Process

Requests = person.Reveal | person.SavePersonNote | person.DropPersonNote


async def answer(process: Process, agent_id: int, frame: Requests) -> Frame:
    """Carry out one of these frames; what is to be pushed."""
    match frame:
        case person.Reveal(rid=rid, thread=thread, field=field):
            value = await process.act(_reveal, agent_id, thread, field)
            return person.Revealed(rid=rid, thread=thread, field=field, value=value)
        case person.SavePersonNote(rid=rid, thread=thread):
            await process.act(_save, agent_id, frame)
            return Ok(rid=rid, thread=thread)
        case person.DropPersonNote(rid=rid, thread=thread, id=note):
            await process.act(_drop, agent_id, thread, note)
            return Ok(rid=rid, thread=thread)


def _thread(agent_id: int, public_id: str) -> Thread:
    return views.may_read(Agent.objects.get(pk=agent_id), public_id)


def _reveal(agent_id: int, thread: str, field: str) -> str:
    return sensitive.reveal(agent_id, _thread(agent_id, thread), field)


def _save(agent_id: int, frame: person.SavePersonNote) -> None:
    thread = _thread(agent_id, frame.thread)
    if frame.id:
        person_notes.change(agent_id, thread, frame.id, frame.text)
    else:
        person_notes.add(agent_id, thread, check_client_id(frame.client_id), frame.text)


def _drop(agent_id: int, thread: str, note: int) -> None:
    person_notes.remove(agent_id, _thread(agent_id, thread), note)
