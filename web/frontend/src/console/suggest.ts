// How did this chat most likely end, and what was it about? Pure guesses that an agent confirms with one key.
import { type EventOut, isEvent } from "../shared/protocol";
import type { Topic } from "./frames";

/** Words with which people say that they have what they came for, in the languages of the desk and a few more. */
const THANKS =
  /thank|thx|great|perfect|solved|works now|谢谢|谢了|感谢|好的|解决|gracias|perfecto|resuelto|شكر|تمام|спасибо|благодар|отлично|obrigad|merci|teşekkür|cảm ơn|धन्यवाद/i;

/** Resolved when the desk had the last word, or the customer's last words are thanks; else something is still open. */
export function suggestedOutcome(events: readonly EventOut[]): "resolved" | "unresolved" {
  const last = events.findLast((event) => event.type === "message" && event.by.kind !== "system");
  if (!last || !isEvent(last, "message")) return "unresolved";
  return last.by.kind === "agent" || THANKS.test(last.body.text) ? "resolved" : "unresolved";
}

/** Short words say nothing about a topic; two Han characters already do. */
const LEAST_LETTERS = 5;

/** The chat's topic, or another one whose name the customer used while never using the chosen one's. */
export function suggestedTopic(events: readonly EventOut[], topics: readonly Topic[], chosen: string): string {
  const said = events
    .filter((event) => event.by.kind === "customer" && isEvent(event, "message"))
    .map((event) => String(event.body.text).toLocaleLowerCase())
    .join(" ");
  const used = topics.filter(({ name }) =>
    name
      .toLocaleLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .some((word) => (word.length >= LEAST_LETTERS || /\p{Script=Han}{2}/u.test(word)) && said.includes(word)),
  );
  return used.length === 1 && used[0] ? used[0].slug : chosen;
}
