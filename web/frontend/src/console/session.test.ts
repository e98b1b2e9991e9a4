import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../shared/storage";
import { FakeSocket, mapStorage } from "../shared/testing";
import type { Chat } from "./frames";
import { Session } from "./session";
import { chatItem } from "./testing";

type Frame = Record<string, unknown>;

/** The server's end of the wires that a session opens. */
const server = {
  say: (...frames: object[]): void => {
    for (const frame of frames) FakeSocket.last.say(frame as Frame);
  },
  close: async (code: number): Promise<void> => {
    FakeSocket.last.drop(code);
    await vi.advanceTimersByTimeAsync(3_000);
    if (FakeSocket.last.readyState === 0) await FakeSocket.last.accept();
  },
  last: (type: string): Frame | undefined => FakeSocket.last.framesOf(type).at(-1),
};

const WELCOME = {
  t: "welcome",
  v: 1,
  now: Date.now() / 1000,
  me: "me",
  role: "agent",
  site: "s",
  name: "Amira",
  undo_seconds: 0,
};
const chat = (thread: string, agent = "me"): Chat => chatItem(thread, { state: agent ? "active" : "waiting", agent });
const thread = (id: string, more: object = {}) => ({
  t: "thread",
  id,
  customer: { id: "c", name: "", verified: false, tier: 0, language: "en", region: "", region_source: "default" },
  chat: { id: "x", state: "active", topic: "api", language: "en", queued_at: 1, agent: { id: "me", name: "Amira" } },
  read: {},
  writable: true,
  ...more,
});
const message = (seq: number, kind = "customer") => ({
  seq,
  type: "message",
  at: seq,
  by: { kind },
  body: { text: "hi" },
});

let session: Session;
let arrived: string[];
let offered: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  arrived = [];
  offered = [];
  session = new Session({
    config: { socket: "ws://test/", signIn: "/", language: "en" },
    store: openStore("test:", () => mapStorage()),
    arrived: (one) => arrived.push(one.thread),
    offered: (one) => offered.push(one.thread),
    open: () => new FakeSocket(),
  });
  session.start();
  await FakeSocket.last.accept();
  server.say(WELCOME, { t: "desk", base: 0, version: 1, put: [chat("a"), chat("w", "")] });
});

afterEach(() => vi.useRealTimers());

describe("a session", () => {
  it("tells of a chat that came by itself, marks it, and leaves the open thread alone", () => {
    session.show("a");
    server.say({ t: "desk", base: 1, version: 2, put: [chat("w")] });
    expect(arrived).toEqual(["w"]);
    expect(session.news.fresh.value.has("w")).toBe(true);
    expect(session.wanting.value).toBe(1);
    expect(session.current.value).toBe("a");
    session.show("w");
    expect(session.wanting.value).toBe(0);
  });

  it("connects anew when a delta is for another version, and takes the snapshot that follows", async () => {
    server.say({ t: "desk", base: 7, version: 8, drop: ["chat:a"] });
    expect(session.desk.value.items.has("chat:a")).toBe(true);
    expect(FakeSocket.made).toHaveLength(2);
    await FakeSocket.last.accept();
    server.say(WELCOME, { t: "desk", base: 0, version: 1, put: [] });
    expect(session.mine.value).toEqual([]);
  });

  it("counts what the customer wrote until it is seen, and tells the server how far", () => {
    server.say(thread("a"), { t: "events", thread: "a", after: 0, upto: 3, events: [message(2), message(3)] });
    expect(session.known.unread("a")).toBe(2);
    session.seen("a");
    expect(session.known.unread("a")).toBe(0);
    expect(server.last("read")).toMatchObject({ thread: "a", seq: 3 });
  });

  it("shows whether the customer is connected, as it changes", () => {
    server.say(thread("a"), { t: "presence", thread: "a", online: true }, { t: "presence", thread: "?", online: true });
    expect(session.known.threads.value.a?.customer.online).toBe(true);
    server.say({ t: "presence", thread: "a", online: false });
    expect(session.known.threads.value.a?.customer.online).toBe(false);
  });

  it("does not read for the customer what is a colleague's to read", () => {
    server.say(thread("z", { chat: { ...thread("z").chat, agent: { id: "omar", name: "Omar" } } }));
    server.say({ t: "events", thread: "z", after: 0, upto: 1, events: [message(1)] });
    session.seen("z");
    expect(server.last("read")).toBeUndefined();
  });

  it("sends what was not acknowledged again after a reconnect, with the same client_id, once followed", async () => {
    session.write("a", { kind: "message", text: "hello" });
    const first = server.last("send");
    await server.close(1006);
    server.say(WELCOME);
    expect(server.last("send")).toBeUndefined();
    server.say(thread("a", { rid: server.last("open")?.rid }));
    await vi.advanceTimersByTimeAsync(1);
    expect(server.last("send")).toEqual(first);
    server.say({ t: "ack", thread: "a", client_id: String(first?.client_id), seq: 4, at: 4 });
    expect(session.outgoing.unsent.value).toEqual([]);
    expect(session.known.acknowledged.value).toMatchObject([{ seq: 4, text: "hello" }]);
  });

  it("follows a thread first when the server does not know it on this connection yet", async () => {
    session.write("a", { kind: "note", text: "for us" });
    const sent = server.last("note");
    server.say({ t: "error", code: "thread_unknown", message: "", retryable: false, client_id: sent?.client_id });
    server.say(thread("a", { rid: server.last("open")?.rid }));
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.last.framesOf("note")).toEqual([sent, sent]);
    server.say({ t: "error", code: "thread_unknown", message: "", retryable: false, client_id: sent?.client_id });
    expect(session.outgoing.unsent.value).toMatchObject([{ refused: "thread_unknown" }]);
  });

  it("keeps a message that was refused until its writer decides", () => {
    session.write("a", { kind: "message", text: "late" });
    const sent = server.last("send");
    server.say({ t: "error", code: "chat_ended", message: "", retryable: false, client_id: sent?.client_id });
    expect(session.outgoing.unsent.value).toMatchObject([{ refused: "chat_ended", body: { text: "late" } }]);
    session.discard(String(sent?.client_id));
    expect(session.outgoing.unsent.value).toEqual([]);
  });

  it("fills a hole in a log", () => {
    server.say({ t: "events", thread: "a", after: 0, upto: 2, events: [message(1), message(2)] });
    server.say({ t: "events", thread: "a", after: 5, upto: 6, events: [message(6)] });
    expect(server.last("history")).toMatchObject({ thread: "a", before: 6 });
  });

  it("opens the thread on the screen again on a new connection, and goes on from what it has", async () => {
    session.show("a");
    server.say({ t: "events", thread: "a", after: 0, upto: 2, events: [message(1), message(2)] });
    await server.close(4000);
    expect(server.last("hello")).toMatchObject({ threads: { a: 2 } });
    server.say(WELCOME);
    expect(server.last("open")).toMatchObject({ thread: "a" });
  });

  it("says that the session has ended once it was told so twice", async () => {
    await server.close(4501);
    expect(session.stopped.value).toBe("");
    await vi.advanceTimersByTimeAsync(2_000);
    await server.close(4501);
    expect(session.stopped.value).toBe("signed_out");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("goes on where another tab has renewed the session, as after a new password", async () => {
    session.show("a");
    await server.close(4501);
    await vi.advanceTimersByTimeAsync(2_000);
    server.say(WELCOME);
    expect(session.stopped.value).toBe("");
    expect(session.connection.value).toBe("online");
    expect(server.last("open")).toMatchObject({ thread: "a" });
  });

  it("shows nothing of its own to somebody else who signed in at this device", async () => {
    await server.close(4000);
    server.say({ ...WELCOME, me: "somebody else" });
    expect(session.stopped.value).toBe("signed_out");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("shows for six seconds that the customer writes, or until the message is there", async () => {
    server.say({ t: "typing", thread: "a", by: { kind: "customer" }, on: true });
    expect(session.known.typing.value.a?.customer).toBe(true);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(session.known.typing.value.a?.customer).toBeUndefined();
    server.say({ t: "typing", thread: "a", by: { kind: "customer" }, on: true });
    server.say({ t: "events", thread: "a", after: 0, upto: 1, events: [message(1)] });
    expect(session.known.typing.value.a?.customer).toBeUndefined();
  });

  it("keeps drafts by thread, and forgets them when the agent signs out", () => {
    session.writing.drafts?.keep("a", { kind: "message", text: "half a" });
    expect(session.writing.drafts?.of("a").text).toBe("half a");
    session.forget();
    expect(session.writing.drafts?.of("a").text).toBe("");
  });

  it("tells of each offer once, and takes one that was accepted already for done", async () => {
    const offer = { ...chat("w", ""), kind: "offer", key: "offer:w", agent: "me", offered_at: 1, expires_at: 21 };
    server.say({ t: "desk", base: 1, version: 2, put: [offer] });
    server.say({ t: "desk", base: 2, version: 3, put: [{ ...offer, urgent: true }] });
    expect(offered).toEqual(["w"]);
    expect(session.wanting.value).toBe(1);
    server.say({ t: "desk", base: 3, version: 4, put: [{ ...offer, offered_at: 30, expires_at: 50 }] });
    expect(offered).toEqual(["w", "w"]);
    const accepting = session.accept("w");
    const gone = { t: "error", code: "offer_gone", message: "", retryable: false, rid: server.last("accept")?.rid };
    server.say({ ...gone, data: { reason: "accepted" } });
    await accepting;
    server.say({ t: "desk", base: 4, version: 5, put: [chat("w")], drop: ["offer:w"] });
    expect(arrived).toEqual([]);
    expect(session.offers.value).toEqual([]);
    const late = session.accept("x");
    server.say({ ...gone, rid: server.last("accept")?.rid, data: { reason: "missed" } });
    await expect(late).rejects.toMatchObject({ code: "offer_gone" });
  });
});
