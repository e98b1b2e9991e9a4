import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DeskItem, Thread } from "../frames";
import { Screen } from "../screen";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import { agentItem, threadFrame } from "../testing";
import { Appeals } from "./Appeals";
import { DecideDialog } from "./DecideDialog";
import { PassingBar } from "./PassingBar";
import { Returned } from "./Returned";
import { Together } from "./Together";
import { WrapUp } from "./WrapUp";

const ME = agentItem("me", { name: "Ada", languages: {} });
const THREAD = threadFrame();

let session: Session;
let place: HTMLElement;

beforeEach(() => {
  place = emptyPlace();
  session = newSession();
  session.welcome.value = { t: "welcome", v: 1, now: 0, me: "me", role: "agent", site: "S", name: "Ada" };
  vi.spyOn(session, "ask").mockResolvedValue({ t: "ok", rid: "1" });
});

const desk = (...items: DeskItem[]): void => {
  session.desk.value = { version: 1, items: new Map(items.map((each) => [each.key, each])) };
};
const click = (testid: string): void =>
  void act(() => place.querySelector<HTMLElement>(`[data-testid=${testid}]`)?.click());

describe("wrap-up", () => {
  const show = (left: number, extended = false): void => {
    desk({ ...ME, wraps_up_until: session.now() + left, wrap_up_extended: extended });
    void act(() => render(<WrapUp session={session} />, place));
  };

  it("counts down, is extended once and ended early", async () => {
    show(90);
    expect(place.querySelector("[role=timer]")?.textContent).toMatch(/^1:(30|29)$/);
    click("wrap-up-extend");
    expect(session.ask).toHaveBeenLastCalledWith({ t: "wrapup", do: "extend" });
    show(180, true);
    expect(place.querySelector("[data-testid=wrap-up-extend]")).toBeNull();
    await vi.waitFor(() =>
      expect(place.querySelector<HTMLButtonElement>("[data-testid=wrap-up-finish]")?.disabled).toBe(false),
    );
    click("wrap-up-finish");
    expect(session.ask).toHaveBeenLastCalledWith({ t: "wrapup", do: "finish" });
  });

  it("is not there once it is over, whatever the desk still says", () => {
    show(-1);
    expect(place.textContent).toBe("");
  });
});

describe("who else is here", () => {
  const show = (thread: Thread): void => void act(() => render(<Together session={session} thread={thread} />, place));

  it("names guests and others with the conversation on a screen, never oneself", () => {
    session.known.looked("a", [
      { id: "me", name: "Ada" },
      { id: "b", name: "Bob" },
    ]);
    show({ ...THREAD, guests: [{ id: "e", name: "Eve", writes: true }] });
    expect(place.querySelector("[data-testid=guest-e]")?.textContent).toContain("Eve helps and writes");
    expect(place.querySelector("[data-testid=also-here]")?.textContent).toBe("Also on the screen of Bob");
    click("thank-e");
    expect(session.ask).toHaveBeenLastCalledWith({ t: "thank", thread: "a", agent: "e" });
  });

  it("is silent when nobody is, and lets only the chat's agent thank a guest", () => {
    show(THREAD);
    expect(place.textContent).toBe("");
    show({ ...THREAD, chat: { ...THREAD.chat, agent: { id: "b", name: "Bob" } }, guests: [{ id: "e", name: "Eve" }] });
    expect(place.querySelector("[data-testid=guest-e]")).not.toBeNull();
    expect(place.querySelector("[data-testid=thank-e]")).toBeNull();
  });
});

describe("passing on", () => {
  const passing = (fields: Partial<Extract<DeskItem, { kind: "passing" }>>): DeskItem => ({
    kind: "passing",
    key: "passing:a",
    thread: "a",
    agent: "me",
    meant: "Bob",
    to: "Bob",
    customer: { name: "Layla" },
    ...fields,
  });

  it("shows who is asked, by which language where nobody was named, and takes it back", () => {
    desk(ME, passing({ meant: "ru 3", expires_at: session.now() + 60 }));
    void act(() => render(<PassingBar session={session} id="a" />, place));
    expect(place.textContent).toContain("Bob (Russian, level 3) is asked to take this over");
    click("take-back");
    expect(session.ask).toHaveBeenLastCalledWith({ t: "takeback", thread: "a" });
  });

  it("says that it came back, with the word, until that is noticed", () => {
    desk(ME, passing({ outcome: "declined", text: "after lunch" }));
    void act(() => render(<PassingBar session={session} id="a" />, place));
    expect(place.textContent).toBe("");
    void act(() => render(<Returned session={session} screen={new Screen(session)} />, place));
    expect(place.textContent).toContain("Bob did not take it over");
    expect(place.textContent).toContain("after lunch");
  });
});

describe("appeals", () => {
  it("asks a lead about those that wait for an answer and still hold", () => {
    const block = (id: number, fields: object): DeskItem => ({
      kind: "block",
      key: `block:${id}`,
      id,
      thread: "a",
      customer: { name: `C${id}` },
      category: "spam",
      by: "Bob",
      at: 1,
      ...fields,
    });
    const asked = { appeal: "sorry", appealed_at: 5 };
    desk(block(1, {}), block(2, asked), block(3, { ...asked, until: session.now() - 1 }));
    const screen = new Screen(session);
    void act(() => render(<Appeals session={session} screen={screen} />, place));
    expect([...place.querySelectorAll("li")].map((each) => each.dataset.testid)).toEqual(["appeal-2"]);
    click("answer-appeal");
    expect([screen.dialog.value, screen.deciding.value]).toEqual(["decide", 2]);
  });

  it("lifts a block that only the thread on the screen tells of, the desk having newer ones alone", async () => {
    const older = { id: 7, category: "spam" as const, by: "Bob", at: 1, reason: "links", appeal: "sorry" };
    const screen = new Screen(session);
    screen.deciding.value = 7;
    const show = (block: object): void => {
      session.known.put({ ...THREAD, customer: { ...THREAD.customer, block: { ...older, ...block } } });
      void act(() => render(<DecideDialog session={session} screen={screen} done={() => {}} />, place));
    };
    session.current.value = "a";
    show({ until: session.now() - 1 });
    expect(document.querySelector("[data-testid=decide-lift]")).toBeNull();
    show({ id: 8 });
    expect(document.querySelector("[data-testid=decide-lift]")).toBeNull();
    show({});
    expect(document.querySelector("[data-testid=dialog-decide]")?.textContent).toContain("Bob blocked Layla");
    expect(document.querySelector("[data-testid=appeal-text]")?.textContent).toBe("sorry");
    click("decide-keep");
    expect(session.ask).toHaveBeenLastCalledWith({ t: "decide", id: 7, lift: false, text: "" });
  });
});
