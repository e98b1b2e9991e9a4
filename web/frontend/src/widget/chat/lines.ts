// What does a customer read about something that happened? One quiet sentence for each kind of event.
import { type EventOut, isEvent } from "../../shared/protocol";
import { sentences, t } from "../words";

/** Empty: nothing to say. */
export function sentence(event: EventOut): string {
  if (isEvent(event, "assigned")) return t("{name} has joined the chat.", { name: event.body.agent.name });
  if (isEvent(event, "requeued")) {
    return {
      agent_lost: t("The connection to your agent was lost. You are back in line at your old place."),
      declined: t("You are back in line at your old place."),
      transfer: t("You are being passed on to a colleague, at your old place in line."),
    }[event.body.reason];
  }
  if (isEvent(event, "transferred"))
    return t("{name} takes over from here and knows what was said: you need not repeat it.", {
      name: event.body.agent.name,
    });
  if (isEvent(event, "ended")) {
    return {
      agent: t("The chat has ended."),
      customer: t("You have ended the chat."),
      abuse: t("We ended this chat because of its tone. You are welcome to write again, calmly."),
      left: t("The chat was ended because nobody was here any more."),
      // That it is a ticket now, its own line says.
      ticket: "",
    }[event.body.reason];
  }
  if (isEvent(event, "rated")) return t("You rated this chat {score} of 5.", { score: event.body.score });
  if (isEvent(event, "escalated")) return t("This is now ticket #{number}.", { number: String(event.body.ticket) });
  if (isEvent(event, "reopened")) {
    return t("{name} has opened this conversation again.", { name: event.body.agent.name });
  }
  if (isEvent(event, "linked")) {
    const number = String(event.body.ticket ?? "");
    return number
      ? t("For your other matter there is ticket #{number}, in a conversation of its own.", { number })
      : t("This came up in another conversation.");
  }
  if (isEvent(event, "ticket_status")) {
    const number = String(event.body.ticket);
    return {
      open: t("Ticket #{number} is open: we are working on it.", { number }),
      pending: t("Ticket #{number} waits for your answer.", { number }),
      solved: t("Ticket #{number} is solved.", { number }),
      closed: t("Ticket #{number} is closed.", { number }),
    }[event.body.status];
  }
  if (isEvent(event, "contact")) {
    return event.body.confirmed
      ? t("Your e-mail address is confirmed.")
      : t("Your e-mail address is noted. Please confirm it by the link we sent.");
  }
  if (isEvent(event, "warned")) {
    return t("{name} asks you to keep it friendly: we are people who want to help you.", { name: event.by.name ?? "" });
  }
  if (isEvent(event, "blocked")) return t("Writing to us was paused.");
  if (isEvent(event, "appealed")) return t("You asked to be let in again.");
  if (isEvent(event, "appeal_answered")) {
    const said = event.body.lifted
      ? t("You can write to us again.")
      : t("We have looked at it again, and it stays as it is.");
    return sentences(said, event.body.text);
  }
  if (isEvent(event, "identified")) {
    return event.body.name ? t("You are signed in as {name}.", { name: event.body.name }) : t("You are signed in.");
  }
  return "";
}
