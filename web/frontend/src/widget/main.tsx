// What happens when the frame page has loaded? The parts are put together here and nowhere else.
import "./styles/index.css";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import type { ToFrame } from "../loader/bridge";
import { openStore } from "../shared/storage";
import { openBridge } from "./bridge";
import { readConfig } from "./config";
import { Route } from "./route";
import { Session } from "./session";
import { force, paint } from "./theme";
import { App } from "./views/App";
import { fetchConversation } from "./views/Later";
import { speak, t } from "./words";

const config = readConfig();
paint(config.theme.color);
force(config.theme.scheme);
const store = openStore(`switchboard:${config.site}:`);
const bridge = openBridge(config.origins, heard);
const session = new Session({ config, store, tell: bridge.send });
/** Is the customer looking at the widget? Only then is anything "seen". */
const open = signal(!bridge.embedded);
const route = new Route(session);

/** A host's server that does not answer must not keep the customer waiting: then the identity follows later. */
const SIGNING_MS = 4_000;
let signing: ReturnType<typeof setTimeout> | undefined;
let wanted = false;

function connect(): void {
  wanted = true;
  if (!signing) session.start();
}

function signed(): void {
  clearTimeout(signing);
  signing = undefined;
  if (wanted) session.start();
}

function heard(message: ToFrame): void {
  switch (message.do) {
    case "init":
      session.host.settings = message.settings;
      session.host.page = message.page;
      // The host page's memory outlives that of the frame; an empty one there does not mean that there is none here.
      session.token = message.token || session.token;
      language();
      signing = message.signs ? setTimeout(signed, SIGNING_MS) : undefined;
      // A customer with something open hears of an answer even while the widget is closed.
      if (message.open || message.token) connect();
      session.forgetful.value = !store.durable && message.forgets;
      open.value = message.open;
      break;
    case "identity":
      void session.identify(message.identity || "");
      language();
      signed();
      break;
    case "set":
      session.set(message.settings);
      language();
      break;
    case "page":
      session.moved(message.page);
      break;
    case "look":
      open.value = message.open;
      if (message.open) connect();
      break;
    case "reset":
      route.home();
      void session.forget();
  }
}

function language(): void {
  // The host page knows best, then the identity, then the browser; the server only guesses.
  void speak(
    [
      session.host.settings.language ?? "",
      session.identity.claim("language"),
      ...navigator.languages,
      config.language,
    ].filter(Boolean),
  );
}

language();
if (!bridge.embedded) {
  session.forgetful.value = !store.durable;
  session.start();
}
effect(() => bridge.send({ do: "event", name: "unread", data: open.value ? 0 : session.known.unread.value }));
effect(() => {
  document.title = session.known.welcome.value?.site.name ?? t("Chat with us");
});

const app = document.getElementById("app");
if (app)
  render(
    <App session={session} route={route} open={open} store={store} close={bridge.embedded ? hide : undefined} />,
    app,
  );

(window.requestIdleCallback ?? setTimeout)(() => void fetchConversation().then(() => force(config.theme.scheme)));

function hide(): void {
  bridge.send({ do: "close" });
}
