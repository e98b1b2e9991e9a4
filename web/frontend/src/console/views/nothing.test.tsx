import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import { agentItem, chatItem, deskOf } from "../testing";
import { Nothing } from "./Nothing";

let session: Session;
let place: HTMLElement;
const FULL = { reason: "full", sentences: ["You are full: 3 of 3 units are in use."], changes_in: null };
const ELSEWHERE = { reason: "language_not_spoken", sentences: ["1 waits in a language."], changes_in: 20 };
const NOBODY = { reason: "nobody_waits", sentences: ["Nobody waits."], changes_in: null };
let answered: object = FULL;
const fetched = vi.fn(async () => ({ ok: true, json: async () => answered }));

const waits = (...threads: string[]): void =>
  void act(() => {
    session.desk.value = deskOf(...threads.map((thread) => chatItem(thread)));
  });

const pass = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockClear();
  answered = FULL;
  place = emptyPlace();
  session = newSession();
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

  it("is asked at once after a calm moment, and ever more rarely of a queue that never rests", async () => {
    await pass(1);
    await pass(15_000);
    waits("first");
    await pass(1);
    expect(fetched).toHaveBeenCalledTimes(2);
    for (let i = 0; i < 20; i++) {
      waits(`t${i}`);
      await pass(1_000);
    }
    expect(fetched.mock.calls.length).toBeLessThanOrEqual(6);
    expect(fetched.mock.calls.length).toBeGreaterThan(4);
  });

  it("is asked at once when one's own status or load changes", async () => {
    session.welcome.value = { t: "welcome", v: 1, now: 0, me: "li", role: "agent", site: "S", name: "Li" };
    await pass(1);
    for (const load of [1, 2, 3]) {
      void act(() => {
        session.desk.value = deskOf(agentItem("li", { load }));
      });
      await pass(1);
    }
    expect(fetched).toHaveBeenCalledTimes(4);
  });

  it("is asked again when a ring or a hold changes it, though nothing moves", async () => {
    answered = ELSEWHERE;
    waits("a");
    await pass(1);
    await pass(19_000);
    expect(fetched).toHaveBeenCalledTimes(1);
    await pass(1_100);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("says nothing that the list beside it contradicts, while the next answer is awaited", async () => {
    answered = ELSEWHERE;
    waits("a");
    await pass(1);
    expect(place.textContent).toContain("1 waits in a language.");
    fetched.mockImplementationOnce(() => new Promise(() => {}));
    waits();
    expect(place.textContent).toContain("All quiet");
    expect(place.textContent).not.toContain("1 waits");
    answered = NOBODY;
    await pass(70_000);
    waits("b");
    expect(place.textContent).not.toContain("Nobody waits.");
  });
});
