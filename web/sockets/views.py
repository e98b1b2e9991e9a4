"""What does a thread look like to its customer, and to an agent? Read in one go, on a database thread."""

from __future__ import annotations

from collections.abc import Container, Iterable

from django.db import connection
from django.db.models import prefetch_related_objects

from agents.cards import cards
from agents.models import Agent
from chat import blocks
from chat.customers import site_by_key
from chat.errors import Refusal
from chat.events import AgentCard
from chat.literals import literal
from chat.models import Block, Customer, Site, Thread, Topic
from chat.pages import address
from chat.topics import text_in
from desk.core.veil import veiled
from tickets.links import link_for
from tickets.models import Ticket
from web.protocol.agent import thread as to_agent
from web.protocol.customer.person import BlockOut, CustomerOut
from web.protocol.customer.site import FieldOut, SiteOut, TopicOut
from web.protocol.customer.thread import CustomerThread, ManagerOut, TicketOut
from web.sockets import people_reading, thread_rows
from web.sockets.render import short_email
from web.sockets.thread_rows import CustomerRow, ThreadRow

NEWEST = 20  # threads a customer is shown
EARLIER = 20  # earlier threads an agent is shown beside the open one

# Bounded for each: somebody with ten thousand threads must not be dearer to greet than anybody else.
NEWEST_THREADS = """
SELECT u.id, t.id FROM unnest(%s::bigint[]) AS u(id),
LATERAL (SELECT id FROM chat_thread WHERE customer_id = u.id ORDER BY id DESC LIMIT %s) t
ORDER BY u.id, t.id DESC
"""


def site_out(site: Site, language: str) -> SiteOut:
    """What the widget needs to know of the site, in this language."""
    usual = site.default_language
    topics = [topic_out(topic, language, usual) for topic in site.topics.all()]
    greeting = text_in(site.greeting, language, usual)
    return SiteOut(name=site.name, languages=site.languages, topics=topics, greeting=greeting)


def topic_out(topic: Topic, language: str, usual: str) -> TopicOut:
    """A topic in this language, else in the site's usual one, with what it asks for."""
    return TopicOut(
        slug=topic.slug,
        name=topic.name_in(language, usual),
        urgent=topic.urgent,
        fields=[
            FieldOut(
                field["name"],
                text_in(field["names"], language, usual) or field["name"],
                field.get("kind", "text"),
                field.get("required", False),
            )
            for field in topic.fields
        ],
        at_hand=text_in(topic.at_hand, language, usual),
        first_aid=text_in(topic.first_aid, language, usual),
        retired=topic.retired,
    )


def blocks_out(customer_ids: Iterable[int]) -> dict[int, BlockOut | None]:
    """customer → why they may not write now, as they may know it; None where they may."""
    wanted = list(customer_ids)
    found = {
        block.customer_id: BlockOut(
            category=literal(block.category),
            at=block.at.timestamp(),
            until=block.until.timestamp() if block.until else None,
            appealed=block.appealed_at is not None,
            answer=block.answer,
            answered=block.answered_at is not None,
        )
        for block in Block.objects.filter(blocks.holding(), customer__in=wanted)
    }
    return {customer: found.get(customer) for customer in wanted}


def customer_out(customer: Customer) -> CustomerOut:
    """Whom we take the customer for."""
    return CustomerOut(
        id=customer.public_id,
        name=customer.name,
        verified=customer.verified,
        tier=customer.tier,
        language=customer.language,
        unserved_language=customer.unserved_language,
        keeps_pages=customer.pages_consent in Customer.PAGES_KEPT,
    )


def threads_of(customer_ids: Iterable[int]) -> dict[int, dict[int, CustomerThread]]:
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


def customer_threads(thread_ids: Iterable[int]) -> dict[int, CustomerThread]:
    """Threads as their customer sees them, newest first."""
    rows = thread_rows.read(thread_ids)
    tickets = _tickets(rows)
    people = cards(row.manager[0] for row in rows if row.manager) if any(row.manager for row in rows) else {}
    threads = {}
    for row in rows:
        ticket = tickets.get(row.id)
        manager, wait_for = row.manager or (0, "")
        threads[row.id] = CustomerThread(
            id=row.public_id,
            head=row.head,
            chat=row.chat,
            read=row.read,
            writable=row.writable,
            ticket=ticket_out(ticket) if ticket else None,
            manager=ManagerOut(name=people[manager][1].name, wait_for=literal(wait_for)) if manager in people else None,
        )
    return threads


def _tickets(rows: Iterable[ThreadRow]) -> dict[int, Ticket]:
    """thread → its newest ticket, of those that have one."""
    having = [row.id for row in rows if row.has_ticket]
    if not having:
        return {}
    found = Ticket.objects.select_related("customer", "topic").filter(thread__in=having).order_by("pk")
    return {ticket.thread_id: ticket for ticket in found}


def ticket_out(ticket: Ticket) -> TicketOut:
    """A ticket as its customer sees it."""
    return TicketOut(
        number=ticket.number,
        state=literal(ticket.state),
        link=link_for(ticket),
        email=short_email(ticket.customer.email),
        confirmed=ticket.customer.email_confirmed_at is not None,
    )


def may_read(agent: Agent, thread_public_id: str) -> Thread:
    """A thread that this agent may open: of their site. Others do not exist for them."""
    thread = (
        Thread.objects.select_related("customer").filter(public_id=thread_public_id[:32], site=agent.site_id).first()
    )
    if thread is None:
        raise Refusal("thread_unknown")
    return thread


def agent_threads(thread_ids: Iterable[int], online: Container[int]) -> dict[int, to_agent.Thread]:
    """Threads as agents see them; `online` are the ids of customers connected now. `writable` is the thread's own."""
    rows = thread_rows.read(thread_ids)
    tickets = _tickets(rows)
    people = [ticket.agent_id for ticket in tickets.values() if ticket.agent_id]
    names = cards(people) if people else {}
    threads = {}
    earlier = _earlier({row.customer.id for row in rows})
    kept = people_reading.read(row.customer for row in rows)
    for row in rows:
        ticket = tickets.get(row.id)
        others = [each for each in earlier.get(row.customer.id, []) if each.thread != row.public_id]
        threads[row.id] = to_agent.Thread(
            id=row.public_id,
            customer=_detail(
                row.customer,
                row.customer.id in online,
                others[:EARLIER],
                kept.get(row.customer.id, people_reading.NOTHING),
            ),
            chat=row.chat,
            read=row.read,
            writable=row.writable,
            ticket=_ticket_detail(ticket, names[ticket.agent_id][1] if ticket.agent_id in names else None)
            if ticket
            else None,
            upto=row.head,
            guests=row.guests,
        )
    return threads


def agent_threads_of(
    public_ids: Iterable[str], online: Container[int]
) -> tuple[dict[str, int], dict[int, to_agent.Thread]]:
    """public id → id of threads, and the threads as agents see them."""
    ids = dict(Thread.objects.filter(public_id__in=list(public_ids)).values_list("public_id", "pk"))
    return ids, agent_threads(ids.values(), online)


def _earlier(customer_ids: set[int]) -> dict[int, list[to_agent.EarlierThread]]:
    """customer → their newest threads, the one on the screen included; one query however many customers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT u.id, t.public_id, o.slug, c.state, extract(epoch FROM c.at)::float8, c.number, c.rating
            FROM unnest(%s::bigint[]) AS u(id), LATERAL (
                -- Of a thread with several chats the newest; and tickets that have a thread of their own.
                SELECT * FROM (
                    (SELECT DISTINCT ON (h.thread_id) h.thread_id, h.topic_id, h.state::text, h.queued_at AS at,
                         k.number, h.rating
                     FROM (SELECT * FROM chat_chat WHERE customer_id = u.id ORDER BY id DESC LIMIT %s) h
                     LEFT JOIN tickets_ticket k ON k.chat_id = h.id AND NOT k.apart
                     ORDER BY h.thread_id, h.id DESC)
                    UNION ALL
                    (SELECT thread_id, topic_id, 'ended', created_at, number, NULL FROM tickets_ticket
                     WHERE customer_id = u.id AND apart ORDER BY id DESC LIMIT %s)
                ) both_kinds ORDER BY at DESC LIMIT %s
            ) c
            JOIN chat_thread t ON t.id = c.thread_id
            JOIN chat_topic o ON o.id = c.topic_id
            ORDER BY u.id, c.at DESC
            """,
            [list(customer_ids), EARLIER + 1, EARLIER + 1, EARLIER + 1],
        )
        found: dict[int, list[to_agent.EarlierThread]] = {}
        for customer_id, thread, topic, state, at, ticket, rating in cursor.fetchall():
            row = to_agent.EarlierThread(thread=thread, topic=topic, state=state, at=at, ticket=ticket, rating=rating)
            found.setdefault(customer_id, []).append(row)
    return found


def _detail(
    customer: CustomerRow, online: bool, earlier: list[to_agent.EarlierThread], kept: people_reading.Kept
) -> to_agent.CustomerDetail:
    return to_agent.CustomerDetail(
        id=customer.public_id,
        name=customer.name,
        verified=customer.account is not None,
        tier=customer.tier,
        language=customer.language,
        unserved_language=customer.unserved_language,
        region=customer.region,
        region_source=customer.region_source,
        account=veiled(customer.account) if customer.account else "",
        email=veiled(customer.email) if customer.email else "",
        email_confirmed=customer.email_confirmed,
        page_url=address(customer.page_url),
        page_title=customer.page_title,
        device=customer.device,
        browser=customer.browser,
        zone=customer.zone,
        created_at=customer.created_at,
        signed_at=customer.identified_at,
        online=online,
        earlier=earlier,
        block=customer.block,
        attributes=people_reading.attributes(customer),
        pages=kept.pages,
        pages_consent=literal(customer.pages_consent),
        notes=kept.notes,
    )


def _ticket_detail(ticket: Ticket, agent: AgentCard | None) -> to_agent.TicketDetail:
    return to_agent.TicketDetail(
        number=ticket.number,
        state=literal(ticket.state),
        priority=ticket.priority,
        subject=ticket.subject,
        topic=ticket.topic.slug,
        cause=ticket.cause,
        created_at=ticket.created_at.timestamp(),
        updated_at=ticket.updated_at.timestamp(),
        agent=agent,
        email=veiled(ticket.customer.email) if ticket.customer.email else "",
        email_confirmed=ticket.customer.email_confirmed_at is not None,
        link=link_for(ticket),
        snoozed_until=ticket.snoozed_until.timestamp() if ticket.snoozed_until else None,
    )
