// What can be done from here, by name? The palette offers it, and the list of shortcuts shows what has a key.
import { allowed } from "./actions";
import { KEYS, push } from "./keys";
import { active, team, tickets, waiting } from "./lists";
import { customerName, languageName, standingName, stateOfTicket, statusName } from "./names";
import type { Dialog, List, Screen } from "./screen";
import type { Session } from "./session";
import { t } from "./words";

export type Group = "action" | "go" | "chat" | "ticket" | "person";

export interface Command {
  id: string;
  group: Group;
  name: string;
  /** What tells two of the same name apart; searched too. */
  about?: string;
  /** As `KEYS` has it. */
  key?: string;
  run(): void;
}

/** More than fits on a screen is found by typing on. */
export const SHOWN = 60;

/** Everything that can be done now, in the order in which it is offered before anything is typed. */
export function commands(session: Session, screen: Screen): Command[] {
  return [
    ...offered(session, screen),
    ...onThread(session, screen),
    ...places(session, screen),
    ...statuses(),
    ...general(session, screen),
    ...chats(session, screen),
    ...people(session, screen),
  ];
}

function offered(session: Session, screen: Screen): Command[] {
  const offer = session.offers.value[0] ?? session.handovers.value[0];
  if (!offer) return [];
  const about = customerName(offer.customer, offer.thread);
  return [
    {
      id: "accept",
      group: "action",
      name: t("Accept the offered chat"),
      about,
      key: KEYS.accept,
      run: () => push("offer-accept"),
    },
    {
      id: "decline",
      group: "action",
      name: t("Decline the offered chat"),
      about,
      key: KEYS.decline,
      run: () => screen.decline(offer.thread),
    },
  ];
}

function onThread(session: Session, screen: Screen): Command[] {
  const thread = session.current.value;
  const may = allowed(session, thread);
  const act = (dialog: Dialog & keyof typeof may, name: string, key: string): Command[] =>
    may[dialog] ? [{ id: dialog, group: "action", name, key, run: () => screen.ask(dialog) }] : [];
  return [
    ...act("resolve", t("Resolve"), KEYS.resolve),
    ...act("transfer", t("Transfer"), KEYS.transfer),
    ...act("escalate", t("Make a ticket"), KEYS.escalate),
    ...act("reopen", t("Open again"), KEYS.reopen),
    ...act("invite", t("Invite a colleague"), KEYS.invite),
    ...act("abuse", t("Against abuse"), KEYS.abuse),
    ...act("why", t("Why this chat?"), KEYS.why),
  ];
}

function places(session: Session, screen: Screen): Command[] {
  const go = (list: List | "mine", name: string, key: string): Command => ({
    id: `go-${list}`,
    group: "go",
    name,
    key,
    run: () => screen.goTo(list),
  });
  return [
    ...(session.mine.value.length > 1
      ? [
          { id: "next", group: "go", name: t("Next chat of mine"), key: KEYS.next, run: () => screen.step(1) } as const,
          {
            id: "previous",
            group: "go",
            name: t("Previous chat of mine"),
            key: KEYS.previous,
            run: () => screen.step(-1),
          } as const,
        ]
      : []),
    { id: "search", group: "go", name: t("Search conversations"), key: KEYS.search, run: () => screen.search() },
    go("mine", t("Go to: my chats"), KEYS.mine),
    go("waiting", t("Go to: waiting"), KEYS.waiting),
    go("tickets", t("Go to: tickets"), KEYS.tickets),
    go("team", t("Go to: team"), KEYS.team),
    ...(session.leads.value
      ? [
          go("all", t("Go to: all active chats"), KEYS.all),
          { id: "wall", group: "go", name: t("Go to: the wall"), key: KEYS.wall, run: () => screen.toWall() } as const,
        ]
      : []),
    ...(session.current.value
      ? [
          {
            id: "composer",
            group: "go",
            name: t("Go to: the answer"),
            key: KEYS.composer,
            run: () => screen.enter(),
          } as const,
        ]
      : []),
  ];
}

function statuses(): Command[] {
  return (["available", "away", "offline"] as const).map((status) => ({
    id: `status-${status}`,
    group: "action",
    name: t("Set my status: {status}", { status: statusName(status) }),
    run: () => push(`status-${status}`),
  }));
}

function general(session: Session, screen: Screen): Command[] {
  return [
    {
      id: "shortcuts",
      group: "action",
      name: t("Keyboard shortcuts"),
      key: KEYS.shortcuts,
      run: () => screen.ask("shortcuts"),
    },
    {
      id: "notices",
      group: "action",
      name: t("Notifications, sounds and quiet hours"),
      run: () => screen.ask("notices"),
    },
    { id: "profile", group: "go", name: t("My profile and password"), run: () => push("me") },
    ...(session.leads.value
      ? [{ id: "office", group: "go", name: t("Reports and settings"), run: () => push("to-office") } as const]
      : []),
    { id: "sign-out", group: "action", name: t("Sign out"), run: () => screen.ask("sign-out") },
  ];
}

function chats(session: Session, screen: Screen): Command[] {
  const desk = session.desk.value;
  const own = session.mine.value;
  const seen = [...own, ...waiting(desk), ...(session.leads.value ? active(desk) : [])];
  const found = new Map<string, Command>();
  for (const { thread, customer, language, state, agent } of seen) {
    if (found.has(thread)) continue;
    const stands = state === "waiting" ? t("Waiting") : agent === session.me.value ? t("With you") : t("Active");
    found.set(thread, {
      id: `chat-${thread}`,
      group: "chat",
      name: customerName(customer, thread),
      about: [stands, languageName(language)].filter(Boolean).join(" · "),
      run: () => screen.open(thread),
    });
  }
  const cases = tickets(desk, session.now()).map(
    (ticket): Command => ({
      id: `ticket-${ticket.number}`,
      group: "ticket",
      name: `#${ticket.number} ${ticket.subject}`.trim(),
      about: [customerName(ticket.customer, ticket.thread), stateOfTicket(ticket.state)].join(" · "),
      run: () => screen.open(ticket.thread),
    }),
  );
  return [...found.values(), ...cases];
}

function people(session: Session, screen: Screen): Command[] {
  return team(session.desk.value).map((one) => ({
    id: `person-${one.id}`,
    group: "person",
    name: one.name,
    about: [standingName(one), ...Object.keys(one.languages).map(languageName)].join(" · "),
    run: () => screen.goTo("team", one.id),
  }));
}

/**
 * Those that match what was typed, the best first: every word must be found somewhere, a name that begins with it before
 * one that only contains it, the name before what is said about it. Equals keep their order.
 */
export function matching(all: readonly Command[], typed: string): Command[] {
  const wanted = fold(typed).split(/\s+/u).filter(Boolean);
  if (!wanted.length) return all.slice(0, SHOWN);
  const ranked: [number, Command][] = [];
  for (const command of all) {
    const points = wanted.map((word) => rank(word, command));
    if (points.every((each) => each > 0)) ranked.push([points.reduce((a, b) => a + b), command]);
  }
  return ranked
    .sort(([a], [b]) => b - a)
    .slice(0, SHOWN)
    .map(([, command]) => command);
}

function rank(word: string, { name, about = "" }: Command): number {
  const called = fold(name);
  if (called.startsWith(word)) return 4;
  if (called.split(/[\s:]+/u).some((part) => part.startsWith(word))) return 3;
  if (called.includes(word)) return 2;
  return fold(about).includes(word) ? 1 : 0;
}

/** Without accents and case: "José" is found by "jose". */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
