import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../../shared/storage";
import { mapStorage } from "../../shared/testing";
import type { Chat, Colleague, DeskItem, Thread } from "../frames";
import { Screen } from "../screen";
import type { Session } from "../session";
import type { Sounds } from "../sounds";
import { emptyPlace, newSession } from "../staging";
import { agentItem, chatItem, coverItem, deskOf } from "../testing";
import { Today } from "../today";
import { Watched } from "../watched";
import { LeadBar } from "./LeadBar";
import { Wall } from "./Wall";
import { WallAlerts } from "./WallAlerts";
import { Whispers } from "./Whispers";

let session: Session;
let screen: Screen;
let watched: Watched;
let place: HTMLElement;
let entries: Map<string, string>;
const play = vi.fn();
const sounds = { play } as unknown as Sounds;

const colleague = (id: string, fields: Partial<Colleague> = {}): Colleague => agentItem(id, { load: 1, ...fields });
const chat = (thread: string, name: string, waited: number): Chat =>
  chatItem(thread, { queued_at: session.now() - waited, customer: { name } });
const put = (...items: DeskItem[]): void =>
  void act(() => {
    session.desk.value = deskOf(...items);
  });
const get = (id: string): HTMLElement => {
  const found = place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const missing = (id: string): boolean => place.querySelector(`[data-testid="${id}"]`) === null;

beforeEach(() => {
  place = emptyPlace();
  play.mockClear();
  entries = new Map();
  const store = openStore("test:", () => mapStorage(entries));
  session = newSession(store);
  session.welcome.value = { t: "welcome", v: 1, now: 0, me: "nadia", role: "lead", site: "S", name: "Nadia" };
  screen = new Screen(session);
  watched = new Watched(session);
});

describe("the wall", () => {
  const show = (): void => void act(() => render(<Wall session={session} screen={screen} watched={watched} />, place));

  it("shows who waits and who is there, and marks what is beyond a bound by more than colour", () => {
    put(chat("a", "Anna", 300), colleague("li"), coverItem("language:en", 2, 1));
    show();
    expect(get("figure-waiting").textContent).toBe("1");
    expect(get("figure-longest").textContent).toContain("out of bounds");
    expect(get("wall-language-en").textContent).toContain("1 of 2");
    put(chat("a", "Anna", 3), colleague("li"));
    expect(get("figure-longest").textContent).not.toContain("out of bounds");
  });

  it("sets a colleague's status, and shows what is true when that is refused", async () => {
    put(colleague("li"));
    show();
    const ask = vi.spyOn(session, "ask").mockRejectedValue(new Error("gone"));
    const field = get("set-status-li") as HTMLSelectElement;
    field.value = "away";
    void act(() => void field.dispatchEvent(new Event("change", { bubbles: true })));
    expect(ask).not.toHaveBeenCalled();
    void act(() => get("set-status-li-set").click());
    expect(ask).toHaveBeenCalledWith({ t: "status", status: "away", agent: "li" });
    await vi.waitFor(() => expect(field.value).toBe("available"));
    await vi.waitFor(() => expect(place.querySelector("[role=alert]")).not.toBeNull());
  });

  it("opens a colleague's chat to be watched", () => {
    put(colleague("li"), { ...chat("a", "Anna", 9), state: "active", agent: "li", assigned_at: 1 });
    screen.toWall();
    show();
    void act(() => get("watch-a").click());
    expect(session.current.value).toBe("a");
    expect(screen.wall.value).toBe(false);
  });

  it("opens a chat that waits, and asks about one without leaving the wall", () => {
    put(chat("a", "Anna", 9), chat("b", "Bo", 5));
    screen.toWall();
    show();
    void act(() => get("wall-why-b").click());
    expect(session.current.value).toBe("b");
    expect([screen.wall.value, screen.dialog.value]).toEqual([true, "why"]);
    void act(() => get("wall-transfer-a").click());
    expect([session.current.value, screen.dialog.value]).toEqual(["a", "transfer"]);
    screen.done();
    void act(() => get("wall-waiting-a").click());
    expect([session.current.value, screen.wall.value]).toEqual(["a", false]);
  });

  it("narrows those who wait to a language or a tier, and says so", () => {
    put(chat("a", "Anna", 9), { ...chat("b", "Bo", 5), language: "zh" });
    show();
    void act(() => get("wall-language-zh-show").click());
    expect(missing("wall-waiting-a")).toBe(true);
    expect(get("wall-waiting-b").textContent).toContain("Bo");
    expect(get("wall-only").textContent).toContain("Chinese");
    void act(() => get("wall-only").click());
    expect(get("wall-waiting-a").textContent).toContain("Anna");
  });

  it("says of how many chats a service level tells, and why none is told of a handful", async () => {
    const answer = (async () =>
      new Response(
        JSON.stringify({ total: { served: 3, abandoned: 0, within_60: 3 }, values: {} }),
      )) as unknown as typeof fetch;
    watched = new Watched(session, new Today(answer));
    put(colleague("li"));
    await watched.today.read(60);
    show();
    expect(get("figure-level").textContent).toBe("–3 chats; shown from 5");
  });

  it("shows the bounds of the site, and changes them for all leads", async () => {
    put({ kind: "rules", key: "rules:", idle_minutes: 15, wait: 120, queue: 5, level: 80 });
    show();
    const field = get("bound-wait") as HTMLSelectElement;
    expect(field.value).toBe("120");
    const ask = vi.spyOn(session, "aside").mockResolvedValue({ t: "ok", rid: "1" });
    field.value = "30";
    void act(() => void field.dispatchEvent(new Event("change", { bubbles: true })));
    expect(ask).toHaveBeenCalledWith({ t: "wall", wait: 30, queue: 5, level: 80 });
  });

  it("shows how the day was served so far, in the figures of the reports", async () => {
    const counted = { served: 8, abandoned: 2, within_60: 7 };
    const asked: string[] = [];
    const answer = (async (path: string) => {
      asked.push(path);
      const values = path.includes("by=tier")
        ? { 3: counted }
        : { "zh-Hant": counted, zh: { ...counted, within_60: 9 } };
      return new Response(JSON.stringify({ total: counted, values }));
    }) as unknown as typeof fetch;
    watched = new Watched(session, new Today(answer));
    await watched.today.read(60);
    put(
      chat("a", "Anna", 3),
      { ...chat("b", "Bo", 3), language: "zh", customer: { name: "Bo", tier: 3 } },
      colleague("li"),
    );
    show();
    expect(asked[0]).toMatch(/from=\d{4}-\d\d-\d\d&to=.*&within=60/);
    expect(get("figure-level").textContent).toContain("70 %");
    expect(get("wall-language-zh").textContent).toContain("80 %");
    expect(get("wall-tier-3").textContent).toContain("out of bounds");
    expect(get("wall-language-en").textContent).toContain("–");
  });
});

describe("alerts of a lead", () => {
  const show = (): void =>
    void act(() => render(<WallAlerts session={session} screen={screen} watched={watched} sounds={sounds} />, place));

  it("sound once when they begin, and lead to the wall", () => {
    put(colleague("li"));
    show();
    expect(missing("wall-alerts")).toBe(true);
    put(colleague("li"), chat("a", "Anna", 300));
    put(colleague("li", { load: 2 }), chat("a", "Anna", 300));
    expect(get("wall-alerts").textContent).toContain("English: somebody waits too long.");
    expect(play).toHaveBeenCalledTimes(1);
    void act(() => get("wall-alerts").querySelector("button")?.click());
    expect(screen.wall.value).toBe(true);
  });

  it("are not for agents", () => {
    session.welcome.value = { t: "welcome", v: 1, now: 0, me: "li", role: "agent", site: "S", name: "Li" };
    put(chat("a", "Anna", 300));
    show();
    expect(place.textContent).toBe("");
    screen.toWall();
    expect(screen.wall.value).toBe(false);
  });
});

describe("a lead in a colleague's chat", () => {
  const theirs = (agent: string): Thread => ({
    t: "thread",
    id: "a",
    customer: { id: "c", name: "Anna", verified: false, tier: 0, language: "en", region: "", region_source: "default" },
    chat: { id: "x", state: "active", topic: "api", language: "en", queued_at: 1, agent: { id: agent, name: "Li" } },
    read: {},
    writable: true,
  });
  const show = (thread: Thread): void =>
    void act(() => render(<LeadBar session={session} screen={screen} thread={thread} />, place));

  it("whispers by a note that only agents see", () => {
    const write = vi.spyOn(session, "write").mockImplementation(() => {});
    show(theirs("li"));
    const field = get("whisper-text") as HTMLInputElement;
    field.value = "  Ask for the reference ";
    void act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
    void act(() => get("whisper-send").click());
    expect(write).toHaveBeenCalledWith("a", { kind: "note", text: "Ask for the reference" });
    expect(field.value).toBe("");
  });

  it("takes over by name", () => {
    const ask = vi.spyOn(session, "ask").mockResolvedValue({ t: "ok", rid: "1" });
    show(theirs("li"));
    void act(() => get("take-over").click());
    expect(ask).toHaveBeenCalledWith({ t: "transfer", thread: "a", to: "nadia" });
  });

  it("takes one that waits, and whispers to nobody", () => {
    const ask = vi.spyOn(session, "ask").mockResolvedValue({ t: "ok", rid: "1" });
    const { chat: served, ...rest } = theirs("li");
    const { agent: _nobody, ...waits } = served;
    show({ ...rest, chat: { ...waits, state: "waiting" } });
    expect(missing("whisper-text")).toBe(true);
    void act(() => get("take-over").click());
    expect(ask).toHaveBeenCalledWith({ t: "transfer", thread: "a", to: "nadia" });
  });

  it("is offered none of it in a chat of their own", () => {
    show(theirs("nadia"));
    expect(place.textContent).toBe("");
  });
});

describe("what is whispered", () => {
  it("is shown as text until it is taken note of", () => {
    session.news.whispers.value = [{ thread: "a", seq: 3, by: "Nadia", text: "<i>slow down</i>" }];
    void act(() => render(<Whispers session={session} screen={screen} />, place));
    expect(get("whispers").textContent).toContain("<i>slow down</i>");
    void act(() => get("whispers").querySelector("button")?.click());
    expect(missing("whispers")).toBe(true);
  });
});
