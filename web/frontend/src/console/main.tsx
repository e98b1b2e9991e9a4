// What happens when the console's page has loaded? The parts are put together here and nowhere else.
import "./styles/index.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { Chime } from "../shared/chime";
import { openStore } from "../shared/storage";
import { readConfig } from "./config";
import { Idle } from "./idle";
import { KEYS, listen } from "./keys";
import { customerName, languageName } from "./names";
import { Notices } from "./notices";
import { Screen } from "./screen";
import { Session } from "./session";
import { type SoundEvent, Sounds } from "./sounds";
import { App } from "./views/App";
import { topicOf } from "./views/rows";
import { Watched } from "./watched";
import { speak, t, words } from "./words";

const config = readConfig();
const store = openStore("switchboard:console:");
const chime = new Chime(store);
const notices = new Notices(store);
/** A sound, and what the desktop shows while nobody looks; nothing is moved or focused by it. */
const tell = (event: SoundEvent, words: string, thread: string): void => {
  sounds.play(event);
  screen.said.value = words;
  notices.show(words, thread, () => screen.open(thread));
};
const session = new Session({
  config,
  store,
  tab: openStore("switchboard:console:", () => sessionStorage),
  arrived: ({ customer, thread, language, topic: slug }) => {
    const said = t("New chat: {name}, {language}, {topic}", {
      name: customerName(customer, thread),
      language: languageName(language),
      topic: topicOf(session, slug),
    });
    tell("chat", said, thread);
  },
  replied: (thread) => {
    const name = customerName(session.known.threads.value[thread]?.customer ?? {}, thread);
    tell("message", t("{name} has written", { name }), thread);
  },
  whispered: ({ by, text, thread }) => {
    tell("note", t("Note from {name}: {text}", { name: by, text }), thread);
  },
  mentioned: ({ by, customer, thread }) => {
    sounds.play("note");
    screen.said.value = t("{by} names you in a note about {name}", { by, name: customerName(customer, thread) });
  },
  invited: ({ by, customer, thread }) => {
    tell(
      "offer",
      t("{by} asks for your help in the chat with {name}", { by, name: customerName(customer, thread) }),
      thread,
    );
  },
  askedOver: ({ by, customer, thread, note }) => {
    const name = customerName(customer, thread);
    tell("offer", t("{by} asks you to take over the chat with {name}. {note}", { by, name, note: note ?? "" }), thread);
  },
  offered: ({ customer, thread, language, topic: slug, expires_at }) => {
    const said = t(
      "Chat offered: {name}, {language}, {topic}. {seconds} seconds to answer: {accept} accepts, {decline} declines.",
      {
        name: customerName(customer, thread),
        language: languageName(language),
        topic: topicOf(session, slug),
        seconds: Math.max(0, Math.round(expires_at - session.now())),
        accept: KEYS.accept,
        decline: KEYS.decline,
      },
    );
    tell("offer", said, thread);
  },
});
const sounds = new Sounds(
  chime,
  () => session.writing.preferences.peek(),
  () => notices.quiet,
);
const screen = new Screen(session);
const watched = new Watched(session);
watched.follow();

void speak([config.language, ...navigator.languages].filter(Boolean));
const idle = new Idle(session, store);
idle.listen();
listen(session, screen);
session.start();
// Leaving the page sends what could still be undone. Coming back to it, another browser may have gone on writing.
addEventListener("pagehide", () => session.writing.release());
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") session.writing.drafts?.flushAll();
  else if (session.welcome.value) void session.writing.readDrafts();
});

/** A link to a conversation, as the office's pages have them. */
const linked = /^#([\w-]{1,64})$/.exec(location.hash)?.[1];
if (linked) history.replaceState(null, "", location.pathname);
effect(() => {
  if (linked && session.welcome.value && !session.current.peek()) screen.open(linked);
});
effect(() => {
  const count = session.wanting.value;
  document.title = count ? `(${words.value.number(count)}) Switchboard` : "Switchboard";
});
effect(() => {
  if (session.stopped.value === "signed_out" || session.stopped.value === "session_invalid") {
    location.assign(config.signIn);
  }
});

const app = document.getElementById("app");
if (app)
  render(
    <App
      session={session}
      screen={screen}
      chime={chime}
      watched={watched}
      idle={idle}
      notices={notices}
      sounds={sounds}
    />,
    app,
  );
