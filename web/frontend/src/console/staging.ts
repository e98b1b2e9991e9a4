// On what do the tests of the views stand? An empty page, and a session that nobody has answered yet.
import { openStore, type Store } from "../shared/storage";
import { Session } from "./session";

/** A place to draw in; what was on the page before is gone. */
export function emptyPlace(): HTMLElement {
  document.body.innerHTML = "<div></div>";
  return document.body.firstElementChild as HTMLElement;
}

export function newSession(store: Store = openStore("test:")): Session {
  return new Session({ config: { socket: "ws://test/", signIn: "/", language: "en" }, store, arrived: () => {} });
}
