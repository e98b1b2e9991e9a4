import { describe, expect, it } from "vitest";
import type { EventOut } from "../shared/protocol";
import type { Topic } from "./frames";
import { suggestedOutcome, suggestedTopic } from "./suggest";

const said = (kind: "customer" | "agent", text: string): EventOut => ({
  seq: 1,
  type: "message",
  at: 1,
  by: { kind },
  body: { text },
});
const topic = (slug: string, name: string): Topic => ({ kind: "topic", key: `topic:${slug}`, slug, name });

describe("the suggested outcome", () => {
  it("is resolved when the desk had the last word, or the customer said thanks", () => {
    expect(suggestedOutcome([said("customer", "where is it?"), said("agent", "Here.")])).toBe("resolved");
    for (const thanks of ["Thank you!", "谢谢您", "Muchas gracias", "شكرا جزيلا", "Спасибо большое"]) {
      expect(suggestedOutcome([said("agent", "Here."), said("customer", thanks)])).toBe("resolved");
    }
  });

  it("is unresolved while a customer waits for an answer, or nobody said anything", () => {
    expect(suggestedOutcome([said("agent", "Here."), said("customer", "and the other one?")])).toBe("unresolved");
    expect(suggestedOutcome([])).toBe("unresolved");
  });
});

describe("the suggested topic", () => {
  const topics = [topic("trading", "Trading"), topic("deposit", "Deposit and withdrawal"), topic("api", "API")];

  it("is the one whose name the customer used, when it is only one", () => {
    expect(suggestedTopic([said("customer", "my Withdrawal is late")], topics, "api")).toBe("deposit");
    expect(suggestedTopic([said("customer", "trading or withdrawal?")], topics, "api")).toBe("api");
    expect(suggestedTopic([said("agent", "trading")], topics, "api")).toBe("api");
    expect(suggestedTopic([said("customer", "我要提现")], [topic("w", "提现"), topic("t", "交易")], "t")).toBe("w");
  });
});
