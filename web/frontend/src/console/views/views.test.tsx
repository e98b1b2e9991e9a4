import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../../shared/storage";
import { Drafts } from "../drafts";
import type { Thread } from "../frames";
import { PREFERRED } from "../preferences";
import type { MessageRow } from "../rows";
import { Screen } from "../screen";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import { Composer } from "./Composer";
import { Message } from "./Message";

const WITH_ME: Thread = {
  t: "thread",
  id: "a",
  customer: { id: "c", name: "Layla", verified: true, tier: 3, language: "ar", region: "", region_source: "default" },
  chat: { id: "x", state: "active", topic: "api", language: "ar", queued_at: 1, agent: { id: "me", name: "Amira" } },
  read: {},
  writable: true,
};
const WITH_OMAR: Thread = { ...WITH_ME, chat: { ...WITH_ME.chat, agent: { id: "omar", name: "Omar" } } };

let session: Session;
let place: HTMLElement;

beforeEach(() => {
  localStorage.clear();
  place = emptyPlace();
  session = newSession();
  session.welcome.value = { t: "welcome", v: 1, now: 0, me: "me", role: "lead", site: "s", name: "Amira" };
});

const find = <E extends Element>(testid: string): E => place.querySelector(`[data-testid="${testid}"]`) as E;

describe("the composer", () => {
  const drafts = new Drafts({ store: openStore("drafts:"), now: () => Date.now() / 1000, send: () => true });
  const show = (thread: Thread): void => {
    void act(() =>
      render(
        <Composer key={thread.id} session={session} screen={new Screen(session)} thread={thread} drafts={drafts} />,
        place,
      ),
    );
  };
  const type = (text: string): void => {
    const field = find<HTMLTextAreaElement>("composer-text");
    field.value = text;
    void act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
  };
  const press = (key: string, more: KeyboardEventInit = {}): void => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    void act(() => void find("composer-text").dispatchEvent(event));
  };

  it("sends with Enter, begins a line with Shift and Enter, and is empty afterwards", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    show(WITH_ME);
    type("  Hello Layla ");
    press("Enter", { shiftKey: true });
    expect(write).not.toHaveBeenCalled();
    press("Enter");
    expect(write).toHaveBeenCalledExactlyOnceWith("a", { kind: "message", text: "Hello Layla" });
    expect(find<HTMLTextAreaElement>("composer-text").value).toBe("");
  });

  it("does not send what an input method is still composing", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    show(WITH_ME);
    type("你");
    press("Enter", { isComposing: true });
    expect(write).not.toHaveBeenCalled();
  });

  it("keeps the draft of a thread, and stays with notes once a note is written", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    show(WITH_ME);
    type("half a thought");
    expect(drafts.of("a").text).toBe("half a thought");
    void act(() => find<HTMLButtonElement>("mode-note").click());
    press("Enter");
    expect(write).toHaveBeenCalledWith("a", { kind: "note", text: "half a thought" });
    expect(find("composer").getAttribute("data-kind")).toBe("note");
    expect(drafts.of("a").text).toBe("");
  });

  it("has a key for notes and one for messages, and neither ever means the other", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    show(WITH_OMAR);
    type("ask him for the number");
    for (const _again of [1, 2]) press("n", { altKey: true, code: "KeyN" });
    expect(place.querySelector("[data-testid=steps-in]")).toBeNull();
    press("Enter");
    expect(write).toHaveBeenCalledExactlyOnceWith("a", { kind: "note", text: "ask him for the number" });
    press("m", { altKey: true, code: "KeyM" });
    expect(find("composer").getAttribute("data-kind")).toBe("message");
    expect(find("steps-in").textContent).toContain("although the chat is with Omar");
  });

  it("begins with a note in a colleague's chat, and offers nothing else where one may not write", () => {
    show(WITH_OMAR);
    expect(find("composer").getAttribute("data-kind")).toBe("note");
    expect(find<HTMLButtonElement>("mode-message").disabled).toBe(false);
    render(null, place);
    show({ ...WITH_OMAR, writable: false });
    expect(find<HTMLButtonElement>("mode-message").disabled).toBe(true);
    expect(place.textContent).toContain("This chat is with Omar");
  });

  it("chooses a canned reply by keyboard alone, and does not send while a place is open", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    session.writing.replies.list.value = [
      { id: "1", name: "hello", texts: { en: "Hi", ar: "مرحبا {customer}" } },
      { id: "2", name: "help", topic: "api", texts: { ar: "تذكرة {ticket}" } },
    ];
    show(WITH_ME);
    type("/he");
    expect(place.querySelectorAll("[role=option]")).toHaveLength(2);
    const chosen = find("composer-text").getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(chosen)?.textContent).toContain("/help");
    press("ArrowDown");
    press("Enter");
    expect(find<HTMLTextAreaElement>("composer-text").value).toBe("مرحبا Layla");
    type("/help");
    press("Tab");
    expect(find("open-places").textContent).toContain("{ticket}");
    press("Enter");
    expect(write).not.toHaveBeenCalled();
    type("/he");
    press("Escape");
    expect(place.querySelector("[role=listbox]")).toBeNull();
  });

  it("names a colleague in a note, and whoever was taken out again is left alone", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    const one = (id: string, name: string) =>
      ({
        kind: "agent",
        key: `agent:${id}`,
        id,
        name,
        role: "agent",
        status: "away",
        reachable: true,
        load: 0,
        capacity: 3,
        languages: {},
      }) as const;
    const people = [one("me", "Amira"), one("omar", "Omar Said"), one("li", "Li Na")];
    session.desk.value = { version: 1, items: new Map(people.map((each) => [each.key, each])) };
    show(WITH_OMAR);
    type("@om");
    press("Enter");
    expect(find<HTMLTextAreaElement>("composer-text").value).toBe("@Omar Said ");
    type("@Omar Said please look");
    press("Enter");
    expect(write).toHaveBeenLastCalledWith("a", { kind: "note", text: "@Omar Said please look", mentions: ["omar"] });
    type("nobody in particular");
    press("Enter");
    expect(write).toHaveBeenLastCalledWith("a", { kind: "note", text: "nobody in particular" });
  });

  it("takes over what was typed in another browser, but not whom an empty draft was for", () => {
    const hear = (kind: "message" | "note", text: string, at: number): void =>
      void act(() => drafts.hear([{ thread: "a", kind, text, at }]));
    const later = Date.now() / 1000 + 1_000;
    show(WITH_ME);
    hear("note", "from elsewhere", later);
    expect(find<HTMLTextAreaElement>("composer-text").value).toBe("from elsewhere");
    expect(find("composer").getAttribute("data-kind")).toBe("note");
    void act(() => find<HTMLButtonElement>("mode-message").click());
    hear("note", "", later + 1_000);
    expect(find<HTMLTextAreaElement>("composer-text").value).toBe("");
    expect(find("composer").getAttribute("data-kind")).toBe("message");
  });

  it("sends with Control and Enter for whoever likes lines", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    session.writing.preferences.value = { ...PREFERRED, enter_sends: false, undo_seconds: 3 };
    show(WITH_ME);
    type("line");
    press("Enter");
    expect(write).not.toHaveBeenCalled();
    press("Enter", { ctrlKey: true });
    expect(write).toHaveBeenCalledOnce();
  });

  it("says how much is too much, and does not send it", () => {
    show(WITH_ME);
    type("x".repeat(5001));
    expect(place.textContent).toContain("1 character too many");
    expect(find<HTMLButtonElement>("send").disabled).toBe(true);
  });
});

describe("a message", () => {
  const row = (text: string, more: Partial<MessageRow> = {}): MessageRow => ({
    kind: "message",
    key: "k",
    at: 1,
    side: "customer",
    name: "",
    text,
    masked: [],
    first: true,
    last: true,
    ...more,
  });

  it("is text, whatever it contains, and only plain web addresses become links", () => {
    const hostile = "<img src=x onerror=alert(1)> javascript:alert(1) https://ok.example/a";
    render(<Message row={row(hostile)} session={session} id="a" />, place);
    expect(place.querySelector("img")).toBeNull();
    expect(place.querySelector(".bubble")?.textContent).toBe(hostile);
    const links = [...place.querySelectorAll("a")];
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://ok.example/a"]);
    expect(links[0]?.rel).toContain("noopener");
  });

  it("that was refused says why, and can be tried again or let go", () => {
    const retry = vi.spyOn(session, "retry").mockImplementation(() => {});
    const refused = row("late", { side: "me", progress: "refused", refused: "chat_ended", client_id: "c1" });
    render(<Message row={refused} session={session} id="a" />, place);
    expect(place.querySelector("[role=alert]")?.textContent).toContain("This chat has ended.");
    place.querySelector<HTMLButtonElement>(".failed button")?.click();
    expect(retry).toHaveBeenCalledWith("c1");
  });

  it("says calmly that a part was hidden", () => {
    render(<Message row={row("my phrase is ••••••••", { masked: ["phrase"] })} session={session} id="a" />, place);
    expect(find("masked").textContent).toContain("hidden");
  });
});
