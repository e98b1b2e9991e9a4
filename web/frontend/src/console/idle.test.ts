import { beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../shared/storage";
import { mapStorage } from "../shared/testing";
import type { Colleague, DeskItem, Rules } from "./frames";
import { Idle, WARNING_MS } from "./idle";
import { Session } from "./session";

const START = 1_000_000;
const MINUTES = 7;
const IDLE_MS = MINUTES * 60_000;
let session: Session;
let idle: Idle;
let area: Storage;
const ask = vi.fn(async () => ({ t: "ok", rid: "1" }));

const am = (status: Colleague["status"]): void => {
  const me: Colleague = {
    kind: "agent",
    key: "agent:me",
    id: "me",
    name: "Li",
    role: "agent",
    status,
    reachable: true,
    load: 0,
    capacity: 3,
    languages: {},
  };
  const rules: Rules = { kind: "rules", key: "rules:", idle_minutes: MINUTES, wait: 60, queue: 5, level: 80 };
  session.desk.value = {
    version: 1,
    items: new Map<string, DeskItem>([
      [me.key, me],
      [rules.key, rules],
    ]),
  };
};

beforeEach(() => {
  ask.mockClear();
  area = mapStorage();
  const store = openStore("test:", () => area);
  session = new Session({ config: { socket: "ws://test/", signIn: "/", language: "en" }, store, arrived: () => {} });
  session.welcome.value = { t: "welcome", v: 1, now: 0, me: "me", role: "agent", site: "S", name: "Li" };
  session.connection.value = "online";
  session.ask = ask as never;
  idle = new Idle(session, store, START);
  am("available");
});

describe("a console that nobody touches", () => {
  it("warns first, counting down, and then makes away", () => {
    idle.look(START + IDLE_MS - WARNING_MS - 1);
    expect(idle.left.value).toBe(0);
    idle.look(START + IDLE_MS - 30_000);
    expect(idle.left.value).toBe(30);
    expect(ask).not.toHaveBeenCalled();
    idle.look(START + IDLE_MS);
    expect(ask).toHaveBeenCalledWith({ t: "idle" });
  });

  it("begins anew with any hand, also one in another window", () => {
    idle.look(START + IDLE_MS - 1_000);
    idle.hand(START + IDLE_MS - 500);
    expect(idle.left.value).toBe(0);
    idle.look(START + IDLE_MS + 1_000);
    expect(idle.left.value).toBe(0);
    new Idle(
      session,
      openStore("test:", () => area),
    ).hand(START + 2 * IDLE_MS);
    idle.look(START + 2 * IDLE_MS + 1_000);
    expect(ask).not.toHaveBeenCalled();
  });

  it("leaves whoever is not available as they are, and counts from when they are back", () => {
    am("away");
    idle.look(START + 3 * IDLE_MS);
    am("available");
    idle.look(START + 3 * IDLE_MS + 1_000);
    expect(idle.left.value).toBe(0);
    expect(ask).not.toHaveBeenCalled();
  });

  it("is not fooled by a clock that was set back", () => {
    idle.hand(START + 10 * IDLE_MS);
    const later = new Idle(
      session,
      openStore("test:", () => area),
      START,
    );
    later.look(START + IDLE_MS);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("asks once while nothing has answered, and again where that failed", async () => {
    ask.mockRejectedValueOnce(new Error("lost"));
    idle.look(START + IDLE_MS);
    idle.look(START + IDLE_MS + 1_000);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => {
      idle.look(START + IDLE_MS + 2_000);
      expect(ask).toHaveBeenCalledTimes(2);
    });
  });
});
