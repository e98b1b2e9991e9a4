import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import { agentItem, deskOf, threadFrame } from "../testing";
import { InviteDialog } from "./InviteDialog";
import { TransferDialog } from "./TransferDialog";

const THREAD = threadFrame();

let session: Session;
let place: HTMLElement;

beforeEach(() => {
  place = emptyPlace();
  session = newSession();
  session.welcome.value = { t: "welcome", v: 1, now: 0, me: "me", role: "agent", site: "S", name: "Ada" };
  session.desk.value = deskOf(
    agentItem("me", { name: "Ada" }),
    agentItem("full", { name: "Anna Full", load: 3 }),
    agentItem("omar", { name: "Omar" }),
    agentItem("anders", { name: "Anders", languages: { en: 3 } }),
  );
  vi.spyOn(session, "ask").mockResolvedValue({ t: "ok", rid: "1" });
});

const field = (): HTMLInputElement => place.querySelector("input[type=search]") as HTMLInputElement;
const type = (text: string): void =>
  void act(() => {
    field().value = text;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
/** Whether the browser is left to do what it does by itself: Enter in a field sends its form. */
const press = (key: string, more: KeyboardEventInit = {}): boolean => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  void act(() => void field().dispatchEvent(event));
  return !event.defaultPrevented;
};
const chosen = (): string | undefined =>
  place.querySelector<HTMLInputElement>("input[type=radio]:checked")?.closest("label")?.dataset.testid;
const focused = (): string | undefined => document.activeElement?.closest("label")?.dataset.testid;

describe("a colleague is chosen by keys", () => {
  const dialog = { thread: THREAD, done: () => {}, said: () => {} };
  const transfer = (): void => void act(() => render(<TransferDialog session={session} {...dialog} />, place));

  it("for a transfer: the arrow goes to the first who has room, and nobody is asked yet", () => {
    transfer();
    type("an");
    expect(press("ArrowDown")).toBe(false);
    expect([chosen(), focused()]).toEqual(["to-anders", "to-anders"]);
    expect(session.ask).not.toHaveBeenCalled();
  });

  it("for a transfer: Enter chooses the first who matches instead of sending the form", () => {
    transfer();
    type("om");
    expect(press("Enter")).toBe(false);
    expect([chosen(), focused()]).toEqual(["to-omar", "to-omar"]);
    expect(session.ask).not.toHaveBeenCalled();
  });

  it("and is asked only while they are in sight", () => {
    transfer();
    type("om");
    press("Enter");
    const ask = (): HTMLButtonElement => place.querySelector("[data-testid=transfer-confirm]") as HTMLButtonElement;
    expect(ask().disabled).toBe(false);
    type("anders");
    expect(ask().disabled).toBe(true);
    type("");
    expect(ask().disabled).toBe(false);
  });

  it("for an invitation, too", () => {
    void act(() => render(<InviteDialog session={session} {...dialog} />, place));
    type("om");
    expect(press("Enter")).toBe(false);
    expect([chosen(), focused()]).toEqual(["invite-omar", "invite-omar"]);
    expect(session.ask).not.toHaveBeenCalled();
  });

  it("but nothing else is where nobody matches: the queue is never chosen by mistake", () => {
    transfer();
    for (const nobody of ["zzz", "anna full"]) {
      type(nobody);
      expect([press("Enter"), press("ArrowDown")]).toEqual([false, false]);
      expect(chosen()).toBeUndefined();
    }
  });

  it("and whoever was chosen stays so while they match", () => {
    transfer();
    void act(() => place.querySelector<HTMLElement>("[data-testid=to-anders] input")?.click());
    press("Enter");
    expect(chosen()).toBe("to-anders");
    type("om");
    press("Enter");
    expect(chosen()).toBe("to-omar");
  });

  it("and Enter that ends a composed character is left to the input method", () => {
    transfer();
    type("om");
    expect(press("Enter", { isComposing: true })).toBe(true);
    expect(chosen()).toBeUndefined();
  });
});
