import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { CustomerWelcome, Thread } from "./frames";
import { Known } from "./known";
import { Route } from "./route";
import type { Session } from "./session";

const thread = (id: string, state: string) => ({ id, chat: { state }, read: {} }) as unknown as Thread;
const welcome = (...threads: Thread[]) => ({ threads }) as unknown as CustomerWelcome;

function arrive(unsent: unknown[] = []) {
  const known = new Known();
  const session = { known, outgoing: { unsent: signal(unsent) } } as unknown as Session;
  return { known, session, route: new Route(session) };
}

describe("where a customer arrives", () => {
  it("is home, when nothing is open", () => {
    const { known, route } = arrive();
    known.greet(welcome(thread("old", "ended")));
    expect(route.view.value).toEqual({ at: "home" });
  });

  it("is the chat that is open, once: after that the customer decides", async () => {
    const { known, route } = arrive();
    known.greet(welcome(thread("old", "ended"), thread("now", "waiting")));
    expect(route.view.value).toMatchObject({ at: "thread", thread: "now" });
    await Promise.resolve();
    route.home();
    known.greet(welcome(thread("now", "active")));
    expect(route.view.value).toEqual({ at: "home" });
  });

  it("is the first message that is not sent yet, which becomes its thread", () => {
    const { session, route } = arrive([{ thread: "new.a", body: { kind: "start" } }]);
    expect(route.view.value).toMatchObject({ at: "thread", thread: "new.a" });
    session.outgoing.renamed?.("new.a", "t1");
    // The view's key stays, so that nothing in it begins anew.
    expect(route.view.value).toEqual({ at: "thread", thread: "t1", key: "new.a" });
  });
});
