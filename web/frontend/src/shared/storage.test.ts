import { describe, expect, it } from "vitest";
import { openStore, prefixed } from "./storage";
import { mapStorage } from "./testing";

describe("a store", () => {
  it("keeps values under its own prefix", () => {
    const disk = new Map([["other", "1"]]);
    const store = openStore("mine.", () => mapStorage(disk));
    store.set("a", { b: 1 });
    expect(store.get("a")).toEqual({ b: 1 });
    expect(store.keys()).toEqual(["a"]);
    expect(
      prefixed(
        openStore("", () => mapStorage(disk)),
        "mine.",
      ).keys(),
    ).toEqual(["a"]);
    store.remove("a");
    expect(store.get("a")).toBeUndefined();
  });

  it("remembers in memory where the browser denies storage", () => {
    const store = openStore("mine.", () => {
      throw new DOMException("denied", "SecurityError");
    });
    store.set("a", 1);
    expect([store.durable, store.get("a"), store.keys()]).toEqual([false, 1, ["a"]]);
  });

  it("remembers in memory what does not fit any more", () => {
    const full = mapStorage();
    const store = openStore("mine.", () => full);
    full.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    store.set("a", 1);
    expect(store.get("a")).toBe(1);
  });

  it("takes what it cannot read for nothing", () => {
    expect(openStore("", () => mapStorage(new Map([["a", "{broken"]]))).get("a")).toBeUndefined();
  });
});
