// What do all faces know of the protocol beyond the generated types: close codes, errors, event bodies?
import type { Ack, EventBodies, EventOut, Events, GoAway, Ok, Page, Pong, Error as Refusal } from "./protocol.gen";

export type { Ack, EventOut, Events, GoAway, Ok, Page, Pong, Refusal };

/** Anything that travels: `t` names its type. */
export interface Typed {
  t: string;
}

/** May a client come back after this close code? 4500 to 4999 mean stop; everything else means resume. */
export function mayReconnect(code: number): boolean {
  return code < 4500 || code > 4999;
}

/** An event with the body of its type. */
export type EventOf<K extends keyof EventBodies> = Omit<EventOut, "type" | "body"> & { type: K; body: EventBodies[K] };

/** Narrows an event to its type, so that the body's fields are known. */
export function isEvent<K extends keyof EventBodies>(event: EventOut, type: K): event is EventOut & EventOf<K> {
  return event.type === type;
}

/** Words or a file: what somebody said, beside what merely happened. */
export function isSaid(event: Pick<EventOut, "type">): boolean {
  return event.type === "message" || event.type === "file";
}

/** A row of the error table as a throwable value. */
export class Refused extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly data: Record<string, unknown>;

  constructor(refusal: Pick<Refusal, "code" | "message" | "retryable" | "data">) {
    super(refusal.message);
    this.code = refusal.code;
    this.retryable = refusal.retryable;
    this.data = refusal.data ?? {};
  }

  /** Milliseconds after which the server said it may be tried again. */
  get retryAfter(): number {
    const seconds = this.data.retry_after;
    return typeof seconds === "number" && seconds > 0 ? seconds * 1000 : 0;
  }
}
