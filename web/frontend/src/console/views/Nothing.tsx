// Why does nothing come to me? In the words of the router, asked again when what it depends on has changed.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { colleague, waiting } from "../lists";
import type { Session } from "../session";
import { t } from "../words";
import { Empty } from "./Small";

/** Of a queue that moves without rest it is asked ever more rarely, since each answer is a look at the whole queue; after
 * a calm moment, at once again. */
const LEAST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 10_000;
/** When it was not said what time alone changes. */
const AGAIN_MS = 60_000;

/** Reasons that lie in oneself, whoever waits. */
const OF_THE_PERSON = new Set(["away", "off_duty", "no_capacity", "full", "wrap_up"]);

interface Answer {
  reason: string;
  sentences: string[];
  /** Seconds after which another answer may be true though nothing on the desk has moved: a ring, the end of a hold. */
  changes_in?: number | null;
}

export function Nothing({ session }: { session: Session }): JSX.Element {
  const asked = useRef({ at: Number.NEGATIVE_INFINITY, pause: LEAST_PAUSE_MS, number: 0, own: "" });
  const shown = useRef(0);
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const desk = session.desk.value;
  const me = colleague(desk, session.me.value);
  const queue = waiting(desk).map(({ thread }) => thread);
  // What one changes oneself: the answer beside it follows at once.
  const own = [me?.status, me?.load, me?.capacity, me?.on_shift, me?.wraps_up_until].join();
  const online = session.connection.value === "online";
  useEffect(() => {
    const last = asked.current;
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const ask = async (): Promise<void> => {
      last.own = own;
      last.pause = Date.now() - last.at > MOST_PAUSE_MS ? LEAST_PAUSE_MS : Math.min(MOST_PAUSE_MS, last.pause * 2);
      last.at = Date.now();
      const number = ++last.number;
      let changesIn: number | undefined;
      try {
        const response = await fetch("/api/v1/nothing");
        const found = response.ok ? ((await response.json()) as Answer) : undefined;
        // An answer to what was asked earlier, which came later, is an older truth.
        if (found && number > shown.current) {
          shown.current = number;
          setAnswer(found);
        }
        changesIn = found?.changes_in ?? undefined;
      } catch {
        // What was known stays until the line is back.
      }
      if (number === last.number) wait(Math.min(AGAIN_MS, 1_000 * (changesIn ?? AGAIN_MS)));
    };
    const wait = (ms: number): void => {
      if (over) return;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), ms);
    };
    wait(own === last.own ? Math.max(0, last.at + last.pause - Date.now()) : 0);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [own, queue.join(), online]);
  // Until the next answer, nothing that the lists beside it contradict.
  const stale = answer && !OF_THE_PERSON.has(answer.reason) && (answer.reason === "nobody_waits") === queue.length > 0;
  const told = answer && !stale ? answer : undefined;
  const quiet = told ? ["nobody_waits", "soon"].includes(told.reason) : !queue.length;
  return (
    <Empty icon="chat" title={quiet ? t("All quiet") : t("Nothing for you now")}>
      <div data-testid="nothing" data-reason={told?.reason}>
        {(told?.sentences ?? [t("The next chat comes to you by itself.")]).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </Empty>
  );
}
