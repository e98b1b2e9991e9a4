// Who is reading now, and what has come since the customer was last here?
import { useEffect, useRef, useState } from "preact/hooks";
import type { Session } from "../session";
import type { Row } from "./rows";

/** Longer than this nobody reads a message; then they have read it. */
const READING_MS = 20_000;

/** The agent's name while they read the customer's newest words; empty otherwise. */
export function useReader(session: Session, id: string, last: Row | undefined): string {
  const thread = session.known.thread(id);
  const read = last?.kind === "message" && last.mine && last.status === "read" ? last.key : "";
  const before = useRef(read);
  const [reading, setReading] = useState("");
  useEffect(() => {
    // What had been read when the widget was opened is not being read now.
    if (read === before.current) return;
    before.current = read;
    setReading(read);
    const timer = setTimeout(() => setReading(""), READING_MS);
    return () => clearTimeout(timer);
  }, [read]);
  const here =
    thread?.chat.state === "active" && reading !== "" && reading === read && !(id in session.known.typing.value);
  return here ? (thread?.chat.agent?.name ?? "") : "";
}

/** The key of the first message that came while the customer was away: it stays marked while the thread is open. */
export function useMark(session: Session, id: string, list: readonly Row[]): string {
  const from = useRef<number | undefined>(undefined);
  const thread = session.known.thread(id);
  if (from.current === undefined && thread) from.current = thread.read.customer ?? 0;
  const since = from.current ?? 0;
  // Of a thread that is read for the first time everything would be new.
  if (!since) return "";
  const first = session.known.log(id).events.find((event) => event.seq > since && event.by.kind === "agent");
  if (!first) return "";
  const key = first.client_id || `seq.${first.seq}`;
  const place = list.findIndex((row) => row.key === key);
  // Only what was there already when the customer came back: a running conversation needs no mark.
  const wrote = list.slice(0, place).some((row) => row.kind === "message" && row.mine && row.at > opened(session));
  return place < 0 || wrote || (list[place]?.at ?? 0) > opened(session) ? "" : key;
}

const loaded = performance.now();
/** When this page began, by the server's clock like all times in the log: the device's own may be years away. */
const opened = (session: Session): number => session.now() - (performance.now() - loaded) / 1000;
