import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Colleague } from "../frames";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import { agentItem, deskOf } from "../testing";
import { Banner } from "./Banner";

let session: Session;
let place: HTMLElement;

const stands = (fields: Partial<Colleague>): void =>
  void act(() => {
    session.welcome.value = { t: "welcome", v: 1, now: 0, me: "me", role: "agent", site: "s", name: "Li" };
    session.connection.value = "online";
    session.desk.value = deskOf(agentItem("me", fields));
    render(<Banner session={session} />, place);
  });

beforeEach(() => {
  place = emptyPlace();
  session = newSession();
});

describe("a status that somebody else has set", () => {
  it("is told, also where it gives one chats, until it is taken note of", () => {
    const ask = vi.spyOn(session, "ask").mockResolvedValue(undefined as never);
    stands({ status: "available", status_reason: "lead" });
    expect(place.textContent).toContain("A lead has set your status: Available.");
    const button = place.querySelector("button");
    expect(button?.textContent).toBe("Got it");
    void act(() => button?.click());
    expect(ask).toHaveBeenCalledWith({ t: "status", status: "available" });
  });

  it("is nobody's news where it was one's own choice", () => {
    stands({ status: "available", status_reason: "" });
    expect(place.querySelector("button")).toBeNull();
  });
});
