// What is around every view: the state of the connection, where the focus goes, and which view is shown.
import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../shared/storage";
import type { Route } from "../route";
import type { Session } from "../session";
import { words } from "../words";
import { Banner } from "./Banner";
import { Home } from "./Home";
import { Later } from "./Later";
import { Refusal } from "./Refusal";

export interface ViewProps {
  session: Session;
  route: Route;
  /** Is the customer looking? */
  open: Signal<boolean>;
  store: Store;
  /** Absent when the page stands by itself, as in an app's web view. */
  close: (() => void) | undefined;
}

export function App(props: ViewProps): JSX.Element {
  const { session, route, open, store, close } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = route.view.value;

  // Focus goes with the view, so that a keyboard or a screen reader is where the eye is.
  useEffect(() => {
    if (open.value) box.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus({ preventScroll: true });
  }, [view.at, open.value]);

  // Escape closes the widget wherever the focus is; a menu or a dialog that is open takes it for itself.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) close?.();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [close]);

  return (
    <div class="app" ref={box} data-view={view.at} lang={words.value.language} dir={words.value.dir}>
      {session.stopped.value ? (
        <Refusal {...props} />
      ) : view.at === "home" ? (
        <Home {...props} />
      ) : view.at === "topic" ? (
        <Later {...props} topic={view.topic} />
      ) : (
        <Later {...props} id={view.thread} key={view.key} />
      )}
      <Banner session={session} durable={store.durable} />
    </div>
  );
}
