// What may this agent do with the thread on the screen now? The buttons and the shortcuts ask the same question.
import { passing } from "./lists";
import type { Session } from "./session";

export interface Allowed {
  /** Write to the customer. */
  write: boolean;
  resolve: boolean;
  transfer: boolean;
  escalate: boolean;
  why: boolean;
  /** Go on with an ended chat. */
  reopen: boolean;
  /** Ask a colleague in. */
  invite: boolean;
  /** Warn the customer, end the chat for abuse, block. */
  abuse: boolean;
  /** The customer may not write now. */
  blocked: boolean;
}

const NOTHING: Allowed = {
  write: false,
  resolve: false,
  transfer: false,
  escalate: false,
  why: false,
  invite: false,
  reopen: false,
  abuse: false,
  blocked: false,
};

/** The server decides in the end; this only keeps what it would refuse from being offered. */
export function allowed(session: Session, thread: string): Allowed {
  const known = session.known.threads.value[thread];
  if (!known) return NOTHING;
  const { chat } = known;
  const leads = session.leads.value;
  const own = chat.agent?.id === session.me.value;
  const live = chat.state === "active" && (own || leads);
  return {
    write: known.writable,
    resolve: live,
    transfer: (live && !passing(session.desk.value, thread)) || (chat.state === "waiting" && leads),
    escalate: own || leads,
    why: own || leads || chat.state === "waiting",
    invite: live,
    reopen: chat.state === "ended" && !known.writable && (own || leads) && !known.customer.block,
    abuse: (own || leads) && !known.customer.block,
    blocked: !!known.customer.block,
  };
}
