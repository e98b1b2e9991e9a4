// Is the connection gone for longer than anyone would notice, and is it the network that keeps the socket out?
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../session";

/** Most reconnects are over by then; a banner that flashes frightens more than it tells. */
const GRACE_MS = 2_000;
/** Longer than the longest pause between two tries to connect. */
const TRIES_MS = 12_000;

export function useCut(session: Session): boolean {
  const state = session.connection.value;
  const away = state === "offline" || state === "connecting";
  const [long, setLong] = useState(false);
  useEffect(() => {
    // That there is no network is no short interruption, and everybody sees it elsewhere too.
    const known = navigator.onLine === false;
    setLong(away && known);
    if (!away || known) return;
    const timer = setTimeout(() => setLong(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [away]);
  return away && long;
}

/**
 * Do pages of ours come through while the socket does not? A server that restarts answers neither, or soon both: only
 * what has held for longer than all tries to connect take is said. What the site can be asked about comes along, so that
 * one can write before the first connection.
 */
export function useBlocked(session: Session, cut: boolean): boolean {
  const [answers, setAnswers] = useState(0);
  useEffect(() => {
    setAnswers(0);
    if (!cut) return;
    const ask = (): void => void answered(session).then((yes) => setAnswers((before) => (yes ? before + 1 : 0)));
    ask();
    const timer = setInterval(ask, TRIES_MS);
    return () => clearInterval(timer);
  }, [cut]);
  return cut && answers > 2;
}

async function answered(session: Session): Promise<boolean> {
  const { known, site, language } = session;
  const path = known.site.peek() ? "/health/live" : `/api/v1/site?${new URLSearchParams({ site, language })}`;
  try {
    const answer = await fetch(path, { cache: "no-store" });
    if (answer.ok && !known.site.peek()) known.site.value = await answer.json();
    return answer.ok;
  } catch {
    return false;
  }
}
