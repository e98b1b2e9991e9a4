// What does the customer see first? Who is there, what may be asked, and what is still open.
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { CustomerSiteOut } from "../../shared/protocol.gen";
import { nobodyHere, notInOwn, opensAgain } from "../closed";
import type { CustomerWelcome, Thread } from "../frames";
import type { Session } from "../session";
import { type Steady, spoken, steady, UNKNOWN } from "../wait";
import { sentence, sentences, t, tn, words } from "../words";
import type { ViewProps } from "./App";
import { Close } from "./Header";
import { Icon } from "./icons";
import { LaterBlocked } from "./Later";
import { useCut } from "./useCut";

export function Home(props: ViewProps): JSX.Element {
  const { session, close } = props;
  const welcome = session.known.welcome.value;
  const site = session.known.site.value;
  const cut = useCut(session);
  const threads = session.known.threads.value;
  const open = threads.find((thread) => thread.chat.state !== "ended");
  return (
    <>
      <header class="hero">
        <div class="hero-top">
          <p class="hero-site">
            {session.config.theme.logo && <img class="hero-logo" src={session.config.theme.logo} alt="" />}
            {site?.name ?? session.config.name}
          </p>
          <Close close={close} />
        </div>
        {/* A greeting that promises a quick answer must not stand over a closed desk. */}
        <h1 tabIndex={-1} data-autofocus>
          {(welcome?.desk.on_duty && welcome.site.greeting) || t("How can we help?")}
        </h1>
        {welcome ? <Duty welcome={welcome} now={session.now()} /> : !cut && <p class="duty skeleton-line" />}
        {welcome?.customer.unserved_language && (
          <p class="duty" data-testid="answered-in">
            {notInOwn(welcome.customer)}
          </p>
        )}
      </header>
      <main class="home">
        {!site && !cut && <Skeleton />}
        {!site && cut && (
          <section>
            <p class="hint">{t("The chat cannot be reached just now. Leave this open: it connects by itself.")}</p>
          </section>
        )}
        {open && (
          <section aria-label={t("Your conversation")}>
            <ThreadCard {...props} thread={open} />
            <p class="hint">{t("You can start another conversation once this one has ended.")}</p>
          </section>
        )}
        {session.known.blocked.value && <LaterBlocked session={session} />}
        {site && !open && !session.known.blocked.value && <Topics {...props} topics={site.topics} />}
        {cut && session.config.elsewhere && (
          <section aria-labelledby="elsewhere" data-testid="elsewhere">
            <h2 id="elsewhere">{t("Other ways to reach us")}</h2>
            <p class="hint" dir="auto">
              {session.config.elsewhere}
            </p>
          </section>
        )}
        <Earlier {...props} threads={threads.filter((thread) => thread !== open)} />
      </main>
    </>
  );
}

/** Is somebody there, and how long does it take? Said as it is: a closed desk is no reason to hide, since a ticket is answered too. */
function Duty({ welcome, now }: { welcome: CustomerWelcome; now: number }): JSX.Element {
  const { on_duty, languages = [], wait } = welcome.desk;
  const kept = useRef<Steady>(UNKNOWN);
  kept.current = steady(kept.current, wait?.p50, wait?.p90, Date.now());
  const range = kept.current.shown;
  const closed = sentences(
    sentence(nobodyHere(welcome.desk, welcome.customer.language)),
    opensAgain(welcome.desk, now),
    t("Write to us, and you get an answer as a ticket."),
  );
  return (
    <p class="duty" data-on={on_duty} data-testid="duty">
      <span class="dot" aria-hidden="true" />
      <span>
        {on_duty ? t("We are here now") : closed}
        {on_duty && languages.length > 0 && <span class="languages"> · {languages.map(named).join(t(", "))}</span>}
        {on_duty && range && (
          <span class="takes" data-testid="takes">
            {t("Expected wait: {range}", { range: spoken(range) })}
          </span>
        )}
      </span>
    </p>
  );
}

/** A language in its own words, since its speakers are the ones who look for it. */
function named(language: string): string {
  try {
    const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  } catch {
    return language;
  }
}

function Topics({ route, topics: all }: ViewProps & { topics: CustomerSiteOut["topics"] }): JSX.Element {
  const topics = all
    .filter((topic) => !topic.retired)
    .sort((a, b) => Number(b.urgent ?? false) - Number(a.urgent ?? false));
  return (
    <section aria-labelledby="topics">
      <h2 id="topics">{t("What is it about?")}</h2>
      <ul class="rows" data-testid="topics">
        {topics.map((topic) => (
          <li key={topic.slug}>
            <button
              type="button"
              class="row"
              data-urgent={topic.urgent ?? false}
              onClick={() => route.topic(topic.slug)}
            >
              <span class="row-text">{topic.name}</span>
              {topic.urgent && (
                <span class="tag">
                  <Icon name="urgent" size={12} />
                  {t("Urgent")}
                </span>
              )}
              <Icon name="next" size={18} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Earlier({ threads, ...props }: ViewProps & { threads: Thread[] }): JSX.Element | null {
  if (!threads.length) return null;
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier">{t("Earlier")}</h2>
      <ul class="rows">
        {threads.map((thread) => (
          <li key={thread.id}>
            <ThreadCard {...props} thread={thread} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ThreadCard({ session, route, thread }: ViewProps & { thread: Thread }): JSX.Element {
  const unread = session.known.unreadOf(thread);
  const { chat, ticket } = thread;
  const live = chat.state !== "ended";
  return (
    <button
      type="button"
      class="row thread-row"
      data-live={live}
      data-testid="thread"
      onClick={() => route.thread(thread.id)}
    >
      <span class="row-icon">
        <Icon name={ticket ? "ticket" : "chat"} size={18} />
      </span>
      <span class="row-text">
        <span>{topicName(session, chat.topic)}</span>
        <small>
          {ticket
            ? `${t("Ticket #{number}", { number: String(ticket.number) })} · ${ticketState(ticket.state)}`
            : chatState(thread)}
          {!live && ` · ${when(chat.ended_at ?? chat.queued_at, session.now())}`}
        </small>
      </span>
      {unread > 0 && (
        <span class="count">
          <span aria-hidden="true">{words.value.number(unread)}</span>
          <span class="hidden">{tn("{count} new message", "{count} new messages", unread)}</span>
        </span>
      )}
      <Icon name="next" size={18} />
    </button>
  );
}

/** What is of today is told apart by its time. */
function when(seconds: number, now: number): string {
  const today = new Date(seconds * 1000).toDateString() === new Date(now * 1000).toDateString();
  return today ? words.value.time(seconds) : words.value.day(seconds, now);
}

export function topicName(session: Session, slug: string): string {
  return session.known.site.value?.topics.find((topic) => topic.slug === slug)?.name ?? t("Conversation");
}

export function ticketState(state: NonNullable<Thread["ticket"]>["state"]): string {
  return { open: t("Open"), pending: t("Waiting for you"), solved: t("Solved"), closed: t("Closed") }[state];
}

function chatState({ chat }: Thread): string {
  if (chat.state === "waiting") return t("Waiting for an agent");
  if (chat.state === "ended") return t("Ended");
  return chat.agent ? t("With {name}", { name: chat.agent.name }) : t("Open");
}

function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" role="status" aria-label={t("Connecting…")}>
      <i />
      <i />
      <i />
      <i />
    </div>
  );
}
