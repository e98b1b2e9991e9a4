// Why does nothing come to me? In the words of the router, asked again when what it depends on has changed.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { colleague, waiting } from "../lists";
import type { Session } from "../session";
import { t } from "../words";
import { Empty } from "./Small";

/** What moves on a busy desk is asked about no more often than this: it costs the server a look at the whole queue. */
const PAUSE_MS = 10_000;
/** Rings widen with time alone. */
const AGAIN_MS = 60_000;

interface Answer {
  reason: string;
  sentences: string[];
}

export function Nothing({ session }: { session: Session }): JSX.Element {
  const asked = useRef(0);
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const desk = session.desk.value;
  const me = colleague(desk, session.me.value);
  const state = [
    me?.status,
    me?.load,
    me?.capacity,
    me?.on_shift,
    me?.wraps_up_until,
    ...waiting(desk).map(({ thread }) => thread),
  ].join();
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      asked.current = Date.now();
      try {
        const response = await fetch("/api/v1/nothing");
        if (response.ok && !over) setAnswer((await response.json()) as Answer);
      } catch {
        // What was known stays until the line is back.
      }
    };
    // From the last time, not from the last change: a desk that never rests is asked about too.
    const soon = setTimeout(() => void ask(), Math.max(0, asked.current + PAUSE_MS - Date.now()));
    const again = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      over = true;
      clearTimeout(soon);
      clearInterval(again);
    };
  }, [state]);
  const elsewhere = answer && !["nobody_waits", "soon"].includes(answer.reason);
  return (
    <Empty icon="chat" title={elsewhere ? t("Nothing for you now") : t("All quiet")}>
      <div data-testid="nothing" data-reason={answer?.reason}>
        {(answer?.sentences ?? [t("The next chat comes to you by itself.")]).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </Empty>
  );
}
