// How does the widget send and show files? One set of uploads and addresses for each session, wired to what it knows.
import { effect, type Signal, signal } from "@preact/signals";
import { Addresses } from "../../shared/files/addresses";
import { openShelf } from "../../shared/files/shelf";
import { isBehind, type Upload, Uploads } from "../../shared/files/uploads";
import type { Around } from "../../shared/files/views";
import { isPlaceholder } from "../frames";
import { type Session, shelfOf } from "../session";
import { t, words } from "../words";
import { explain } from "./errors";

export interface Files extends Around {
  list: Signal<readonly Upload[]>;
}

const known = new WeakMap<Session, Files>();

export function filesOf(session: Session): Files {
  let files = known.get(session);
  if (!files) {
    files = make(session);
    known.set(session, files);
  }
  return files;
}

function make(session: Session): Files {
  const list: Signal<readonly Upload[]> = signal([]);
  const headers = (): Record<string, string> => ({ Authorization: `Bearer ${session.token}` });
  const uploads = new Uploads({
    shelf: openShelf(shelfOf(session.site)),
    headers,
    ready: (upload) =>
      session.connection.peek() === "online" &&
      !isPlaceholder(upload.thread) &&
      !isBehind(upload, session.outgoing.unsent.peek()),
    now: () => session.now() * 1000,
    changed: (items) => {
      list.value = items;
    },
  });
  effect(() => {
    void session.outgoing.unsent.value;
    if (session.connection.value === "online") uploads.go();
  });
  // The log says what has arrived, and what a first message of an earlier page has become.
  effect(() => {
    const waiting = list.value;
    if (!waiting.length) return;
    for (const { thread } of waiting) {
      const made = session.outgoing.made.value[thread];
      if (made) uploads.rename(thread, made);
    }
    for (const [thread, log] of Object.entries(session.known.logs.value)) {
      for (const { client_id } of log.events) {
        if (!client_id) continue;
        if (waiting.some((each) => each.client_id === client_id)) uploads.drop(client_id);
        if (waiting.some((each) => each.thread === `new.${client_id}`)) uploads.rename(`new.${client_id}`, thread);
      }
    }
  });
  void uploads.restore();
  return { list, uploads, addresses: new Addresses(headers), words, t, explain };
}
