// Who is the customer, and how do we know? Said by whom, never just "verified".
import type { ComponentChildren, JSX } from "preact";
import type { Thread } from "../frames";
import { customerName, languageName, languagesOf, regionSource, tierName, when } from "../names";
import type { Session } from "../session";
import { t, words } from "../words";
import type { Parts } from "./App";
import { BlockCard } from "./BlockCard";
import { Hidden } from "./Hidden";
import { Icon } from "./icons";
import { PersonNotes } from "./PersonNotes";
import { topicOf } from "./rows";
import { Face } from "./Small";
import { TicketCard } from "./TicketCard";
import { Attributes, PageLink, Pages } from "./Told";

export function CustomerPane({ session, screen }: Parts): JSX.Element | null {
  const thread = session.known.threads.value[session.current.value];
  if (!thread) return null;
  return (
    <div class="customer-in" key={thread.id} data-testid="customer">
      <button
        type="button"
        class="icon-button back"
        aria-label={t("Back to the conversation")}
        onClick={() => {
          screen.pane.value = "thread";
        }}
      >
        <Icon name="back" />
      </button>
      <Who thread={thread} now={session.now()} />
      <BlockCard session={session} screen={screen} thread={thread} />
      {thread.ticket && <TicketCard session={session} ticket={thread.ticket} />}
      <Facts session={session} thread={thread} now={session.now()} />
      <PersonNotes session={session} thread={thread} />
      <Attributes session={session} thread={thread} />
      <Pages session={session} thread={thread} />
      <Earlier session={session} screen={screen} thread={thread} />
    </div>
  );
}

function Who({ thread, now }: { thread: Thread; now: number }): JSX.Element {
  const { customer } = thread;
  const name = customerName(customer, thread.id);
  return (
    <section class="who">
      <Face name={name} large />
      <div>
        <h2 class="who-name">
          <bdi>{name}</bdi>
        </h2>
        <p class="who-online" data-online={customer.online ?? false} data-testid="customer-online">
          <span class={`presence presence-${customer.online ? "available" : "offline"}`} aria-hidden="true" />
          {customer.online ? t("Online now") : t("Not online")}
        </p>
      </div>
      <p class="verified" data-verified={customer.verified} data-testid="verified">
        <Icon name={customer.verified ? "shield" : "person"} size={16} />
        {customer.verified ? t("Verified: signed by the website") : t("Not verified: reveal nothing about an account")}
        {customer.verified && customer.signed_at != null && (
          <span class="verified-when">{when(customer.signed_at, now)}</span>
        )}
      </p>
    </section>
  );
}

function Facts({ session, thread, now }: { session: Session; thread: Thread; now: number }): JSX.Element {
  const { customer, chat } = thread;
  const { answered, asked } = languagesOf(thread);
  // Their own would be the one that stands in for what they asked for.
  const other = !asked && customer.language && chat.language && customer.language !== chat.language;
  return (
    <section class="card" aria-label={t("About the customer")}>
      <dl class="facts">
        <Fact name={t("Tier")}>{tierName(customer.tier)}</Fact>
        <Fact name={t("Language")}>
          {answered}
          {other && <small>{t("usually {language}", { language: languageName(customer.language) })}</small>}
          {asked && (
            <small data-testid="asked-language">
              {t("asked for {language}, which the site does not answer in", { language: asked })}
            </small>
          )}
        </Fact>
        {chat.code && (
          <Fact name={t("Code")}>
            {chat.code}
            <small>{t("the customer sees it, too, and can check it")}</small>
          </Fact>
        )}
        <Fact name={t("Region")}>
          {customer.region || t("Not known")}
          {customer.region && <small>{regionSource(customer.region_source)}</small>}
        </Fact>
        {customer.account && (
          <Fact name={t("Account")}>
            <Hidden session={session} thread={thread.id} field="account" name={t("Account")} short={customer.account} />
          </Fact>
        )}
        {customer.email && (
          <Fact name={t("E-mail")}>
            <Hidden session={session} thread={thread.id} field="email" name={t("E-mail")} short={customer.email} />
            <small data-good={customer.email_confirmed}>
              {customer.email_confirmed ? t("confirmed") : t("not confirmed")}
            </small>
          </Fact>
        )}
        {(customer.page_title || customer.page_url) && (
          <Fact name={t("Page")}>
            <PageLink url={customer.page_url ?? ""} title={customer.page_title ?? ""} />
          </Fact>
        )}
        {customer.device && (
          <Fact name={t("App")}>
            {customer.device}
            <small>{t("said by the page")}</small>
          </Fact>
        )}
        {customer.browser && <Fact name={t("Device")}>{customer.browser}</Fact>}
        {!!customer.created_at && <Fact name={t("First seen")}>{when(customer.created_at, now)}</Fact>}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

function Earlier({ session, screen, thread }: Parts & { thread: Thread }): JSX.Element | null {
  const earlier = thread.customer.earlier ?? [];
  if (!earlier.length) return null;
  const now = session.now();
  return (
    <section class="card" aria-labelledby="earlier-title" data-testid="earlier">
      <h3 class="card-title" id="earlier-title">
        {t("Other conversations")}
        <span class="count">{words.value.number(earlier.length)}</span>
      </h3>
      <ul class="earlier">
        {earlier.map((one) => (
          <li key={one.thread}>
            <button type="button" class="earlier-row" onClick={() => screen.open(one.thread)}>
              <span class="earlier-topic">{topicOf(session, one.topic)}</span>
              <span class="earlier-when">{when(one.at, now)}</span>
              <span class="earlier-state">
                {one.ticket ? t("Ticket #{number}", { number: String(one.ticket) }) : stateOf(one.state)}
                {one.rating ? ` · ${t("rated {score} of 5", { score: one.rating })}` : ""}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf(state: Thread["chat"]["state"]): string {
  return { waiting: t("Waiting"), active: t("Active"), ended: t("Ended") }[state];
}
