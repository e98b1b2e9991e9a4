// Which keys do what, wherever the focus is? Alt with a letter, so that they work while writing.
import { allowed } from "./actions";
import type { Dialog, Screen } from "./screen";
import type { Session } from "./session";

/** As a person reads it, and as assistive technology is told. */
export const KEYS = {
  resolve: "Alt+R",
  transfer: "Alt+T",
  escalate: "Alt+K",
  why: "Alt+Y",
  note: "Alt+N",
  replies: "Alt+S",
  undo: "Alt+Z",
  accept: "Alt+A",
  decline: "Alt+D",
  previous: "Alt+ArrowUp",
  next: "Alt+ArrowDown",
} as const;

const DIALOGS: Record<string, Dialog & keyof ReturnType<typeof allowed>> = {
  KeyR: "resolve",
  KeyT: "transfer",
  KeyK: "escalate",
  KeyY: "why",
};

export function listen(session: Session, screen: Screen): void {
  addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing || screen.dialog.value) return;
    // By place on the keyboard: on some, Alt with a letter is another letter.
    const offer = session.offers.value[0];
    const dialog = DIALOGS[event.code];
    if (dialog && allowed(session, session.current.value)[dialog]) screen.ask(dialog);
    // By its own button, so that what the server says is shown where it was asked.
    else if (event.code === "KeyS" && session.known.threads.value[session.current.value]) screen.ask("replies");
    else if (event.code === "KeyZ") session.writing.undo(session.current.value);
    else if (event.code === "KeyA" && offer) document.querySelector<HTMLElement>("[data-testid=offer-accept]")?.click();
    else if (event.code === "KeyD" && offer) screen.decline(offer.thread);
    else if (event.code === "ArrowDown") screen.step(1);
    else if (event.code === "ArrowUp") screen.step(-1);
    else return;
    event.preventDefault();
  });
}
