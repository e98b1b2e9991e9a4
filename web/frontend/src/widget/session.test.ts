import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ToHost } from "../loader/bridge";
import { openStore } from "../shared/storage";
import { FakeSocket, mapStorage } from "../shared/testing";
import type { Thread } from "./frames";
import { Session } from "./session";

const SITE = { name: "Meridian", languages: ["en"], topics: [{ slug: "other", name: "Other" }] };
const thread = (some: Partial<Thread> = {}): Thread => ({
  id: "t1",
  head: 1,
  chat: { id: "c1", state: "active", topic: "other", language: "en", queued_at: 1 },
  read: {},
  writable: true,
  ...some,
});

let disk: Map<string, string>;
let told: ToHost[];
let session: Session;

function open(): Session {
  session = new Session({
    config: {
      site: "site_x",
      name: "",
      elsewhere: "",
      socket: "ws://desk.example/ws/customer",
      origins: [],
      language: "en",
      verify: "/verify",
      theme: { color: "", scheme: "", logo: "" },
    },
    store: openStore("x.", () => mapStorage(disk)),
    tell: (message) => told.push(message),
    open: () => new FakeSocket(),
  });
  session.start();
  return session;
}
const greeting = (threads: Thread[] = []) => ({
  t: "welcome",
  v: 1,
  now: 1,
  token: "tok",
  customer: { id: "u" },
  site: SITE,
  desk: { on_duty: true },
  threads,
});
async function welcome(threads: Thread[] = []): Promise<FakeSocket> {
  const socket = await FakeSocket.last.accept();
  socket.say(greeting(threads));
  return socket;
}
const message = (seq: number, kind: string, client_id = "") => ({
  seq,
  type: "message",
  at: seq,
  by: { kind, name: "Li" },
  body: { text: `m${seq}` },
  client_id,
});

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  disk = new Map();
  told = [];
});
afterEach(() => {
  session.stop();
  vi.useRealTimers();
});

describe("a session", () => {
  it("sends a first message once the thread exists, and what was written meanwhile after it", async () => {
    open();
    const socket = await welcome();
    const placeholder = session.begin("other", "help");
    session.write(placeholder, "are you there?");
    const [start] = socket.framesOf("start");
    expect(start).toMatchObject({ topic: "other", text: "help", rid: start?.client_id });
    expect(socket.framesOf("send")).toEqual([]);
    socket.say({ t: "ok", rid: start?.rid, thread: "t1" });
    expect(socket.framesOf("send")).toMatchObject([{ thread: "t1", text: "are you there?" }]);
    expect(session.known.acknowledged.value.map((each) => each.text)).toEqual(["help"]);
  });

  it("sends again after a lost connection, under the same id, until it is stored", async () => {
    open();
    const first = await welcome([thread()]);
    session.write("t1", "hello");
    first.drop(1006);
    await vi.advanceTimersByTimeAsync(2_000);
    const second = await welcome([thread()]);
    expect(second.framesOf("send")).toEqual(first.framesOf("send"));
    const client_id = second.framesOf("send")[0]?.client_id;
    second.say({ t: "ack", thread: "t1", client_id, seq: 2, at: 2 });
    expect(session.outgoing.unsent.value).toEqual([]);
    second.say({ t: "events", thread: "t1", after: 1, upto: 2, events: [message(2, "customer", String(client_id))] });
    expect(session.known.acknowledged.value).toEqual([]);
  });

  it("keeps what is unsent over a reload", async () => {
    open();
    session.begin("other", "written in a tunnel");
    session.stop();
    open();
    expect((await welcome()).framesOf("start")).toMatchObject([{ text: "written in a tunnel" }]);
  });

  it("moves a first message into the chat that is open already", async () => {
    open();
    const socket = await welcome([thread()]);
    session.begin("other", "me again");
    const client_id = socket.framesOf("start")[0]?.client_id;
    socket.say({
      t: "error",
      code: "chat_open",
      message: "",
      retryable: false,
      data: { thread: "t1" },
      rid: client_id,
    });
    expect(socket.framesOf("send")).toMatchObject([{ thread: "t1", text: "me again" }]);
  });

  it("asks for what it has missed, and says in hello what it has", async () => {
    open();
    const socket = await welcome([thread()]);
    socket.say({ t: "events", thread: "t1", after: 0, upto: 1, events: [message(1, "agent")] });
    socket.say({ t: "events", thread: "t1", after: 4, upto: 5, events: [message(5, "agent")] });
    expect(socket.framesOf("history")).toMatchObject([{ thread: "t1", before: 5 }]);
    socket.drop(4003);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await FakeSocket.last.accept()).framesOf("hello")).toMatchObject([{ token: "tok", threads: { t1: 5 } }]);
  });

  it("starts a thread over when the server says so", async () => {
    open();
    const socket = await welcome([thread()]);
    socket.say({ t: "events", thread: "t1", after: 0, upto: 9, events: [message(9, "agent")] });
    socket.say({ t: "startover", thread: "t1" });
    expect(session.known.log("t1").events).toEqual([]);
    expect(socket.framesOf("history")).toMatchObject([{ thread: "t1", before: 0 }]);
  });

  it("counts an agent's messages as unread until they are seen", async () => {
    open();
    const socket = await welcome([thread()]);
    socket.say({ t: "events", thread: "t1", after: 0, upto: 2, events: [message(1, "customer"), message(2, "agent")] });
    expect(session.known.unread.value).toBe(1);
    session.seen("t1");
    session.seen("t1");
    expect(session.known.unread.value).toBe(0);
    expect(socket.framesOf("read")).toEqual([{ t: "read", thread: "t1", seq: 2 }]);
  });

  it("goes on without an identity that was refused, and tells the host's developer why", async () => {
    open();
    session.identity.give("bad.jwt");
    (await FakeSocket.last.accept()).say({
      t: "error",
      code: "identity_invalid",
      message: "The signed identity was refused.",
      retryable: false,
      data: { reason: "aud" },
    });
    expect((await FakeSocket.last.accept()).framesOf("hello")).toMatchObject([{ identity: "" }]);
    expect(told).toContainEqual({ do: "problem", text: 'The signed identity was refused. {"reason":"aud"}' });
  });

  it("asks for a new identity when the old one has expired, once", async () => {
    open();
    session.identity.give("old.jwt");
    const expired = { t: "error", code: "identity_expired", message: "", retryable: false };
    (await FakeSocket.last.accept()).say(expired);
    await welcome();
    expect(told).toContainEqual({ do: "renew" });
    await session.identify("old.jwt");
    expect(told.at(-1)).toMatchObject({ do: "problem" });
  });

  it("shows the server an identity that came while it was connecting", async () => {
    open();
    const socket = await FakeSocket.last.accept();
    await session.identify("late.jwt");
    socket.say(greeting());
    expect(socket.framesOf("identify")).toMatchObject([{ identity: "late.jwt" }]);
  });

  it("tells what the host page said while it was connecting, and nothing twice", async () => {
    open();
    const socket = await FakeSocket.last.accept();
    session.set({ attributes: { Cart: "2 items" } });
    session.moved({ url: "https://shop.example/fees", title: "Fees" });
    expect(socket.framesOf("about")).toEqual([]);
    socket.say(greeting());
    expect(socket.framesOf("about")).toEqual([{ t: "about", attributes: { Cart: "2 items" }, pages: null }]);
    expect(socket.framesOf("page")).toHaveLength(1);
    session.set({ attributes: { Cart: "2 items" } });
    expect(socket.framesOf("about")).toHaveLength(1);
  });

  it("forgets everything on a shared device", async () => {
    open();
    const socket = await welcome([thread()]);
    session.write("t1", "private");
    const done = session.forget();
    socket.say({ t: "ok", rid: socket.framesOf("forget")[0]?.rid });
    await done;
    expect([...disk.keys()]).toEqual([]);
    expect(session.known.threads.value).toEqual([]);
    expect(told.at(-1)).toEqual({ do: "token", token: "", live: false });
  });

  it("keeps who signs in while the one before is being forgotten", async () => {
    open();
    const socket = await welcome([thread()]);
    const done = session.forget();
    void session.identify("next.jwt");
    socket.say({ t: "ok", rid: socket.framesOf("forget")[0]?.rid });
    await done;
    expect((await FakeSocket.last.accept()).framesOf("hello")).toMatchObject([{ identity: "next.jwt", token: "" }]);
  });

  it("gives whoever signs in nothing of the one before, though the line breaks before the server has forgotten", async () => {
    open();
    const socket = await welcome([thread()]);
    const done = session.forget();
    expect(told.at(-1)).toEqual({ do: "token", token: "", live: false });
    void session.identify("next.jwt");
    socket.drop(1006);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(FakeSocket.last).not.toBe(socket);
    const back = await FakeSocket.last.accept();
    expect(back.framesOf("hello")).toMatchObject([{ identity: "next.jwt", token: "", threads: {} }]);
    back.say(greeting());
    expect(back.framesOf("forget")).toEqual([]); // else the next one would be forgotten
    await vi.advanceTimersByTimeAsync(3_000);
    await done;
  });

  it("stops with a reason that can be put in words", async () => {
    open();
    (await welcome()).drop(4503);
    expect(session.stopped.value).toBe("unknown_site");
  });
});
