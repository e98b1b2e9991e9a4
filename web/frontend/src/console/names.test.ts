import { afterEach, describe, expect, it } from "vitest";
import { translator } from "../shared/i18n";
import { running, soon, span, standingName, tierName, timeIn, when } from "./names";
import { agentItem } from "./testing";
import { words } from "./words";

afterEach(() => {
  words.value = translator("en");
});

describe("a length of time", () => {
  it("has one form in words and one that runs", () => {
    expect([0, 45, 60, 90, 1_800, 3_600, 5_400].map(span)).toEqual([
      "0 s",
      "45 s",
      "1 min",
      "1 min 30 s",
      "30 min",
      "1 h",
      "1 h 30 min",
    ]);
    expect([42, 725, 3_800].map(running)).toEqual(["0:42", "12:05", "1:03:20"]);
  });
});

describe("a clock", () => {
  const noon = Date.UTC(2026, 4, 4, 13, 5) / 1000;

  it("is that of the reader's region, whatever is told by it", () => {
    words.value = translator("en", {}, "en-GB");
    expect(timeIn("UTC", noon)).toMatch(/13:05$/);
    expect(timeIn("UTC", noon - 4 * 3_600)).toMatch(/09:05$/);
    expect(when(noon, noon + 9e6)).not.toMatch(/[AP]M/i);
    words.value = translator("en", {}, "en-US");
    expect(timeIn("UTC", noon)).toMatch(/1:05\sPM/);
    expect(when(noon, noon + 9e6)).toMatch(/[AP]M/);
  });
});

describe("a moment to come", () => {
  const noon = new Date(2026, 4, 4, 12).getTime() / 1000;

  it("is told in no more letters than it takes to know it", () => {
    words.value = translator("en", {}, "en-GB");
    expect(soon(noon + 3_600, noon)).toBe("13:00");
    expect(soon(noon + 86_400, noon)).toBe("Tue 12:00");
    expect(soon(noon + 20 * 86_400, noon)).toBe("24 May 12:00");
  });
});

describe("somebody of the desk", () => {
  it("is called the same in every list, by what they chose only while their console is connected", () => {
    const named = (status: "available" | "away" | "offline", reachable: boolean): string =>
      standingName(agentItem("li", { status, reachable }));
    expect([named("available", true), named("away", true), named("offline", true)]).toEqual([
      "Available",
      "Away",
      "Offline",
    ]);
    expect([named("available", false), named("away", false), named("offline", false)]).toEqual([
      "Not connected",
      "Not connected",
      "Offline",
    ]);
  });
});

describe("a tier", () => {
  it("has a name, not a number alone", () => {
    expect([undefined, 0, 2].map(tierName)).toEqual(["Regular", "Regular", "VIP 2"]);
  });
});
