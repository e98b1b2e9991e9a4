import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection } from "./connection";
import { FakeSocket } from "./testing";

type Frame = { t: string } & Record<string, unknown>;

const WELCOME = { t: "welcome", v: 1, now: 1000 };
let received: Frame[];
let states: string[];
let connection: Connection<Frame, Frame>;

/** Random numbers are zero, so that every delay is its floor. */
function connect(hello: () => Frame = () => ({ t: "hello" })): void {
  connection = new Connection<Frame, Frame>({
    url: "ws://desk.example/ws",
    hello,
    received: (frame) => received.push(frame),
    changed: (state) => states.push(state),
    open: () => new FakeSocket(),
    random: () => 0,
  });
  connection.start();
}

async function online(): Promise<FakeSocket> {
  const socket = await FakeSocket.last.accept();
  socket.say(WELCOME);
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  received = [];
  states = [];
});
afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

describe("a connection", () => {
  it("says hello first and is online only after the welcome", async () => {
    connect();
    await FakeSocket.last.accept();
    expect(FakeSocket.last.sent).toEqual([{ t: "hello" }]);
    expect(connection.send({ t: "send" })).toBe(false);
    FakeSocket.last.say(WELCOME);
    expect(connection.send({ t: "send" })).toBe(true);
    expect(states).toEqual(["connecting", "online"]);
    expect(received).toEqual([WELCOME]);
  });

  it("confirms what came after 32 frames, and after a while", async () => {
    connect();
    const socket = await online();
    for (let frame = 2; frame <= 31; frame++) socket.say({ t: "events" });
    expect(socket.sent).toEqual([{ t: "hello" }]);
    socket.say({ t: "events" });
    expect(socket.sent.at(-1)).toEqual({ t: "got", frames: 32 });
    socket.say({ t: "events" });
    await vi.advanceTimersByTimeAsync(3_999);
    expect(socket.sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(socket.sent.at(-1)).toEqual({ t: "got", frames: 33 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(socket.sent).toHaveLength(3);
  });

  it("confirms long frames at once, and counts anew on the next connection", async () => {
    connect();
    const socket = await online();
    socket.say({ t: "page", text: "x".repeat(32_768) });
    expect(socket.sent.at(-1)).toEqual({ t: "got", frames: 2 });
    socket.drop(1006);
    await vi.advanceTimersByTimeAsync(250);
    (await online()).say({ t: "page", text: "x".repeat(32_768) });
    expect(FakeSocket.last.sent.at(-1)).toEqual({ t: "got", frames: 2 });
  });

  it.each([1001, 1006, 1009, 1012, 4000, 4003, 4499])("comes back after close code %i", async (code) => {
    connect();
    (await online()).drop(code);
    expect(connection.state).toBe("offline");
    await vi.advanceTimersByTimeAsync(250);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it.each([4500, 4501, 4503, 4999])("stops at close code %i", async (code) => {
    connect();
    (await online()).drop(code);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(connection.state).toBe("stopped");
    expect(FakeSocket.made).toHaveLength(1);
  });

  it("asks into a silence when something is said, and gives up on an answer soon", async () => {
    connect();
    const socket = await online();
    connection.send({ t: "send" });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(socket.framesOf("ping")).toEqual([]);
    connection.send({ t: "send" });
    connection.send({ t: "typing" });
    expect(socket.framesOf("ping")).toHaveLength(1);
    socket.say({ t: "pong", now: 1 });
    await vi.advanceTimersByTimeAsync(6_000);
    connection.send({ t: "send" });
    await vi.advanceTimersByTimeAsync(3_999);
    expect(connection.state).toBe("online");
    await vi.advanceTimersByTimeAsync(1);
    expect(connection.state).toBe("offline");
  });

  it("believes a device that says it has no network, unless the server still answers", async () => {
    connect();
    const socket = await online();
    const plugged = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    try {
      dispatchEvent(new Event("offline"));
      socket.say({ t: "pong", now: 1 });
      await vi.advanceTimersByTimeAsync(2_000);
      expect(connection.state).toBe("online");
      dispatchEvent(new Event("offline"));
      await vi.advanceTimersByTimeAsync(1_500);
      expect(connection.state).toBe("offline");
    } finally {
      plugged.mockRestore();
    }
  });

  it("waits longer after each failure, up to ten seconds", async () => {
    connection = new Connection<Frame, Frame>({
      url: "",
      hello: () => ({ t: "hello" }),
      received: () => {},
      changed: () => {},
      open: () => new FakeSocket(),
      random: () => 1,
    });
    connection.start();
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      const from = Date.now();
      const count = FakeSocket.made.length;
      FakeSocket.last.drop(1006);
      while (FakeSocket.made.length === count) await vi.advanceTimersByTimeAsync(50);
      waits.push(Math.round((Date.now() - from) / 1000));
    }
    expect(waits).toEqual([1, 2, 4, 8, 10, 10, 10]);
  });

  it("pings every 25 s and notices a connection that has died in silence", async () => {
    connect();
    const socket = await online();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(socket.framesOf("ping")).toHaveLength(1);
    socket.say({ t: "pong", now: 2000 });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(socket.framesOf("ping")).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(10_300);
    expect(socket.closed).toBe(true);
    expect(FakeSocket.made).toHaveLength(2);
    expect(received).toEqual([WELCOME]);
  });

  it("hears nothing more from a socket that it has given up", async () => {
    connect();
    const dead = await online();
    await vi.advanceTimersByTimeAsync(36_000);
    dead.say({ t: "events" });
    dead.drop(4501);
    expect(connection.state).not.toBe("stopped");
    expect(received).toEqual([WELCOME]);
  });

  it("comes back at once when the network does", async () => {
    connect();
    FakeSocket.last.drop(1006);
    await vi.advanceTimersByTimeAsync(1);
    globalThis.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("asks for a sign of life when the page is shown again", async () => {
    connect();
    const socket = await online();
    document.dispatchEvent(new Event("visibilitychange"));
    expect(socket.framesOf("ping")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(4_300);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("gives up waiting for a welcome that does not come", async () => {
    connect();
    await FakeSocket.last.accept();
    await vi.advanceTimersByTimeAsync(15_300);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("stops when its hello is refused for good, and waits as told when it is not", async () => {
    connect();
    (await FakeSocket.last.accept()).say({
      t: "error",
      code: "rate_limited",
      message: "",
      retryable: true,
      data: { retry_after: 9 },
    });
    await vi.advanceTimersByTimeAsync(8_900);
    expect(FakeSocket.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(FakeSocket.made).toHaveLength(2);
    (await FakeSocket.last.accept()).say({ t: "error", code: "unknown_site", message: "", retryable: false });
    expect(connection.state).toBe("stopped");
  });

  it("leaves a server that is about to restart", async () => {
    connect();
    (await online()).say({ t: "goaway", within_ms: 5000 });
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.made).toHaveLength(2);
    expect(received).toEqual([WELCOME]);
  });

  it("knows how far its clock is off", async () => {
    connect();
    await online();
    expect(connection.clockOffset).toBe(1000_000 - Date.now());
  });
});
