// How does the ticket of this thread stand, and what moves it on?
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { TicketDetail, TicketState } from "../frames";
import { stateOfTicket, when } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import { Icon } from "./icons";
import { Pick } from "./Pick";
import { Priority, topicOf } from "./rows";
import { Snooze } from "./Snooze";
import { useAsk } from "./useAsk";

const STATES: TicketState[] = ["open", "pending", "solved", "closed"];

export function TicketCard({ session, ticket }: { session: Session; ticket: TicketDetail }): JSX.Element {
  const ask = useAsk();
  const number = String(ticket.number);
  const mine = ticket.agent?.id === session.me.value;
  return (
    <section class="card ticket-card" aria-label={t("Ticket #{number}", { number })} data-testid="ticket">
      <h3 class="card-title">
        <Icon name="ticket" size={16} />
        {t("Ticket #{number}", { number })}
        <Priority priority={ticket.priority} />
      </h3>
      <p class="ticket-subject" dir="auto">
        {ticket.subject || topicOf(session, ticket.topic)}
      </p>
      <Pick<TicketState>
        label={t("Status")}
        value={ticket.state}
        options={STATES}
        nameOf={stateOfTicket}
        choose={(status) => session.ask({ t: "ticket", number: ticket.number, status })}
        testid="ticket-status"
      />
      <div class="ticket-agent">
        <span>{ticket.agent ? (mine ? t("Yours") : ticket.agent.name) : t("Nobody's yet")}</span>
        {!mine && (
          <button
            type="button"
            class="quiet"
            disabled={ask.busy}
            data-testid="take"
            onClick={() => void ask.run(() => session.ask({ t: "ticket", number: ticket.number, take: true }))}
          >
            {t("Take it")}
          </button>
        )}
        {ticket.link && <CopyLink link={ticket.link} />}
      </div>
      {ticket.state !== "closed" && <Snooze session={session} ticket={ticket} />}
      {ask.problem && (
        <p class="problem" role="alert">
          {ask.problem}
        </p>
      )}
      <p class="ticket-times">
        {t("Made {time}", { time: when(ticket.created_at, session.now()) })} ·{" "}
        {t("updated {time}", { time: when(ticket.updated_at, session.now()) })}
      </p>
    </section>
  );
}

export function CopyLink({ link }: { link: string }): JSX.Element {
  const [copied, setCopied] = useState<"" | "yes" | "no">("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied("yes");
      setTimeout(() => setCopied(""), 2_500);
    } catch {
      // No permission: the address is shown to be copied by hand.
      setCopied("no");
    }
  };
  return (
    <>
      <button type="button" class="quiet copy" data-testid="copy-link" onClick={() => void copy()}>
        <Icon name={copied === "yes" ? "check" : "copy"} size={14} />
        {copied === "yes" ? t("Copied") : t("Copy the customer's link")}
      </button>
      <span role="status" class="hidden">
        {copied === "yes" ? t("Copied") : ""}
      </span>
      {copied === "no" && (
        <input
          class="input"
          readOnly
          value={link}
          aria-label={t("The customer's link")}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </>
  );
}
