import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../shared/storage";
import { mapStorage } from "../shared/testing";
import { NO_WISHES, Notices, quietAt } from "./notices";

const at = (time: string): Date => new Date(`2026-03-02T${time}:00`);

describe("quiet hours", () => {
  const quiet = (quietFrom: string, quietTo: string, time: string): boolean =>
    quietAt({ ...NO_WISHES, quietFrom, quietTo }, at(time));

  it("may go over midnight", () => {
    expect(["21:59", "22:00", "03:00", "06:59", "07:00"].map((time) => quiet("22:00", "07:00", time))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(["08:59", "09:00", "12:00"].map((time) => quiet("09:00", "12:00", time))).toEqual([false, true, false]);
  });

  it("are none where they are not said, or make no sense", () => {
    expect(quiet("", "", "03:00")).toBe(false);
    expect(quiet("22:00", "", "23:00")).toBe(false);
    expect(quiet("25:00", "99:00", "23:00")).toBe(false);
    expect(quiet("08:00", "08:00", "08:00")).toBe(false);
  });
});

describe("a notice on the desktop", () => {
  const made: string[] = [];
  let permission: NotificationPermission;
  let focused: boolean;
  let notices: Notices;

  beforeEach(() => {
    made.length = 0;
    permission = "default";
    focused = false;
    vi.useFakeTimers({ now: at("12:00") });
    vi.stubGlobal(
      "Notification",
      Object.assign(
        class {
          onclick: (() => void) | null = null;
          constructor(title: string) {
            made.push(title);
          }
          close(): void {}
        },
        { permission, requestPermission: async () => permission },
      ),
    );
    vi.spyOn(document, "hasFocus").mockImplementation(() => focused);
    notices = new Notices(openStore("test:", () => mapStorage()));
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("is shown once it was asked for and allowed, while nobody looks", async () => {
    notices.show("New chat", "a", () => {});
    permission = "granted";
    await notices.permit();
    notices.show("New chat", "a", () => {});
    focused = true;
    notices.show("Another", "b", () => {});
    expect(made).toEqual(["New chat"]);
  });

  it("is not shown in quiet hours, nor where the browser said no", async () => {
    permission = "denied";
    await notices.permit();
    expect(notices.wishes.value.desktop).toBe(false);
    permission = "granted";
    await notices.permit();
    notices.wish({ quietFrom: "11:00", quietTo: "13:00" });
    notices.show("New chat", "a", () => {});
    expect(made).toEqual([]);
  });
});
