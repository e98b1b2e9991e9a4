import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../shared/storage";
import type { Chat } from "../frames";
import { KEYS } from "../keys";
import { Notices } from "../notices";
import { Screen } from "../screen";
import type { Session } from "../session";
import type { Sounds } from "../sounds";
import { newSession } from "../staging";
import { chatItem } from "../testing";
import { Dialogs } from "./Dialogs";

let session: Session;
let screen: Screen;
let place: HTMLElement;
let before: HTMLElement;

const chat = (thread: string, name: string): Chat => chatItem(thread, { language: "de", customer: { name } });
const get = (id: string): HTMLElement => {
  const found = place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const picked = (): string | null | undefined =>
  place.querySelector("[role=option][aria-selected=true]")?.getAttribute("data-testid");
const key = (name: string): void =>
  void act(() => {
    get("palette-text").dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  });
const type = (text: string): void =>
  void act(() => {
    const field = get("palette-text") as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

beforeEach(() => {
  document.body.innerHTML = "<button>before</button><div></div>";
  before = document.body.firstElementChild as HTMLElement;
  place = document.body.lastElementChild as HTMLElement;
  session = newSession();
  screen = new Screen(session);
  const chats = [chat("a", "Anna"), chat("b", "Anne"), chat("c", "<b>Carl</b>")];
  session.desk.value = { version: 1, items: new Map(chats.map((each) => [each.key, each])) };
  before.focus();
  void act(() =>
    render(
      <Dialogs session={session} screen={screen} notices={new Notices(openStore("test:"))} sounds={{} as Sounds} />,
      place,
    ),
  );
  void act(() => screen.ask("palette"));
});

describe("the palette", () => {
  it("has the focus where one types, and gives it back", () => {
    expect(document.activeElement).toBe(get("palette-text"));
    void act(() => screen.done());
    expect(document.activeElement).toBe(before);
  });

  it("walks through what matches, round, and runs what is picked", () => {
    type("ann");
    expect(picked()).toBe("command-chat-a");
    key("ArrowDown");
    expect(picked()).toBe("command-chat-b");
    expect(get("palette-text").getAttribute("aria-activedescendant")).toBe(get("command-chat-b").id);
    key("ArrowDown");
    expect(picked()).toBe("command-chat-a");
    key("ArrowUp");
    key("Enter");
    expect(session.current.value).toBe("b");
    expect(screen.dialog.value).toBeUndefined();
  });

  it("keeps what is picked while the desk moves underneath", () => {
    type("ann");
    key("ArrowDown");
    const more = chat("z", "Annabel");
    more.queued_at = 0;
    void act(() => {
      session.desk.value = { version: 2, items: new Map([...session.desk.value.items, [more.key, more]]) };
    });
    expect(place.querySelectorAll("[role=option]")).toHaveLength(3);
    expect(picked()).toBe("command-chat-b");
  });

  it("shows a name as the text that it is", () => {
    type("carl");
    expect(get("command-chat-c").querySelector("b")).toBeNull();
    expect(get("command-chat-c").textContent).toContain("<b>Carl</b>");
  });

  it("says when nothing matches, and Enter does nothing then", () => {
    type("nobody");
    key("Enter");
    expect(place.querySelector("[role=status]")?.textContent).toBe("Nothing matches.");
    expect(screen.dialog.value).toBe("palette");
  });

  it("leads to the list of shortcuts, where every key stands", () => {
    type("shortcuts");
    key("Enter");
    const keys = new Set([...get("shortcuts").querySelectorAll(".keys")].map((each) => each.textContent));
    const said = (each: string): string =>
      each.split("+").join("").replace("ArrowUp", "↑").replace("ArrowDown", "↓").replace("Control", "Ctrl");
    const missing = Object.entries(KEYS).filter(
      ([name, each]) => !["all", "wall"].includes(name) && !keys.has(said(each)),
    );
    expect(missing).toEqual([]);
  });
});
