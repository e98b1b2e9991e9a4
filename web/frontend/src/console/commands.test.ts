import { beforeEach, describe, expect, it } from "vitest";
import { type Command, commands, matching, SHOWN } from "./commands";
import type { Chat, Colleague } from "./frames";
import { press } from "./keys";
import { Screen } from "./screen";
import type { Session } from "./session";
import { newSession } from "./staging";
import { agentItem, chatItem } from "./testing";

let session: Session;
let screen: Screen;

const chat = (thread: string, name: string, fields: Partial<Chat> = {}): Chat =>
  chatItem(thread, { language: "de", customer: { name }, ...fields });
const colleague = (id: string, name: string): Colleague => agentItem(id, { name, languages: { ar: 5 } });
const named = (...names: string[]): Command[] =>
  names.map((name) => ({ id: name, group: "action", name, run: () => {} }));

beforeEach(() => {
  document.body.innerHTML = "";
  session = newSession();
  screen = new Screen(session);
  const items = [
    chat("w", "José Weber"),
    chat("m1", "Mia", { state: "active", agent: "me", assigned_at: 1 }),
    chat("m2", "Ben", { state: "active", agent: "me", assigned_at: 2 }),
    colleague("me", "Li"),
    colleague("am", "Amira"),
  ];
  session.welcome.value = { t: "welcome", v: 1, now: 0, me: "me", role: "agent", site: "S", name: "Li" };
  session.desk.value = { version: 1, items: new Map(items.map((item) => [item.key, item])) };
});

describe("what the palette finds", () => {
  const find = (typed: string): string[] => matching(commands(session, screen), typed).map(({ id }) => id);

  it("offers actions first and everybody on the desk after them", () => {
    const all = find("");
    expect(all.slice(0, 4)).toEqual(["next", "previous", "search", "go-mine"]);
    expect(all).toContain("chat-w");
    expect(all).toContain("person-am");
    expect(all).not.toContain("resolve");
    expect(all).not.toContain("go-all");
  });

  it("finds a customer without the accent, a colleague by a language", () => {
    expect(find("jose")).toEqual(["chat-w"]);
    expect(find("arabic amira")).toEqual(["person-am"]);
  });

  it("puts what begins so before what contains it, and keeps the order of equals", () => {
    const order = matching(named("Remote", "Go to: mobile", "Modem", "Mobile"), "mo").map(({ name }) => name);
    expect(order).toEqual(["Modem", "Mobile", "Go to: mobile", "Remote"]);
  });

  it("never shows more than a screenful, and nothing for what nobody is called", () => {
    const many = named(...Array.from({ length: 5_000 }, (_, i) => `Chat ${i}`));
    expect(matching(many, "chat")).toHaveLength(SHOWN);
    expect(matching(many, "(.*)+$")).toEqual([]);
  });
});

describe("keys", () => {
  const key = (init: KeyboardEventInit, target: EventTarget = document.body): boolean => {
    const event = new KeyboardEvent("keydown", { bubbles: true, ...init });
    let taken = false;
    target.addEventListener("keydown", (each) => (taken = press(each as KeyboardEvent, session, screen)), {
      once: true,
    });
    target.dispatchEvent(event);
    return taken;
  };
  const field = (): HTMLElement => document.body.appendChild(document.createElement("textarea"));

  it("opens the palette with Ctrl-K or Command-K, also while writing", () => {
    expect(key({ key: "k", code: "KeyK", ctrlKey: true }, field())).toBe(true);
    expect(screen.dialog.value).toBe("palette");
    screen.done();
    key({ key: "k", code: "KeyK", metaKey: true });
    expect(screen.dialog.value).toBe("palette");
  });

  it("shows the shortcuts for a question mark, unless it is part of a text", () => {
    expect(key({ key: "?", shiftKey: true }, field())).toBe(false);
    expect(screen.dialog.value).toBeUndefined();
    key({ key: "?", shiftKey: true });
    expect(screen.dialog.value).toBe("shortcuts");
  });

  it("leaves the keys to the dialog that is open, and to whoever composes a character", () => {
    screen.ask("why");
    expect(key({ key: "k", code: "KeyK", ctrlKey: true })).toBe(false);
    screen.done();
    expect(key({ key: "k", code: "KeyK", ctrlKey: true, isComposing: true })).toBe(false);
  });

  it("goes to lists by number; everybody's chats are for leads", () => {
    expect(key({ code: "Digit3", key: "3", altKey: true })).toBe(true);
    expect(screen.sought.value?.list).toBe("tickets");
    expect(key({ code: "Digit5", key: "5", altKey: true })).toBe(false);
    expect(screen.list.value).toBe("tickets");
  });

  it("steps through one's own chats and round", () => {
    for (const expected of ["m1", "m2", "m1"]) {
      key({ code: "ArrowDown", key: "ArrowDown", altKey: true });
      expect(session.current.value).toBe(expected);
    }
  });
});
