"""What does the worker do for tickets? Mails, and looking after chats whose customer has gone.

Level-triggered wherever it can be: a periodic look finds what is due, so nothing depends on one task having run.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from chat import hints
from chat.buses import publish_once
from chat.door import Actor
from chat.hints import Hint
from chat.models import Chat, Cursor
from routing import actions as routing
from routing.models import Request
from tickets.actions import answered, escalate, newest_writer, reopen_by_message
from tickets.mail import send_answer_mail, send_confirmation_mail, send_missed_mail
from tickets.models import EmailConfirmation, Ticket

log = logging.getLogger(__name__)

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
QUIET = timedelta(seconds=30)  # an answer is mailed when the customer has not read it for so long


@app.task(name="tickets.send_confirmation", queue="mail", retry=RETRY)
def send_confirmation(confirmation_id: int) -> None:
    """The one mail that an unconfirmed address gets."""
    confirmation = (
        EmailConfirmation.objects.select_related("customer__site").filter(pk=confirmation_id, sent_at=None).first()
    )
    if confirmation is None:
        return
    send_confirmation_mail(confirmation)
    EmailConfirmation.objects.filter(pk=confirmation_id).update(sent_at=Now())


@app.periodic(cron="* * * * * */15")
@app.task(name="tickets.mail_answers", queue="mail", queueing_lock="tickets.mail_answers")
def mail_answers(timestamp: int) -> None:
    """Agents' answers that their customers have not read here go to the confirmed address."""
    due = Ticket.objects.select_related("customer", "site", "thread__cursor").filter(
        customer__email_confirmed_at__isnull=False,
        thread__head__seq__gt=F("notified_seq"),
        thread__cursor__customer_seq__lt=F("thread__head__seq"),
    )
    for ticket in due:
        mail_answers_of(ticket)


def mail_answers_of(ticket: Ticket) -> None:
    """One ticket's unread answers, once: marked and handed to a task of their own in one transaction."""
    read = max(ticket.notified_seq, ticket.thread.cursor.customer_seq)
    found = answers(ticket, read, QUIET)
    if not found:
        return
    upto = found[-1][0]
    with transaction.atomic():
        if Ticket.objects.filter(pk=ticket.pk, notified_seq=ticket.notified_seq).update(notified_seq=upto):
            send_answers.defer(ticket_id=ticket.pk, after=read, upto=upto)


def answers(ticket: Ticket, after: int, quiet: timedelta = timedelta(0)) -> list[tuple[int, str]]:
    """(seq, text) of what agents wrote on a ticket after `after`, and at least `quiet` ago; a file by its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, coalesce(body->>'text', '📎 ' || (body->>'name')) FROM chat_event "
            "WHERE thread_id = %s AND seq > %s AND type IN ('message', 'file') "
            "AND actor_kind = 'agent' AND at <= now() - make_interval(secs => %s) AND at > %s ORDER BY seq",
            [ticket.thread_id, after, quiet.total_seconds(), ticket.created_at],
        )
        rows: list[tuple[int, str]] = cursor.fetchall()
    return rows


@app.task(name="tickets.send_missed", queue="mail", retry=RETRY)
def send_missed(chat_id: int, after: int) -> None:
    """What agents wrote in a chat after its customer had left, in one mail; nothing where there is nothing."""
    chat = Chat.objects.select_related("customer__site").get(pk=chat_id)
    texts = said(chat.thread_id, after)
    if texts and chat.customer.email_confirmed_at is not None:
        send_missed_mail(chat.customer, texts)


def said(thread_id: int, after: int) -> list[str]:
    """What agents said in a thread after this `seq`; a file by its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(body->>'text', '📎 ' || (body->>'name')) FROM chat_event "
            "WHERE thread_id = %s AND seq > %s AND type IN ('message', 'file') AND actor_kind = 'agent' ORDER BY seq",
            [thread_id, after],
        )
        return [text for (text,) in cursor.fetchall()]


@app.task(name="tickets.send_answers", queue="mail", retry=RETRY)
def send_answers(ticket_id: int, after: int, upto: int) -> None:
    """The answers after `after` up to `upto`, tried again while the mail server is away."""
    ticket = Ticket.objects.select_related("customer", "site").get(pk=ticket_id)
    texts = [text for seq, text in answers(ticket, after) if seq <= upto]
    if texts and ticket.customer.email_confirmed_at is not None:
        send_answer_mail(ticket, ticket.customer, texts)


# The last message of each unclosed ticket that came after its last change of status. A web process that is killed
# between storing a message and moving its ticket leaves such a row.
UNSETTLED = """
SELECT t.thread_id, m.actor_kind FROM tickets_ticket t, LATERAL (
    SELECT e.seq, e.actor_kind, e.at FROM chat_event e WHERE e.thread_id = t.thread_id AND e.type IN ('message', 'file')
    ORDER BY e.seq DESC LIMIT 1) m
WHERE t.state IN ('open', 'pending', 'solved') AND m.at < now() - interval '10 seconds'
  AND ((m.actor_kind = 'agent' AND t.state = 'open') OR (m.actor_kind = 'customer' AND t.state <> 'open'))
  AND NOT EXISTS (SELECT 1 FROM chat_event s WHERE s.thread_id = t.thread_id AND s.seq > m.seq
                  AND s.type IN ('ticket_status', 'escalated'))
"""


@app.periodic(cron="* * * * * */20")
@app.task(name="tickets.settle_turns", queue="default", queueing_lock="tickets.settle_turns")
def settle_turns(timestamp: int) -> None:
    """Tickets whose last message has not moved them yet are moved: ours to do, or the customer's turn."""
    with connection.cursor() as cursor:
        cursor.execute(UNSETTLED)
        rows = cursor.fetchall()
    for thread_id, side in rows:
        _result, found = hints.committed(answered if side == "agent" else reopen_by_message, thread_id)
        publish(found)


@app.periodic(cron="* * * * * */20")
@app.task(name="tickets.look_after_left", queue="default", queueing_lock="tickets.look_after_left")
def look_after_left(timestamp: int) -> None:
    """Chats whose customer has been gone for long: answered ones end, unanswered ones become a ticket."""
    gone = Chat.objects.exclude(state=Chat.State.ENDED).extra(
        tables=["chat_customer", "chat_site", "chat_watch"],
        where=[
            "chat_customer.id = chat_chat.customer_id",
            "chat_site.id = chat_chat.site_id",
            "chat_customer.seen_at < now() - make_interval(mins => chat_site.left_after_minutes)",
            # Time in which no web process watched does not count.
            "chat_watch.name = 'customers' AND chat_watch.at > now() - interval '1 minute'",
            "chat_watch.since < now() - make_interval(mins => chat_site.left_after_minutes)",
        ],
    )
    for chat in gone.order_by("pk")[:500]:
        _result, found = hints.committed(close_left, chat.pk)
        publish(found)


def close_left(chat_id: int) -> None:
    """One such chat."""
    request = Request.objects.select_for_update(no_key=True).get(chat=chat_id)
    chat = Chat.objects.select_related("customer", "topic").get(pk=chat_id)
    if request.state == Request.State.DONE:
        return
    if newest_writer(chat.thread_id) == "customer":
        escalate(chat, Ticket.Cause.LEFT_UNRESOLVED, Actor.system())
    else:
        routing.end_chat(chat, "left", Actor.system())
        if chat.customer.email_confirmed_at is not None:
            read = Cursor.objects.get(thread=chat.thread_id).customer_seq
            # In the transaction that ends the chat, which happens once: so does the mail.
            send_missed.defer(chat_id=chat.pk, after=read)


@app.periodic(cron="17 3 * * *")
@app.task(name="tickets.forget_old_jobs", queue="default", queueing_lock="tickets.forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Finished jobs are kept for three days, for whoever asks what happened."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72)


@app.periodic(cron="*/1 * * * *")
@app.task(name="tickets.retry_stalled", queue="default", queueing_lock="tickets.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """What a killed worker left half done is put back."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=60):
        await manager.retry_job(job)


def publish(found: list[Hint]) -> None:
    """Hints from a worker, which has no bus of its own."""
    async_to_sync(publish_once)(found)
