// How does a customer follow a ticket from here? Number, state, the link that opens it anywhere, and where answers go.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Thread } from "../frames";
import type { Session } from "../session";
import { ticketState } from "../views/Home";
import { Icon } from "../views/icons";
import { t } from "../words";
import { EmailField } from "./EmailField";
import { useAsk } from "./useAsk";

interface Props {
  session: Session;
  thread: Thread;
  ticket: NonNullable<Thread["ticket"]>;
}

export function TicketBar({ session, thread, ticket }: Props): JSX.Element {
  return (
    <section class="ticket" aria-label={t("Ticket #{number}", { number: String(ticket.number) })} data-testid="ticket">
      <div class="ticket-top">
        <Icon name="ticket" size={18} />
        <strong>{t("Ticket #{number}", { number: String(ticket.number) })}</strong>
        <span class="tag" data-state={ticket.state}>
          {ticketState(ticket.state)}
        </span>
        {/^https?:\/\//.test(ticket.link) && (
          <a href={ticket.link} target="_blank" rel="noopener">
            {t("Open ticket page")}
            <Icon name="out" size={14} />
          </a>
        )}
      </div>
      {ticket.state !== "closed" && <Contact session={session} thread={thread} ticket={ticket} />}
    </section>
  );
}

function Contact({ session, thread, ticket }: Props): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [email, setEmail] = useState("");
  const { busy, problem, ask } = useAsk(session);
  const given = ticket.email ?? "";

  if (!asking) {
    return (
      <p class="contact">
        <span>
          {!given
            ? t("Answers appear here.")
            : ticket.confirmed
              ? t("Answers appear here and go to {email}.", { email: given })
              : t("Please confirm {email} by the link we sent there; then answers go there too.", { email: given })}
        </span>{" "}
        <button type="button" class="link" onClick={() => setAsking(true)}>
          {given ? t("Change") : t("Get answers by e-mail too")}
        </button>
      </p>
    );
  }
  return (
    <form
      class="contact-form"
      onSubmit={(event) => {
        event.preventDefault();
        void ask({ t: "contact", thread: thread.id, email: email.trim() }, () => setAsking(false));
      }}
    >
      <EmailField value={email} change={setEmail} label={t("E-mail address")} />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="secondary" onClick={() => setAsking(false)}>
          {t("Cancel")}
        </button>
        <button type="submit" class="primary" disabled={busy || !email.trim()}>
          {t("Save")}
        </button>
      </div>
    </form>
  );
}
