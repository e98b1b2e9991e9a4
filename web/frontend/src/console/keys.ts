// Which keys do what, wherever the focus is? Alt with a letter, so that they work while writing.
import { allowed } from "./actions";
import type { Dialog, List, Screen } from "./screen";
import type { Session } from "./session";

/** As a person reads it, and as assistive technology is told. */
export const KEYS = {
  resolve: "Alt+R",
  transfer: "Alt+T",
  escalate: "Alt+K",
  abuse: "Alt+B",
  invite: "Alt+I",
  reopen: "Alt+O",
  why: "Alt+Y",
  note: "Alt+N",
  message: "Alt+M",
  replies: "Alt+Q",
  undo: "Alt+Z",
  attach: "Alt+U",
  accept: "Alt+A",
  decline: "Alt+D",
  previous: "Alt+ArrowUp",
  next: "Alt+ArrowDown",
  mine: "Alt+1",
  waiting: "Alt+2",
  tickets: "Alt+3",
  team: "Alt+4",
  all: "Alt+5",
  search: "Alt+S",
  wall: "Alt+W",
  composer: "Alt+C",
  palette: "Control+K",
  shortcuts: "?",
} as const;

const DIALOGS: Record<string, Dialog & keyof ReturnType<typeof allowed>> = {
  KeyR: "resolve",
  KeyT: "transfer",
  KeyK: "escalate",
  KeyB: "abuse",
  KeyI: "invite",
  KeyO: "reopen",
  KeyY: "why",
};

const LISTS: Record<string, List | "mine"> = {
  Digit1: "mine",
  Digit2: "waiting",
  Digit3: "tickets",
  Digit4: "team",
  Digit5: "all",
};

/** Handles one key; false when it means nothing here. */
export function press(event: KeyboardEvent, session: Session, screen: Screen): boolean {
  if (event.isComposing || screen.dialog.value) return false;
  if (event.altKey) return !event.ctrlKey && !event.metaKey && withAlt(event, session, screen);
  // Command on a Mac. By letter: whoever has moved the letters has moved this one too.
  if (event.ctrlKey !== event.metaKey && !event.shiftKey && event.key.toLowerCase() === "k") screen.ask("palette");
  else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !writes(event.target)) screen.ask("shortcuts");
  else return false;
  return true;
}

function withAlt(event: KeyboardEvent, session: Session, screen: Screen): boolean {
  // By place on the keyboard: on some, Alt with a letter is another letter.
  const offer = session.offers.value[0] ?? session.handovers.value[0];
  const dialog = DIALOGS[event.code];
  const list = LISTS[event.code];
  if (dialog && allowed(session, session.current.value)[dialog]) screen.ask(dialog);
  else if (event.code === "KeyQ" && session.known.threads.value[session.current.value]) screen.ask("replies");
  else if (event.code === "KeyZ") session.writing.undo(session.current.value);
  else if (event.code === "KeyU") push("attach");
  else if (event.code === "KeyA" && offer) push("offer-accept");
  else if (event.code === "KeyD" && offer) screen.decline(offer.thread);
  else if (event.code === "ArrowDown") screen.step(1);
  else if (event.code === "ArrowUp") screen.step(-1);
  else if (event.code === "KeyC" && session.current.value) screen.enter();
  else if (event.code === "KeyW" && session.leads.value) screen.toWall();
  else if (event.code === "KeyS") screen.search();
  else if (list && (list !== "all" || session.leads.value)) screen.goTo(list);
  else return false;
  return true;
}

/** By its own button or link, so that what the server says is shown where it was asked, and an address stands once. */
export function push(testid: string): void {
  document.querySelector<HTMLElement>(`[data-testid=${testid}]`)?.click();
}

/** Whether a key is a letter there. */
function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

export function listen(session: Session, screen: Screen): void {
  addEventListener("keydown", (event) => {
    if (press(event, session, screen)) event.preventDefault();
  });
}
