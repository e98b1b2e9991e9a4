// How does the console send and show files? One set of uploads and addresses for each agent, wired to the session.
import { effect, type Signal, signal } from "@preact/signals";
import { Addresses } from "../shared/files/addresses";
import { openShelf } from "../shared/files/shelf";
import { isBehind, type Upload, Uploads } from "../shared/files/uploads";
import type { Around } from "../shared/files/views";
import { explain } from "./errors";
import type { Session } from "./session";
import { t, words } from "./words";

export interface Files extends Around {
  list: Signal<readonly Upload[]>;
}

const known = new WeakMap<Session, Files>();

/** What the browser's database of an agent's files on their way is called: two people may share a browser. */
const shelfOf = (agent: string): string => `switchboard:console:${agent}:files`;

export function filesOf(session: Session): Files {
  let files = known.get(session);
  if (!files) {
    files = make(session);
    known.set(session, files);
  }
  return files;
}

/** Signing out on purpose: nothing is left behind for the next person at this device. */
export function forgetFiles(session: Session): void {
  known.get(session)?.uploads.end();
  try {
    indexedDB.deleteDatabase(shelfOf(session.me.peek()));
  } catch {
    // Denied: then nothing lies there.
  }
}

function make(session: Session): Files {
  const list: Signal<readonly Upload[]> = signal([]);
  // The session's cookie goes along by itself.
  const headers = (): Record<string, string> => ({});
  const uploads = new Uploads({
    shelf: openShelf(shelfOf(session.me.peek())),
    headers,
    // What is held to be undone, or not acknowledged yet, was written first.
    ready: (upload) =>
      session.connection.peek() === "online" &&
      !isBehind(upload, [...session.writing.held.peek(), ...session.outgoing.unsent.peek()]),
    changed: (items) => {
      list.value = items;
    },
  });
  effect(() => {
    void [session.writing.held.value, session.outgoing.unsent.value];
    if (session.connection.value === "online") uploads.go();
  });
  effect(() => {
    if (!list.value.length) return;
    const arrived = Object.values(session.known.logs.value).flatMap((log) =>
      log.events.map((event) => event.client_id),
    );
    for (const { client_id } of list.value) if (arrived.includes(client_id)) uploads.drop(client_id);
  });
  void uploads.restore();
  return { list, uploads, addresses: new Addresses(headers), words, t, explain };
}
