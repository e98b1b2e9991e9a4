// Which canned replies are there, and in which order are they offered? Read anew whenever the desk has a newer version.
import { effect, type Signal, signal } from "@preact/signals";
import type { Desk } from "./desk";
import type { Ask, Reply } from "./frames";

export class Replies {
  readonly list: Signal<readonly Reply[]> = signal([]);

  private readonly ask: (request: Ask) => Promise<unknown>;

  constructor(desk: Signal<Desk>, ask: (request: Ask) => Promise<unknown>) {
    this.ask = ask;
    let known = -1;
    effect(() => {
      const item = desk.value.items.get("replies:");
      if (item?.kind !== "replies" || item.version === known) return;
      known = item.version;
      void this.read();
    });
  }

  async read(): Promise<void> {
    try {
      const answer = (await this.ask({ t: "replies" })) as { replies: Reply[] };
      this.list.value = answer.replies;
    } catch {
      // What is known stays; the next version of the desk asks again.
    }
  }
}

export interface Wanted {
  query: string;
  topic: string;
  language: string;
}

/** The replies that fit what was typed: by name, then by topic, by the customer's language, one's own before others. */
export function ranked(replies: readonly Reply[], { query, topic, language }: Wanted): Reply[] {
  const typed = query.toLocaleLowerCase();
  const weighed = replies.map((reply) => ({
    reply,
    weight: [
      matches(reply, typed),
      reply.topic === topic ? 0 : reply.topic ? 2 : 1,
      closest(reply, language) ? 0 : 1,
      reply.own ? 0 : 1,
    ],
  }));
  return weighed
    .filter(({ weight }) => weight[0] !== NO_MATCH)
    .sort((a, b) => compared(a.weight, b.weight) || a.reply.name.localeCompare(b.reply.name))
    .map(({ reply }) => reply);
}

const NO_MATCH = 3;

function matches(reply: Reply, typed: string): number {
  const name = reply.name.toLocaleLowerCase();
  if (name.startsWith(typed)) return 0;
  if (name.includes(typed)) return 1;
  return Object.values(reply.texts).some((text) => text.toLocaleLowerCase().includes(typed)) ? 2 : NO_MATCH;
}

function compared(a: number[], b: number[]): number {
  for (const [i, each] of a.entries()) if (each !== b[i]) return each - (b[i] ?? 0);
  return 0;
}

/** The language of a reply in which this customer reads it, if there is one: `pt` serves `pt-BR`. */
function closest({ texts }: Reply, language: string): string | undefined {
  return [language, language.split("-")[0] ?? ""].find((each) => texts[each]);
}

/** A reply as it is inserted: in the customer's language, else in what comes first, which is the site's usual one. */
export function wording(reply: Reply, language: string): { language: string; text: string } {
  const chosen = closest(reply, language) ?? Object.keys(reply.texts)[0] ?? "";
  return { language: chosen, text: reply.texts[chosen] ?? "" };
}
