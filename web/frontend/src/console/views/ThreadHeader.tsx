// Whose thread is this, how does it stand, and what can be done with it?
import type { ComponentChildren, JSX } from "preact";
import { allowed } from "../actions";
import type { Thread } from "../frames";
import { KEYS } from "../keys";
import { customerName, languageName, stateOfTicket } from "../names";
import type { Dialog } from "../screen";
import type { Session } from "../session";
import { t } from "../words";
import type { Parts } from "./App";
import { Icon, type IconName } from "./icons";
import { topicOf } from "./rows";
import { Tier } from "./Small";
import { Running } from "./Times";

export function ThreadHeader({ session, screen, thread }: Parts & { thread: Thread }): JSX.Element {
  const { chat, customer } = thread;
  const may = allowed(session, thread.id);
  const action = (dialog: Dialog & keyof typeof may, icon: IconName, words: string, look = ""): ComponentChildren =>
    may[dialog] && (
      <button
        type="button"
        class={`button ${look}`}
        title={`${words} (${KEYS[dialog as keyof typeof KEYS]})`}
        aria-keyshortcuts={KEYS[dialog as keyof typeof KEYS]}
        data-testid={`action-${dialog}`}
        onClick={() => screen.ask(dialog)}
      >
        <Icon name={icon} size={16} />
        <span class="button-words">{words}</span>
      </button>
    );
  return (
    <header class="thread-head">
      <button
        type="button"
        class="icon-button back"
        aria-label={t("Back to the lists")}
        onClick={() => {
          screen.pane.value = "lists";
        }}
      >
        <Icon name="back" />
      </button>
      <div class="thread-who">
        <h1 class="thread-name">
          <bdi>{customerName(customer, thread.id)}</bdi>
          <Tier tier={customer.tier} />
        </h1>
        <p class="thread-state" data-testid="thread-state" data-state={chat.state}>
          {thread.ticket?.subject && (
            <>
              <bdi class="thread-subject">{thread.ticket.subject}</bdi>
              {" · "}
            </>
          )}
          <State session={session} thread={thread} />
          {` · ${[topicOf(session, chat.topic), languageName(chat.language)].join(" · ")}`}
        </p>
      </div>
      <fieldset class="actions" aria-label={t("Actions")}>
        {action("invite", "invite", t("Invite a colleague"), "plain")}
        {action("abuse", "block", t("Against abuse"), "plain")}
        {action("why", "why", t("Why this chat?"), "plain")}
        {action("reopen", "chat", t("Open again"))}
        {action("transfer", "pass", chat.state === "waiting" ? t("Assign") : t("Transfer"))}
        {action("escalate", "ticket", thread.ticket ? t("Another ticket") : t("Make a ticket"))}
        {action("resolve", "check", t("Resolve"), "primary")}
      </fieldset>
      <button
        type="button"
        class="icon-button to-customer"
        aria-label={t("About the customer")}
        onClick={() => {
          screen.pane.value = "customer";
        }}
      >
        <Icon name="person" />
      </button>
    </header>
  );
}

function State({ session, thread }: { session: Session; thread: Thread }): JSX.Element {
  const { chat, ticket } = thread;
  if (chat.state === "waiting") {
    return (
      <span class="state-waiting">
        {t("Waiting")} <Running session={session} since={chat.queued_at} />
      </span>
    );
  }
  if (chat.state === "active") {
    return (
      <span>
        {chat.agent?.id === session.me.value ? t("With you") : t("{name} has it", { name: chat.agent?.name ?? "" })}
      </span>
    );
  }
  return ticket ? (
    <span>
      {t("Ticket #{number}: {state}", {
        number: String(ticket.number),
        state: stateOfTicket(ticket.state),
      })}
    </span>
  ) : (
    <span>{t("Ended")}</span>
  );
}
