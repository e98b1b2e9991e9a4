// What does a customer read when something is refused? Words for the codes of the error table.
import { whyNotSent } from "../../shared/files/refusals";
import { TIMED_OUT } from "../../shared/requests";
import { stopped } from "../errors";
import { t } from "../words";

export function explain(code: string): string {
  switch (code) {
    case "message_too_long":
      return t("This message is too long. Please shorten it.");
    case "message_empty":
      return t("There is nothing to send yet.");
    case "chat_ended":
      return t("This chat has ended meanwhile.");
    case "blocked":
      return t("You cannot write to us at the moment.");
    case "appeal_made":
      return t("You have asked already; the answer comes here.");
    case "ticket_closed":
      return t("This ticket is closed.");
    case "email_invalid":
      return t("This does not look like an e-mail address.");
    case "thread_unknown":
      return t("This conversation is not here any more.");
    case "topic_unknown":
      return t("This topic is no longer offered. Please choose another one.");
    case TIMED_OUT:
      return t("There was no answer. Please check your connection and try again.");
    default:
      return whyNotSent(t, code) || stopped(code);
  }
}
