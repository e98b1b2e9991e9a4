// How are people, languages, regions, tiers and spans of time called on the screen?
import type { Colleague, Thread } from "./frames";
import { t, words } from "./words";

interface Named {
  name?: string;
}

/** A customer without a name still needs one that tells two of them apart. */
export function customerName(customer: Named, thread: string): string {
  return customer.name?.trim() || t("Visitor {code}", { code: thread.slice(-4) });
}

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const first = [...(parts[0] ?? "")][0] ?? "";
  const last = parts.length > 1 ? ([...(parts.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

/** Several things in a row, as the reader's language sets them apart. */
export function listed(parts: readonly string[]): string {
  return parts.join(t(", "));
}

export function languageName(tag: string): string {
  if (!tag) return "";
  try {
    return new Intl.DisplayNames(words.value.language, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A language without its region: `de` for "de-AT". */
export const baseOf = (tag: string): string => (tag.split("-")[0] ?? "").toLowerCase();

/** In which language is the customer answered, and which one did they ask for in vain (empty where they did not)? */
export function languagesOf({ chat, customer }: Pick<Thread, "chat" | "customer">): {
  answered: string;
  asked: string;
} {
  const answered = chat.language || customer.language;
  const wanted = baseOf(customer.unserved_language ?? "");
  return { answered: languageName(answered), asked: wanted === baseOf(answered) ? "" : languageName(wanted) };
}

export function tierName(tier: number | undefined): string {
  return tier ? t("VIP {tier}", { tier }) : t("Regular");
}

export function regionSource(source: string): string {
  switch (source) {
    case "identity":
      return t("signed by the website");
    case "host":
      return t("told by the website");
    case "choice":
      return t("chosen by the customer");
    default:
      return t("the site's default");
  }
}

export function stateOfTicket(state: string): string {
  switch (state) {
    case "open":
      return t("Open");
    case "pending":
      return t("Pending");
    case "solved":
      return t("Solved");
    default:
      return t("Closed");
  }
}

export function statusName(status: string): string {
  switch (status) {
    case "available":
      return t("Available");
    case "away":
      return t("Away");
    default:
      return t("Offline");
  }
}

/** How somebody stands, by one name everywhere: what they chose counts only while their console is connected. */
export function standingName(one: Pick<Colleague, "status" | "reachable">): string {
  return one.reachable || one.status === "offline" ? statusName(one.status) : t("Not connected");
}

/** What an agent must not ask for. */
export function secretName(kind: string): string {
  switch (kind) {
    case "password":
      return t("a password");
    case "code":
      return t("a one-time code");
    case "key":
      return t("a private key");
    case "phrase":
      return t("a recovery phrase");
    case "card":
      return t("a card's security code");
    default:
      return t("a secret");
  }
}

/** Whom a chat is passed on to: a person or a team by name, or a language with a level (`ru 3`). */
export function meantName(meant: string): string {
  const found = /^([a-z]{2,3}(?:-\w+)?) ([1-5])$/.exec(meant);
  if (!found) return meant;
  return t("{language}, level {level}", { language: languageName(found[1] ?? ""), level: found[2] ?? "" });
}

/** Why somebody may not write. */
export function categoryName(category: string): string {
  switch (category) {
    case "insults":
      return t("insults");
    case "threats":
      return t("threats");
    case "spam":
      return t("advertising or flooding");
    case "fraud":
      return t("attempted fraud");
    default:
      return t("other abuse");
  }
}

/** What time it is in a zone now, and which day where it is another one than here; undefined where the zone is unknown. */
export function timeIn(zone: string, now: number): string | undefined {
  if (!zone) return undefined;
  try {
    const at = new Date(now * 1000);
    const day = (timeZone?: string): string =>
      new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone }).format(at);
    const told = (form: Intl.DateTimeFormatOptions): string =>
      new Intl.DateTimeFormat(words.value.locale, { ...form, timeZone: zone }).format(at);
    const clock = told({ timeStyle: "short" });
    return day(zone) === day() ? clock : `${told({ weekday: "short" })} ${clock}`;
  } catch {
    return undefined;
  }
}

/** A running time: `0:42`, `12:05`, `1:03:20`. */
export function running(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A length of time that does not run, in words: `45 s`, `2 min`, `1 h 30 min`. */
export function span(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const parts = [h && t("{hours} h", { hours: h }), m && t("{minutes} min", { minutes: m })];
  return [...parts, (s || seconds < 60) && t("{seconds} s", { seconds: s })].filter(Boolean).join(" ");
}

/** How long ago, in one short word: `now`, `4 min`, `2 h`, `3 d`. */
export function ago(seconds: number): string {
  const unit = (value: number, name: "minute" | "hour" | "day"): string =>
    new Intl.NumberFormat(words.value.locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  if (seconds < 60) return t("now");
  if (seconds < 3600) return unit(Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return unit(Math.floor(seconds / 3600), "hour");
  return unit(Math.floor(seconds / 86_400), "day");
}

/** A moment to come in few letters, for a list: the time today, the weekday within a week, else the date. */
export function soon(at: number, now: number): string {
  const days = (at - now) / 86_400;
  const sameDay = new Date(at * 1000).toDateString() === new Date(now * 1000).toDateString();
  const clock = words.value.time(at);
  if (sameDay) return clock;
  const day = days < 6 ? ({ weekday: "short" } as const) : ({ day: "numeric", month: "short" } as const);
  return `${new Intl.DateTimeFormat(words.value.locale, day).format(at * 1000)} ${clock}`;
}

/** Date and time of something that is not of today, the time alone of what is. */
export function when(at: number, now: number): string {
  const sameDay = new Date(at * 1000).toDateString() === new Date(now * 1000).toDateString();
  if (sameDay) return words.value.time(at);
  return new Intl.DateTimeFormat(words.value.locale, { dateStyle: "medium", timeStyle: "short" }).format(at * 1000);
}
