// Which view is the customer looking at? Home, a topic's first message, or a thread.
import { signal } from "@preact/signals";
import type { Session } from "./session";

export type View = { at: "home" } | { at: "topic"; topic: string } | { at: "thread"; thread: string };

export class Route {
  readonly view = signal<View>({ at: "home" });

  constructor(session: Session) {
    // A thread begun here has a placeholder until the server has made it.
    session.renamed = (placeholder, thread) => {
      const view = this.view.value;
      if (view.at === "thread" && view.thread === placeholder) this.thread(thread);
    };
  }

  home(): void {
    this.view.value = { at: "home" };
  }

  topic(topic: string): void {
    this.view.value = { at: "topic", topic };
  }

  thread(thread: string): void {
    this.view.value = { at: "thread", thread };
  }
}
