// What does an agent read when something is refused? Words for the codes of the error table.
import { whyNotSent } from "../shared/files/refusals";
import { TIMED_OUT } from "../shared/requests";
import { secretName } from "./names";
import { sentences, t } from "./words";

export function explain(code: string, data: Record<string, unknown> = {}): string {
  switch (code) {
    case "chat_ended":
      return t("This chat has ended.");
    case "chat_not_yours":
      return t("This chat is not yours any more.");
    case "chat_changed":
      return t("The chat has just changed. Look again, then repeat what you wanted.");
    case "offer_gone":
      return data.reason === "missed" ? t("The time to answer ran out.") : t("This offer is over.");
    case "agent_unavailable":
      return typeof data.agent === "string"
        ? t("{name} cannot take it now: away, offline or full.", { name: data.agent })
        : t("Nobody of these can take it now: away, offline, full, or asked already.");
    case "agent_unknown":
      return t("This colleague is not on the desk any more.");
    case "asks_secret":
      return t("This asks the customer for {secret}. Nobody at the desk ever does; the leads have been told.", {
        secret: secretName(String(data.kind ?? "")),
      });
    case "reveals_used_up":
      return t("You have looked at as much as one person may in an hour. One more in {minutes} min.", {
        minutes: Math.ceil(Number(data.retry_after ?? 60) / 60),
      });
    case "notes_full":
      return t("There are {most} notes on this person already. Remove one first.", { most: Number(data.most ?? 0) });
    case "message_too_long":
      return t("This is too long: a message may have 5,000 characters.");
    case "message_empty":
      return t("There is nothing to send yet.");
    case "thread_unknown":
    case "not_found":
      return t("This conversation is not here any more.");
    case "ticket_unknown":
      return t("This ticket is not here any more.");
    case "snooze_invalid":
      return t("A ticket sleeps until a moment to come, 90 days ahead at most.");
    case "topic_unknown":
      return t("This topic is not there any more.");
    case "ticket_closed":
      return t("This ticket is closed.");
    case "settings_invalid":
      return unsaved(data);
    case "not_allowed":
      return t("Only the agent of this chat and leads may do that.");
    case "too_many_guests":
      return t("More than {most} colleagues cannot help in one conversation.", { most: Number(data.most ?? 5) });
    case "customer_gone":
      return t("The customer is not here. A ticket reaches them; a chat would not.");
    case "chat_open":
      return t("The customer has another chat open. Go on there.");
    case "not_blocked":
      return t("This customer is not blocked any more.");
    case "no_appeal":
      return t("No appeal waits for an answer: another lead has answered it.");
    case "too_many_connections":
    case "too_many":
      return t("This is open in too many windows. Please close some, then reload the page.");
    case "rate_limited":
    case "flood":
      return t("That was a little too fast. Please wait a moment.");
    case "session_invalid":
    case "signed_out":
      return t("You are signed out.");
    case "origin_refused":
      return t("This address is not the console's own. Please open the console at its usual address.");
    case "unsupported_version":
      return t("There is a newer version of the console. Reload the page to go on.");
    case "unavailable":
      return t("The service is busy. Please try again in a moment.");
    case TIMED_OUT:
    case "network":
      return t("There was no answer. Check your connection, then try again.");
    default:
      return whyNotSent(t, code) || t("Something went wrong on our side. Please try again.");
  }
}

/** What is wrong with which field. */
function unsaved({ problems }: Record<string, unknown>): string {
  const fields = new Set(Array.isArray(problems) ? problems.map((one: { field?: string }) => one.field) : []);
  const said = sentences(
    fields.has("name") && t("The name is taken, or has spaces: letters, digits, dots and hyphens are fine."),
    fields.has("texts") && t("The text is empty, too long, or has a place in braces that nobody can fill."),
  );
  return said || t("This cannot be saved as it is.");
}
