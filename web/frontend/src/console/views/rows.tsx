// What does one row of a list say about a chat or a ticket?
import type { JSX } from "preact";
import { isEvent, isSaid } from "../../shared/protocol";
import type { Chat, Ticket } from "../frames";
import { asleep, colleague, nameOfTopic, topic } from "../lists";
import { customerName, languageName, soon, stateOfTicket } from "../names";
import type { Session } from "../session";
import { t, tn, words } from "../words";
import { Icon } from "./icons";
import { Face, Tier, Urgent } from "./Small";
import { Ago, Running } from "./Times";

interface Props {
  chat: Chat;
  session: Session;
}

export function MineRow({ chat, session }: Props): JSX.Element {
  const { thread, customer } = chat;
  const { known } = session;
  const name = customerName(customer, thread);
  const unread = known.unread(thread);
  const last = known.log(thread).events.findLast(isSaid);
  const failed = session.outgoing.unsent.value.some((item) => item.thread === thread && item.refused);
  return (
    <>
      <Face name={name} />
      <span class="row-main">
        <span class="row-top">
          <span class="row-name" dir="auto" data-strong={unread > 0}>
            {name}
          </span>
          <Tier tier={customer.tier} />
          {chat.urgent && <Urgent />}
          {last && (
            <span class="row-time">
              <Ago session={session} at={last.at} />
            </span>
          )}
        </span>
        <span class="row-bottom">
          <Preview chat={chat} session={session} />
          {failed && (
            <span class="row-failed" title={t("Not sent")}>
              <Icon name="alert" size={15} />
              <span class="hidden">{t("Not sent")}</span>
            </span>
          )}
          {session.news.fresh.value.has(thread) && <span class="badge badge-new">{t("New")}</span>}
          {unread > 0 && (
            <span class="badge" data-testid="unread">
              {words.value.number(unread)}
              <span class="hidden">{tn("unread message", "unread messages", unread)}</span>
            </span>
          )}
        </span>
      </span>
    </>
  );
}

function Preview({ chat, session }: Props): JSX.Element {
  if (session.known.typing.value[chat.thread]?.customer) {
    return <span class="row-text row-typing">{t("is writing…")}</span>;
  }
  const last = session.known.log(chat.thread).events.findLast(isSaid);
  if (!last) return <span class="row-text">{topicOf(session, chat.topic)}</span>;
  return (
    // In the message's own direction: cut at its end, not at its beginning.
    <span class="row-text" dir="auto">
      {last.by.kind === "agent" && (
        <span class="row-by">{last.by.id === session.me.value ? t("You:") : `${last.by.name}:`} </span>
      )}
      <bdi>{isEvent(last, "message") ? last.body.text : isEvent(last, "file") ? `📎 ${last.body.name}` : ""}</bdi>
    </span>
  );
}

export function WaitingRow({ chat, session }: Props): JSX.Element {
  const { customer, thread } = chat;
  const asked = colleague(session.desk.value, chat.offered_to ?? "")?.name;
  return (
    <span class="row-main">
      <span class="row-top">
        <span class="row-name" dir="auto">
          {customerName(customer, thread)}
        </span>
        <Tier tier={customer.tier} />
        {chat.urgent && <Urgent />}
        <span class="row-time row-wait" title={t("Waiting time")}>
          <Running session={session} since={chat.queued_at} />
        </span>
      </span>
      <span class="row-bottom">
        <span class="row-text">
          {[languageName(chat.language), topicOf(session, chat.topic), customer.region].filter(Boolean).join(" · ")}
        </span>
        {chat.waits_for && (
          <span class="tag tag-waits" data-me={chat.waits_for === session.me.value}>
            {chat.waits_for === session.me.value
              ? t("Waits for you")
              : t("Waits for {name}", { name: colleague(session.desk.value, chat.waits_for)?.name ?? "" })}
          </span>
        )}
        {asked && <span class="tag">{t("Offered to {name}", { name: asked })}</span>}
      </span>
    </span>
  );
}

export function ActiveRow({ chat, session }: Props): JSX.Element {
  const { customer, thread } = chat;
  const agent = colleague(session.desk.value, chat.agent ?? "")?.name ?? "";
  return (
    <span class="row-main">
      <span class="row-top">
        <span class="row-name" dir="auto">
          {customerName(customer, thread)}
        </span>
        <Tier tier={customer.tier} />
        {chat.urgent && <Urgent />}
        {chat.assigned_at && (
          <span class="row-time" title={t("Since it was assigned")}>
            <Running session={session} since={chat.assigned_at} />
          </span>
        )}
      </span>
      <span class="row-bottom">
        <span class="row-text">
          {[agent, languageName(chat.language), topicOf(session, chat.topic)].filter(Boolean).join(" · ")}
        </span>
      </span>
    </span>
  );
}

/** Read as one sentence, seen as the time alone. */
function Asleep({ until }: { until: string }): JSX.Element {
  return (
    <span class="tag">
      <Icon name="moon" size={12} />
      <span class="hidden">{t("Sleeps until {time}", { time: until })}</span>
      <span aria-hidden="true">{until}</span>
    </span>
  );
}

export function TicketRow({ ticket, session }: { ticket: Ticket; session: Session }): JSX.Element {
  const { customer, thread, number } = ticket;
  const agent = colleague(session.desk.value, ticket.agent ?? "")?.name;
  return (
    <>
      <Priority priority={ticket.priority} />
      <span class="row-main">
        <span class="row-top">
          <span class="row-name" dir="auto">
            {ticket.subject || topicOf(session, ticket.topic)}
          </span>
          <span class="row-time">
            <Ago session={session} at={ticket.updated_at} />
          </span>
        </span>
        <span class="row-bottom">
          <span class="row-text">
            #{number} · <bdi>{customerName(customer, thread)}</bdi>
            {agent && ` · ${agent}`}
          </span>
          {asleep(ticket, session.now()) && <Asleep until={soon(ticket.snoozed_until ?? 0, session.now())} />}
          {ticket.state !== "open" && <span class="tag">{stateOfTicket(ticket.state)}</span>}
        </span>
      </span>
    </>
  );
}

/** Bars, tallest for the most urgent: read without colour. */
export function Priority({ priority }: { priority: number }): JSX.Element {
  const words = t("Priority {priority}", { priority });
  return (
    <span class="priority" data-priority={priority} role="img" aria-label={words} title={words}>
      <i />
      <i />
      <i />
      <i />
    </span>
  );
}

/** A topic by its name, in the reader's language or the one that is wanted. */
export function topicOf(session: Session, slug: string, language = words.value.language): string {
  const found = topic(session.desk.value, slug);
  return found ? nameOfTopic(found, language) : slug;
}
