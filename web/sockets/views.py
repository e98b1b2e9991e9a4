"""What does a thread look like to its customer, and to an agent? Read in one go, on a database thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import prefetch_related_objects

from agents.cards import cards
from agents.models import Agent
from chat.customers import site_by_key
from chat.errors import Refusal
from chat.events import AgentCard
from chat.models import Chat, Customer, Site, Thread, Topic
from chat.topics import text_in
from routing.holds import manager_of
from routing.models import Request
from tickets.links import link_for
from tickets.models import Ticket
from web.protocol import agent as to_agent
from web.protocol import customer as to_customer
from web.protocol.shared import Cursors
from web.sockets.render import chat_out, short_email

NEWEST = 20  # threads a customer is shown
EARLIER = 20  # earlier threads an agent is shown beside the open one

# Bounded for each: somebody with ten thousand threads must not be dearer to greet than anybody else.
NEWEST_THREADS = """
SELECT u.id, t.id FROM unnest(%s::bigint[]) AS u(id),
LATERAL (SELECT id FROM chat_thread WHERE customer_id = u.id ORDER BY id DESC LIMIT %s) t
ORDER BY u.id, t.id DESC
"""


def site_out(site: Site, language: str) -> to_customer.SiteOut:
    """What the widget needs to know of the site, in this language."""
    topics = [topic_out(topic, language) for topic in site.topics.all()]
    greeting = text_in(site.greeting, language)
    return to_customer.SiteOut(name=site.name, languages=site.languages, topics=topics, greeting=greeting)


def topic_out(topic: Topic, language: str) -> to_customer.TopicOut:
    """A topic in this language, with what it asks for."""
    return to_customer.TopicOut(
        slug=topic.slug,
        name=topic.name_in(language),
        urgent=topic.urgent,
        fields=[
            to_customer.FieldOut(
                field["name"],
                text_in(field["names"], language) or field["name"],
                field.get("kind", "text"),
                field.get("required", False),
            )
            for field in topic.fields
        ],
        at_hand=text_in(topic.at_hand, language),
        first_aid=text_in(topic.first_aid, language),
    )


def customer_out(customer: Customer) -> to_customer.CustomerOut:
    """Whom we take the customer for."""
    return to_customer.CustomerOut(
        id=customer.public_id,
        name=customer.name,
        verified=customer.verified,
        tier=customer.tier,
        language=customer.language,
    )


def threads_of(customer_ids: Iterable[int]) -> dict[int, dict[int, to_customer.CustomerThread]]:
    """customer → their newest threads as they see them, newest first. The same few queries however many ask."""
    newest: dict[int, list[int]] = {customer: [] for customer in customer_ids}
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_THREADS, [list(newest), NEWEST])
        for customer, thread in cursor.fetchall():
            newest[customer].append(thread)
    known = customer_threads(thread for threads in newest.values() for thread in threads)
    return {customer: {thread: known[thread] for thread in threads} for customer, threads in newest.items()}


def sites(keys: Iterable[str]) -> dict[str, Site | Refusal]:
    """Site key → the site with its topics, or why there is none."""
    found: dict[str, Site | Refusal] = {}
    for key in keys:
        try:
            site = site_by_key(key)
            prefetch_related_objects([site], "topics")
            found[key] = site
        except Refusal as refusal:
            found[key] = refusal
    return found


def customer_threads(thread_ids: Iterable[int]) -> dict[int, to_customer.CustomerThread]:
    """Threads as their customer sees them, newest first."""
    ids = list(thread_ids)
    chats = _newest_chats(ids)
    tickets = {
        ticket.thread_id: ticket
        for ticket in Ticket.objects.select_related("customer").filter(thread__in=ids).order_by("pk")
    }
    names = cards(chat.agent_id for chat in chats.values() if chat.agent_id)
    managers = _managers(chats.values())
    threads = {}
    for thread in Thread.objects.select_related("head", "cursor").filter(pk__in=ids).order_by("-pk"):
        chat, ticket = chats[thread.pk], tickets.get(thread.pk)
        threads[thread.pk] = to_customer.CustomerThread(
            id=thread.public_id,
            head=thread.head.seq,
            chat=chat_out(chat, names[chat.agent_id][1] if chat.agent_id in names else None),
            read=Cursors(thread.cursor.customer_seq, thread.cursor.agent_seq),
            writable=thread.head.writable,
            ticket=ticket_out(ticket) if ticket else None,
            manager=managers.get(chat.pk) if chat.state == Chat.State.WAITING else None,
        )
    return threads


def _managers(chats: Iterable[Chat]) -> dict[int, to_customer.ManagerOut]:
    """chat → account manager, of those that wait for one."""
    waiting = Request.objects.filter(chat__in=[chat.pk for chat in chats if chat.state == Chat.State.WAITING])
    found = {row.chat_id: (row, manager) for row in waiting if (manager := manager_of(row)) is not None}
    people = cards(manager for _row, manager in found.values())
    return {
        chat: to_customer.ManagerOut(name=people[manager][1].name, wait_for=row.wait_for)  # type: ignore[arg-type]
        for chat, (row, manager) in found.items()
        if manager in people
    }


def ticket_out(ticket: Ticket) -> to_customer.TicketOut:
    """A ticket as its customer sees it."""
    return to_customer.TicketOut(
        number=ticket.number,
        state=ticket.state,  # type: ignore[arg-type]
        link=link_for(ticket),
        email=short_email(ticket.customer.email),
        confirmed=ticket.customer.email_confirmed_at is not None,
    )


def _newest_chats(thread_ids: list[int]) -> dict[int, Chat]:
    rows = Chat.objects.select_related("topic").filter(thread__in=thread_ids).order_by("pk")
    return {chat.thread_id: chat for chat in rows}


def may_read(agent: Agent, thread_public_id: str) -> Thread:
    """A thread that this agent may open: of their site. Others do not exist for them."""
    thread = (
        Thread.objects.select_related("customer").filter(public_id=thread_public_id[:32], site=agent.site_id).first()
    )
    if thread is None:
        raise Refusal("thread_unknown")
    return thread


def agent_threads(thread_ids: Iterable[int], online: set[int]) -> dict[int, to_agent.Thread]:
    """Threads as agents see them; `online` are the ids of customers connected now. `writable` is the thread's own."""
    ids = list(thread_ids)
    chats = _newest_chats(ids)
    tickets = {
        ticket.thread_id: ticket
        for ticket in Ticket.objects.select_related("customer", "topic").filter(thread__in=ids).order_by("pk")
    }
    people = {chat.agent_id for chat in chats.values()} | {ticket.agent_id for ticket in tickets.values()}
    names = cards(person for person in people if person)
    threads = {}
    rows = list(Thread.objects.select_related("customer", "head", "cursor").filter(pk__in=ids))
    earlier = _earlier({thread.customer_id for thread in rows})
    for thread in rows:
        chat, ticket = chats[thread.pk], tickets.get(thread.pk)
        others = [each for each in earlier.get(thread.customer_id, []) if each.thread != thread.public_id]
        threads[thread.pk] = to_agent.Thread(
            id=thread.public_id,
            customer=_detail(thread, thread.customer_id in online, others[:EARLIER]),
            chat=chat_out(chat, names[chat.agent_id][1] if chat.agent_id in names else None),
            read=Cursors(thread.cursor.customer_seq, thread.cursor.agent_seq),
            writable=thread.head.writable,
            ticket=_ticket_detail(ticket, names[ticket.agent_id][1] if ticket.agent_id in names else None)
            if ticket
            else None,
            upto=thread.head.seq,
        )
    return threads


def ids_of(public_ids: Iterable[str]) -> dict[str, int]:
    """public id → id of threads."""
    return dict(Thread.objects.filter(public_id__in=list(public_ids)).values_list("public_id", "pk"))


def _earlier(customer_ids: set[int]) -> dict[int, list[to_agent.EarlierThread]]:
    """customer → their newest threads, the one on the screen included; one query however many customers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT u.id, t.public_id, o.slug, c.state, extract(epoch FROM c.queued_at)::float8, k.number, c.rating
            FROM unnest(%s::bigint[]) AS u(id),
            LATERAL (SELECT * FROM chat_chat WHERE customer_id = u.id ORDER BY id DESC LIMIT %s) c
            JOIN chat_thread t ON t.id = c.thread_id
            JOIN chat_topic o ON o.id = c.topic_id
            LEFT JOIN tickets_ticket k ON k.chat_id = c.id
            ORDER BY u.id, c.id DESC
            """,
            [list(customer_ids), EARLIER + 1],
        )
        found: dict[int, list[to_agent.EarlierThread]] = {}
        for customer_id, thread, topic, state, at, ticket, rating in cursor.fetchall():
            row = to_agent.EarlierThread(thread=thread, topic=topic, state=state, at=at, ticket=ticket, rating=rating)
            found.setdefault(customer_id, []).append(row)
    return found


def _detail(thread: Thread, online: bool, earlier: list[to_agent.EarlierThread]) -> to_agent.CustomerDetail:
    customer = thread.customer
    return to_agent.CustomerDetail(
        id=customer.public_id,
        name=customer.name,
        verified=customer.verified,
        tier=customer.tier,
        language=customer.language,
        region=customer.region,
        region_source=customer.region_source,
        account=customer.account or "",
        email=customer.email,
        email_confirmed=customer.email_confirmed_at is not None,
        page_url=customer.page_url,
        page_title=customer.page_title,
        device=customer.device,
        created_at=customer.created_at.timestamp(),
        online=online,
        earlier=earlier,
    )


def _ticket_detail(ticket: Ticket, agent: AgentCard | None) -> to_agent.TicketDetail:
    return to_agent.TicketDetail(
        number=ticket.number,
        state=ticket.state,  # type: ignore[arg-type]
        priority=ticket.priority,
        subject=ticket.subject,
        topic=ticket.topic.slug,
        cause=ticket.cause,
        created_at=ticket.created_at.timestamp(),
        updated_at=ticket.updated_at.timestamp(),
        agent=agent,
        email=ticket.customer.email,
        email_confirmed=ticket.customer.email_confirmed_at is not None,
        link=link_for(ticket),
    )
