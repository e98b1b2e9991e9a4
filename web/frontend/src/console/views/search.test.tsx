import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Screen } from "../screen";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import { Search } from "./Search";

let session: Session;
let place: HTMLElement;
let answers: Record<string, unknown>;
let hiddenAfter: number;
const fetched = vi.fn(async (address: string) => {
  const answer = answers[decodeURIComponent(address.split("q=")[1] ?? "")];
  return { ok: answer !== undefined, json: async () => ({ found: answer, hidden_after: hiddenAfter }) };
});

const field = (): HTMLInputElement => place.querySelector("[data-testid=search]") as HTMLInputElement;
const type = (text: string): void =>
  void act(() => {
    field().value = text;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
const pass = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const found = (thread: string, text: string): object => ({
  thread,
  name: "Anna",
  tier: 0,
  topic: "api",
  language: "en",
  at: 1,
  ticket: 7,
  subject: "",
  text,
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockClear();
  answers = {};
  hiddenAfter = 0;
  place = emptyPlace();
  session = newSession();
  const screen = new Screen(session);
  void act(() =>
    render(
      <Search session={session} screen={screen}>
        <p>the lists</p>
      </Search>,
      place,
    ),
  );
});

afterEach(() => {
  void act(() => render(null, place));
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("searching", () => {
  it("asks once one pauses, and opens what was found; what was written is text", async () => {
    answers = { "a b&c": [found("x", "<b>a b&c</b>")] };
    for (const text of ["a", "a b", "a b&c"]) type(text);
    await pass(300);
    expect(fetched).toHaveBeenCalledTimes(1);
    const row = place.querySelector<HTMLElement>("[data-testid=found-x]");
    expect(row?.textContent).toContain("<b>a b&c</b>");
    void act(() => row?.click());
    expect(session.current.value).toBe("x");
  });

  it("shows the lists again once the field is empty, or on Escape", async () => {
    type("a");
    expect(place.textContent).not.toContain("the lists");
    void act(() => void field().dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
    expect(place.textContent).toContain("the lists");
    await pass(300);
    expect(fetched).not.toHaveBeenCalled();
  });

  it("says that hidden values are not told for now, whether something is found or not", async () => {
    answers = { none: [], some: [found("x", "some")] };
    hiddenAfter = 61;
    for (const text of ["none", "some"]) {
      type(text);
      await pass(300);
      expect(place.textContent).toContain("One more in 2 min.");
    }
    expect(place.querySelector("[data-testid=found-x]")).not.toBeNull();
  });

  it("says when nothing was found, and when nobody answered", async () => {
    answers = { none: [] };
    type("none");
    await pass(300);
    expect(place.textContent).toContain("Nothing found");
    type("broken");
    await pass(300);
    expect(place.textContent).toContain("did not answer");
  });
});
