import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Alarm, Thread } from "../frames";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import type { Contender, Why } from "../why";
import { Alarms } from "./Alarms";
import { WhyDialog } from "./WhyDialog";

const WAITING: Thread = {
  t: "thread",
  id: "a",
  customer: { id: "c", name: "Layla", verified: true, tier: 3, language: "ar", region: "", region_source: "default" },
  chat: { id: "x", state: "waiting", topic: "api", language: "ar", queued_at: 1 },
  read: {},
  writable: true,
};

const ANSWER: Why = {
  state: "waiting",
  sentences: ["Waiting for 45 s, number 2 in line."],
  shown: {
    headline: "Waiting for 45 s, number 2 in line.",
    asks: ["Arabic, level 3", "Tier 3"],
    facts: ["3 people fit: 2 full, 1 away or offline."],
    everybody: 12,
    filters: [
      { name: "Language", passed: 3, rejected: [{ reason: "do not speak the language", names: ["Li", "Wei"] }] },
      { name: "Has room", passed: 0, rejected: [{ reason: "full", names: ["Amira", "Omar"] }] },
    ],
    left: 0,
    best: [
      {
        name: "Amira",
        score: 75,
        parts: [
          { name: "language", points: 100 },
          { name: "load", points: -25 },
        ],
        language: "Arabic",
        load: 4,
        capacity: 4,
        blocked: "full",
        chosen: false,
      },
    ],
    rings: [
      { after: 0, words: ["region MENA"], reached: true },
      { after: 30, words: ["any region"], reached: true },
      { after: 60, words: ["any tier"], reached: false },
    ],
  },
};

let session: Session;
let place: HTMLElement;

beforeEach(() => {
  place = emptyPlace();
  session = newSession();
});

describe("why", () => {
  const show = async (answer: unknown, ok = true): Promise<void> => {
    const fetched = vi.fn(async (_address: string) => ({ ok, json: async () => answer }));
    vi.stubGlobal("fetch", fetched);
    void act(() => render(<WhyDialog session={session} thread={WAITING} done={() => {}} said={() => {}} />, place));
    await vi.waitFor(() => expect(place.querySelector("[data-testid=why], [role=alert]")).not.toBeNull());
    expect(fetched.mock.calls[0]?.[0]).toBe("/api/v1/why/a");
  };
  const texts = (selector: string): string[] =>
    [...place.querySelectorAll(selector)].map((each) => each.textContent ?? "");

  it("shows who was sifted out where, the best with their points, and the ring in force", async () => {
    await show(ANSWER);
    expect(texts(".sift-name")).toEqual(["Everybody of the desk", "Language", "Has room"]);
    expect(texts(".sift-count")).toEqual(["12", "3", "0"]);
    expect(texts(".sift-out")).toEqual(["−2 do not speak the language: Li, Wei", "−2 full: Amira, Omar"]);
    expect(texts(".part")).toEqual(["language +100", "load −25", "4 of 4 in use"]);
    expect(texts("[aria-current=step] .step-after")).toEqual(["after 30 s"]);
    expect(texts(".sift-end")).toEqual(["Nobody is left."]);
    expect(texts("h3")).not.toContain("The best of those who can take it");
  });

  it("sets those apart who fit and may not take it, though they have more points than the one who got it", async () => {
    const one = ANSWER.shown?.best[0] as Contender;
    const best = [
      { ...one, name: "Omar", score: 160, blocked: "", chosen: true },
      { ...one, name: "Amira", score: 190, blocked: "console not connected" },
    ];
    await show({ ...ANSWER, shown: { ...ANSWER.shown, best } });
    expect(texts("[data-testid=why-best] .best-name")).toEqual(["Omar got it"]);
    expect(texts("[data-testid=why-kept] .best-name")).toEqual(["Amiraconsole not connected"]);
    expect(texts("[data-testid=why-kept] h3")).toEqual(["Fit as well, but not now, whatever their points"]);
  });

  it("tells the sentences alone where nothing more is known", async () => {
    await show({ state: "active", sentences: ["A colleague transferred it to Omar."] });
    expect(texts(".sentences li")).toEqual(["A colleague transferred it to Omar."]);
  });

  it("lists all to whom it was given, and asks about the one that is picked", async () => {
    const past = (number: number, name: string, outcome: string) => ({ number, name, at: 60, outcome, shown: false });
    await show({ ...ANSWER, assignments: [past(1, "Li", "declined"), past(2, "Wei", "connection lost")] });
    expect(texts(".past-one b")).toEqual(["It waits", "Wei", "Li"]);
    act(() => (place.querySelectorAll(".past-one")[2] as HTMLElement).click());
    await vi.waitFor(() => expect(vi.mocked(fetch).mock.calls.at(-1)?.[0]).toBe("/api/v1/why/a?assignment=1"));
    await vi.waitFor(() => expect(place.querySelector("[aria-pressed=true] b")?.textContent).toBe("Li"));
  });

  it("follows what becomes of the chat while it is open", async () => {
    await show(ANSWER);
    const given = { ...WAITING, chat: { ...WAITING.chat, state: "active" as const, assigned_at: 9 } };
    void act(() => render(<WhyDialog session={session} thread={given} done={() => {}} said={() => {}} />, place));
    await vi.waitFor(() => expect(vi.mocked(fetch).mock.calls.length).toBe(2));
  });

  it("says what was refused", async () => {
    await show({ code: "not_allowed", message: "Your role does not allow this.", retryable: false, data: {} }, false);
    expect(texts("[role=alert]")).toHaveLength(1);
  });
});

describe("a rota without cover", () => {
  const show = (...alarms: Alarm[]): void => {
    session.desk.value = { version: 1, items: new Map(alarms.map((each) => [each.key, each])) };
    void act(() => render(<Alarms session={session} />, place));
  };
  const alarm = (key: string, inSeconds: number): Alarm => {
    const start = session.now() + inSeconds;
    return { kind: "alarm", key, team: "VIP rota", start, until: start + 3_600 };
  };

  it("is told before the hour comes, the soonest first, and otherwise once it has come", () => {
    show(alarm("alarm:2", 7_200), alarm("alarm:1", -60));
    const rows = [...place.querySelectorAll(".alarm")];
    expect(rows.map((row) => row.getAttribute("data-now"))).toEqual(["true", "false"]);
    expect(rows[0]?.textContent).toContain("nobody is on the rota now, until");
    expect(rows[1]?.textContent).toContain("nobody is on the rota from");
  });

  it("shows nothing while everything is covered", () => {
    show();
    expect(place.textContent).toBe("");
  });
});
