// Nobody is here for this customer's language: what is said, until when, and in which language could it go on?
import type { CustomerWelcome } from "./frames";
import { sentences, t, words } from "./words";

type Desk = CustomerWelcome["desk"];

const base = (tag: string): string => tag.split("-")[0] ?? "";

/** Languages in which somebody is here now, and which the customer's browser says they read, besides their own. */
export function alternatives(desk: Desk, own: string, reads: readonly string[]): string[] {
  const known = new Set(reads.map(base));
  return (desk.languages ?? []).filter((each) => base(each) !== base(own) && known.has(base(each)));
}

/** The name of a language in the customer's own words. */
export function inOwnWords(language: string): string {
  try {
    return new Intl.DisplayNames([words.value.language], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}

/** Only the language is missing, or everybody. */
export function nobodyHere(desk: Desk, own = "en"): string {
  return desk.languages?.length
    ? t("Nobody who speaks {language} is here right now", { language: inOwnWords(own) })
    : t("Nobody is on duty right now");
}

/** When somebody will be, in the customer's own time; nothing where nothing is planned. */
export function opensAgain(desk: Desk, now: number): string {
  if (desk.opens_at === undefined || desk.opens_at === null || desk.opens_at <= now) return "";
  const day = words.value.day(desk.opens_at, now);
  return t("Somebody will be here again: {day}, {time} your time.", { day, time: words.value.time(desk.opens_at) });
}

/** That nobody here writes the language that the customer asked for, and which one it will be; else nothing. */
export function notInOwn(customer: CustomerWelcome["customer"]): string {
  const { unserved_language: wanted, language = "en" } = customer;
  if (!wanted) return "";
  return sentences(
    t("We are sorry: nobody here writes {language} yet.", { language: inOwnWords(wanted) }),
    t("You will be answered in {language}.", { language: inOwnWords(language) }),
  );
}
