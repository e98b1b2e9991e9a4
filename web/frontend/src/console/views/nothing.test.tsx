import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../../shared/storage";
import type { Chat } from "../frames";
import { Session } from "../session";
import { Nothing } from "./Nothing";

let session: Session;
let place: HTMLElement;
const fetched = vi.fn(async () => ({
  ok: true,
  json: async () => ({ reason: "full", sentences: ["You are full: 3 of 3 units are in use."] }),
}));

const waits = (...threads: string[]): void =>
  void act(() => {
    const chats = threads.map(
      (thread): Chat => ({
        kind: "chat",
        key: `chat:${thread}`,
        thread,
        state: "waiting",
        topic: "api",
        language: "en",
        queued_at: 1,
        customer: { name: "" },
      }),
    );
    session.desk.value = { version: 1, items: new Map(chats.map((each) => [each.key, each])) };
  });

const pass = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockClear();
  document.body.innerHTML = "<div></div>";
  place = document.body.firstElementChild as HTMLElement;
  session = new Session({
    config: { socket: "ws://test/", signIn: "/", language: "en" },
    store: openStore("test:"),
    arrived: () => {},
  });
  void act(() => render(<Nothing session={session} />, place));
});

afterEach(() => {
  void act(() => render(null, place));
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("why nothing comes", () => {
  it("is told in the router's words", async () => {
    await pass(1);
    expect(place.textContent).toContain("You are full: 3 of 3 units are in use.");
  });

  it("is asked again when somebody else waits, but not for everything that moves on a busy desk", async () => {
    await pass(1);
    for (let i = 0; i < 20; i++) {
      waits(`t${i}`);
      await pass(1_000);
    }
    expect(fetched.mock.calls.length).toBe(3);
  });
});
