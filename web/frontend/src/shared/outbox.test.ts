import { beforeEach, describe, expect, it, vi } from "vitest";
import { Outbox, type Unsent } from "./outbox";
import { Refused } from "./protocol";
import { openStore } from "./storage";
import { mapStorage } from "./testing";

let disk: Map<string, string>;
let sent: string[];
let connected: boolean;

function outbox(): Outbox<string> {
  return new Outbox<string>({
    store: openStore("box.", () => mapStorage(disk)),
    send: (item: Unsent<string>) => {
      if (connected) sent.push(item.client_id);
      return connected;
    },
    changed: () => {},
  });
}
const item = (client_id: string, thread = "thread-1") => ({ client_id, thread, at: 1, body: client_id });
const refusal = (retryable: boolean) => new Refused({ code: "chat_ended", message: "", retryable, data: {} });

beforeEach(() => {
  disk = new Map();
  sent = [];
  connected = true;
});

describe("an outbox", () => {
  it("sends at once, and again after every reconnect until it is stored", () => {
    const box = outbox();
    box.add(item("a"));
    box.add(item("b"));
    box.resend();
    box.settle("a");
    box.resend();
    expect(sent).toEqual(["a", "b", "a", "b", "b"]);
  });

  it("survives a reload in the order written", () => {
    connected = false;
    const before = outbox();
    for (const id of ["z", "a", "m"]) before.add(item(id));
    connected = true;
    outbox().resend();
    expect(sent).toEqual(["z", "a", "m"]);
  });

  it("leaves another tab's messages alone", () => {
    const one = outbox();
    const other = outbox();
    one.add(item("mine"));
    other.add(item("theirs"));
    one.settle("mine");
    expect(
      outbox()
        .list()
        .map((each) => each.client_id),
    ).toEqual(["theirs"]);
  });

  it("keeps what was refused until its writer decides", () => {
    const box = outbox();
    box.add(item("a"));
    expect(box.refuse("a", refusal(false))).toBe(true);
    box.resend();
    expect(sent).toEqual(["a"]);
    expect(outbox().list()[0]?.refused).toBe("chat_ended");
    box.retry("a");
    expect(sent).toEqual(["a", "a"]);
    expect(box.list()[0]?.refused).toBeUndefined();
  });

  it("tries by itself again what was refused for the moment", () => {
    vi.useFakeTimers();
    const box = outbox();
    box.add(item("a"));
    box.refuse("a", refusal(true));
    vi.advanceTimersByTime(2_000);
    expect(sent).toEqual(["a", "a"]);
    vi.useRealTimers();
  });

  it("gives what waits under a placeholder its thread once there is one", () => {
    const box = outbox();
    box.add(item("a", "new.1"));
    box.rename("new.1", "thread-9");
    expect(outbox().list()[0]?.thread).toBe("thread-9");
    expect(sent).toEqual(["a", "a"]);
  });

  it("works without storage", () => {
    const box = new Outbox<string>({
      store: openStore("box.", () => {
        throw new DOMException("denied", "SecurityError");
      }),
      send: () => true,
      changed: () => {},
    });
    box.add(item("a"));
    expect(box.has("a")).toBe(true);
  });
});
