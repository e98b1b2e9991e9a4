// What does an agent read about something that happened? One quiet sentence for each kind of event.
import { type EventOut, isEvent } from "../shared/protocol";
import { categoryName, listed, meantName, when } from "./names";
import { t } from "./words";

/** Empty: nothing to say (an event of a newer server). `me` and `topic` name what the event only refers to. */
export function sentence(event: EventOut, me: string, topic: (slug: string) => string): string {
  const who = event.by.name ?? "";
  if (isEvent(event, "queued")) return t("Asked for help with {topic}", { topic: topic(event.body.topic) });
  if (isEvent(event, "assigned")) {
    const { id, name } = event.body.agent;
    return id === me ? t("Assigned to you") : t("Assigned to {name}", { name });
  }
  if (isEvent(event, "requeued")) {
    return {
      agent_lost: t("Back in the queue at its old place: the agent's connection was lost"),
      declined: t("Back in the queue at its old place: the agent declined"),
      transfer: who
        ? t("{name} gave it back to the queue, at its old place", { name: who })
        : t("Given back to the queue, at its old place"),
    }[event.body.reason];
  }
  if (isEvent(event, "invited")) {
    const { name } = event.body.agent;
    return event.body.writes
      ? t("{who} asked {name} to help and to write here", { who, name })
      : t("{who} asked {name} to help", { who, name });
  }
  if (isEvent(event, "guest_left")) return t("{name} helps here no more", { name: event.body.agent.name });
  if (isEvent(event, "handing")) return t("{who} asks {name} to take it over", { who, name: meantName(event.body.to) });
  if (isEvent(event, "returned")) return returned(event.body.reason, event.body.by ?? "", who);
  if (isEvent(event, "transferred")) {
    const { id, name } = event.body.agent;
    // A lead who takes a chat over gives it to nobody.
    if (id === event.by.id) return id === me ? t("You took it over") : t("{name} took it over", { name });
    if (id === me) return who ? t("{name} transferred it to you", { name: who }) : t("Transferred to you");
    return who ? t("{who} transferred it to {name}", { who, name }) : t("Transferred to {name}", { name });
  }
  if (isEvent(event, "ended")) return ending(event.body.reason, event.body.outcome ?? "", who);
  if (isEvent(event, "rated")) return t("The customer rated this chat {score} of 5", { score: event.body.score });
  if (isEvent(event, "escalated")) return escalation(String(event.body.ticket), event.body.cause, who);
  if (isEvent(event, "reopened")) return t("{who} opened the chat again", { who });
  if (isEvent(event, "linked")) {
    const number = String(event.body.ticket ?? "");
    return number
      ? t("{who} made ticket #{number} of another matter", { who, number })
      : t("It came up in another conversation of this customer");
  }
  if (isEvent(event, "ticket_status")) return ticketStatus(String(event.body.ticket), event.body.status, who);
  if (isEvent(event, "contact")) {
    return event.body.confirmed
      ? t("The customer confirmed the e-mail address")
      : t("The customer gave an e-mail address; it is not confirmed yet");
  }
  if (isEvent(event, "warned")) return t("{name} asked the customer to stay civil", { name: who });
  if (isEvent(event, "blocked")) return blocking(event.body.category, event.body.until ?? undefined, who);
  if (isEvent(event, "appealed")) return t("The customer asks to be let in again");
  if (isEvent(event, "appeal_answered")) {
    return event.body.lifted ? t("{name} lifted the block", { name: who }) : t("{name} kept the block", { name: who });
  }
  if (isEvent(event, "identified")) {
    return event.body.name
      ? t("Signed in on the website as {name}", { name: event.body.name })
      : t("Signed in on the website");
  }
  return "";
}

/** What an event adds in somebody's own words: a transfer's note, a rating's comment. */
export function remark(event: EventOut): string {
  if (isEvent(event, "rated")) {
    const tags = listed((event.body.tags ?? []).map(tagName));
    return [tags, event.body.comment].filter(Boolean).join(" — ");
  }
  if (isEvent(event, "requeued") || isEvent(event, "transferred")) return event.body.note ?? "";
  if (isEvent(event, "handing")) return event.body.note ?? "";
  if (isEvent(event, "returned")) return event.body.text ?? "";
  if (isEvent(event, "blocked")) return event.body.reason ?? "";
  if (isEvent(event, "appealed") || isEvent(event, "appeal_answered")) return event.body.text ?? "";
  return "";
}

function tagName(tag: string): string {
  const names: Record<string, string> = {
    friendly: t("friendly"),
    quick: t("quick"),
    solved: t("solved the problem"),
    slow: t("too slow"),
    unclear: t("hard to understand"),
    unsolved: t("problem not solved"),
  };
  return names[tag] ?? tag;
}

function ending(reason: string, outcome: string, who: string): string {
  switch (reason) {
    case "customer":
      return t("The customer ended the chat");
    case "left":
      return t("Ended: the customer had gone");
    case "ticket":
      return t("The chat ended; it goes on as a ticket");
    case "abuse":
      return who ? t("{name} ended the chat because of abuse", { name: who }) : t("Ended because of abuse");
  }
  if (outcome === "resolved") return who ? t("{name} ended the chat: resolved", { name: who }) : t("Ended: resolved");
  if (outcome === "unresolved") {
    return who ? t("{name} ended the chat: unresolved", { name: who }) : t("Ended: unresolved");
  }
  return t("The chat has ended");
}

/** What came of asking somebody to take a chat over. */
export function returned(reason: string, name: string, who: string): string {
  if (!name) return t("{name} asks nobody any more to take it over", { name: who });
  switch (reason) {
    case "declined":
      return t("{name} did not take it over", { name });
    case "missed":
      return t("{name} did not answer in time; it stays where it is", { name });
    default:
      return t("{name} is not there any more; it stays where it is", { name });
  }
}

function blocking(category: string, until: number | undefined, name: string): string {
  const why = categoryName(category);
  if (until === undefined) return t("{name} blocked the customer for good: {why}", { name, why });
  const at = when(until, Date.now() / 1000);
  return t("{name} blocked the customer until {time}: {why}", { name, time: at, why });
}

function escalation(number: string, cause: string, who: string): string {
  switch (cause) {
    case "agent":
      return who
        ? t("{name} made it ticket #{number}", { name: who, number })
        : t("Became ticket #{number}", { number });
    case "customer":
      return t("The customer made it ticket #{number}", { number });
    case "long_wait":
      return t("Became ticket #{number}: the customer chose it over a longer wait", { number });
    case "nobody_on_duty":
      return t("Became ticket #{number}: nobody was on duty", { number });
    default:
      return t("Became ticket #{number}: the customer left with the matter unresolved", { number });
  }
}

function ticketStatus(number: string, status: string, who: string): string {
  switch (status) {
    case "open":
      return t("Ticket #{number} is open: ours to do", { number });
    case "pending":
      return t("Ticket #{number} waits for the customer", { number });
    case "solved":
      return who
        ? t("{name} marked ticket #{number} as solved", { name: who, number })
        : t("Ticket #{number} is solved", { number });
    default:
      return who
        ? t("{name} closed ticket #{number}", { name: who, number })
        : t("Ticket #{number} is closed", { number });
  }
}

/** Which sign stands before the sentence. */
export function lineIcon({
  type,
}: EventOut): "pass" | "ticket" | "check" | "star" | "shield" | "clock" | "person" | "block" {
  switch (type) {
    case "requeued":
    case "handing":
    case "returned":
    case "transferred":
      return "pass";
    case "escalated":
    case "linked":
    case "ticket_status":
      return "ticket";
    case "warned":
    case "blocked":
    case "appealed":
    case "appeal_answered":
      return "block";
    case "ended":
      return "check";
    case "rated":
      return "star";
    case "identified":
    case "contact":
      return "shield";
    case "queued":
      return "clock";
    default:
      return "person";
  }
}
