// How does a face ask for something and learn what came of it? A request has a `rid`; `ok`, `page` or `error` repeat it.
import { newId } from "./ids";
import { type Refusal, Refused, type Typed } from "./protocol";

interface Waiting<Answer> {
  frame: Typed & { rid: string };
  resolve(answer: Answer): void;
  reject(refused: Refused): void;
  timer: ReturnType<typeof setTimeout>;
  /** Not to be asked on another connection. */
  here: boolean;
}

/** A person waits for the answer: longer than a reconnect takes, shorter than patience. */
const PATIENCE_MS = 20_000;

export const TIMED_OUT = "timed_out";

/**
 * Requests not answered when a connection is lost are sent again on the next one. Every request of the protocol may be
 * repeated without harm, which is what makes this safe.
 */
export class Requests<Answer extends Typed & { rid: string }> {
  private readonly waiting = new Map<string, Waiting<Answer>>();
  private readonly send: (frame: Typed & { rid: string }) => boolean;

  constructor(send: (frame: Typed & { rid: string }) => boolean) {
    this.send = send;
  }

  ask<Request extends Typed>(request: Request, patience = PATIENCE_MS): Promise<Answer> {
    const rid = newId();
    const frame = { ...request, rid };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(rid);
        reject(new Refused({ code: TIMED_OUT, message: "There was no answer.", retryable: true }));
      }, patience);
      this.waiting.set(rid, { frame, resolve, reject, timer, here: false });
      this.send(frame);
    });
  }

  /** After a welcome. */
  resend(): void {
    for (const { frame, here } of this.waiting.values()) if (!here) this.send(frame);
  }

  /** Somebody else may speak on the next connection: what was asked until now is answered on this one or not at all. */
  keepHere(): void {
    for (const one of this.waiting.values()) one.here = true;
  }

  /** True when the frame was the answer to a request of ours. */
  received(frame: Typed & { rid?: string }): boolean {
    const waiting = frame.rid ? this.waiting.get(frame.rid) : undefined;
    if (!waiting || !frame.rid) return false;
    this.waiting.delete(frame.rid);
    clearTimeout(waiting.timer);
    if (frame.t === "error") waiting.reject(new Refused(frame as unknown as Refusal));
    else waiting.resolve(frame as Answer);
    return true;
  }
}
