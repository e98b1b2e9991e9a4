// Which frames does the widget send and receive, and what does it keep unsent?
import type {
  CustomerFrame,
  CustomerQueue,
  CustomerRequest,
  CustomerThread,
  CustomerWelcome,
} from "../shared/protocol.gen";

export type { CustomerFrame, CustomerQueue, CustomerRequest, CustomerWelcome };

/** A thread as it stands: newest chat, ticket, cursors, and whether a message sent now is accepted. */
export type Thread = CustomerThread;

/** What the outbox keeps: a first message with its topic, or a message on a thread. */
export type Draft =
  | { kind: "start"; topic: string; text: string; language?: string; fields?: Record<string, string | null> }
  | { kind: "message"; text: string };

/** The id of a thread that the server has not made yet: what is written meanwhile waits under it. */
export const placeholder = (clientId: string): string => `new.${clientId}`;
export const isPlaceholder = (thread: string): boolean => thread.startsWith("new.");

/** Under this name files wait for the first message on a topic. */
export const beforehand = (topic: string): string => placeholder(`topic.${topic}`);

/** Something of it is still open, so that an answer may come. */
export function isLive(thread: Thread): boolean {
  return thread.chat.state !== "ended" || (!!thread.ticket && thread.ticket.state !== "closed");
}
