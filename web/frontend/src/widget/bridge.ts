// How does the frame talk with the host page around it? Only with a window of an allowed origin, and only to that origin.
import type { Envelope, ToFrame, ToHost } from "../loader/bridge";

export interface Bridge {
  /** False when the frame page was opened by itself, as in an app's web view. */
  readonly embedded: boolean;
  send(message: ToHost): void;
}

export function openBridge(
  origins: readonly string[],
  heard: (message: ToFrame) => void,
  here: Window = window,
): Bridge {
  const host = here.parent;
  if (host === here) return { embedded: false, send: () => {} };
  let partner = "";
  here.addEventListener("message", (event: MessageEvent<Envelope<ToFrame>>) => {
    const message = event.data?.switchboard;
    if (event.source !== host || !origins.includes(event.origin) || !message) return;
    // Only init opens the conversation; a host that navigated away and back is initialised anew.
    if (message.do === "init") partner = event.origin;
    if (event.origin !== partner) return;
    heard(message);
    if (message.do === "init") send({ do: "event", name: "ready", data: null });
  });
  const send = (message: ToHost): void => {
    if (partner) host.postMessage({ switchboard: message } satisfies Envelope<ToHost>, partner);
  };
  return { embedded: true, send };
}
