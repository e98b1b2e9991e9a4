// How is the log shown? As it grows, announced to a screen reader, without taking away the place where one is reading.
import { Fragment, type JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { earlier } from "../../shared/log";
import { isPlaceholder } from "../frames";
import type { Session } from "../session";
import { Icon } from "../views/icons";
import { t, words } from "../words";
import { Bubble } from "./Bubble";
import { filesOf } from "./files";
import { sentence } from "./lines";
import { type Row, rows } from "./rows";
import { useMark, useReader } from "./useReader";

/** Nearer to the end than this means: following. */
const FOLLOW_PX = 80;

export function LogView({ session, id }: { session: Session; id: string }): JSX.Element {
  const { known } = session;
  const log = known.log(id);
  const list = rows({
    events: log.events,
    acknowledged: known.acknowledged.value.filter((each) => each.thread === id),
    unsent: session.outgoing.unsent.value.filter((each) => each.thread === id),
    uploads: filesOf(session).list.value.filter((each) => each.thread === id),
    readByAgent: known.thread(id)?.read.agent ?? 0,
    delivered: known.thread(id)?.read.delivered ?? 0,
  });
  const typing = known.typing.value[id];
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scroll = useRef({ following: true, top: 0 });
  const [below, setBelow] = useState(false);
  const [fetching, setFetching] = useState(false);
  const last = list.at(-1);
  const reader = useReader(
    session,
    id,
    list.findLast((row) => row.kind === "message"),
  );
  const mark = useMark(session, id, list);
  const mine = last?.kind === "message" && last.mine;

  const toEnd = (): void => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    scroll.current.following = true;
    setBelow(false);
  };
  useLayoutEffect(() => {
    if (scroll.current.following || mine) toEnd();
    else setBelow(true);
  }, [last?.key]);
  // A keyboard opens, a card appears, a message grows: who was at the end stays there.
  useEffect(() => {
    if (!box.current || !content.current) return;
    const observer = new ResizeObserver(() => scroll.current.following && toEnd());
    observer.observe(box.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  const onScroll = (): void => {
    const element = box.current;
    if (!element) return;
    const { scrollTop: top, scrollHeight, clientHeight } = element;
    const atEnd = scrollHeight - top - clientHeight < FOLLOW_PX;
    // Only a hand moves upwards; the end can also move away below one who follows.
    if (atEnd) scroll.current.following = true;
    else if (top < scroll.current.top) scroll.current.following = false;
    scroll.current.top = top;
    if (atEnd) setBelow(false);
  };
  const more = async (): Promise<void> => {
    const element = box.current;
    const from = element ? element.scrollHeight - element.scrollTop : 0;
    setFetching(true);
    await session.history.older(id);
    setFetching(false);
    // What was on the screen stays where it was, with more above it.
    requestAnimationFrame(() => {
      if (element) element.scrollTop = element.scrollHeight - from;
    });
  };

  const entry = (row: Row): JSX.Element | null => {
    if (row.kind === "day") {
      return (
        <p class="day" key={row.key}>
          <span>{words.value.day(row.at, session.now())}</span>
        </p>
      );
    }
    if (row.kind === "message") return <Bubble key={row.key} row={row} session={session} id={id} />;
    const text = sentence(row.event);
    return text ? (
      <p class="line" key={row.key} data-event={row.event.type}>
        {text}
      </p>
    ) : null;
  };

  return (
    <main class="log-box">
      <div
        class="log"
        ref={box}
        role="log"
        aria-label={t("Messages")}
        aria-busy={fetching}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div ref={content}>
          {!isPlaceholder(id) && log.spans.length > 0 && earlier(log) !== undefined && (
            <button type="button" class="quiet-button" disabled={fetching} onClick={more}>
              {t("Show earlier messages")}
            </button>
          )}
          {list.map((row) => {
            if (row.key === mark)
              return (
                <Fragment key={row.key}>
                  <p class="new-mark">
                    <span>{t("New since you were last here")}</span>
                  </p>
                  {entry(row)}
                </Fragment>
              );
            return entry(row);
          })}
          {reader && (
            <p class="reading" data-testid="reading">
              {t("{name} is reading your message", { name: reader })}
            </p>
          )}
          {typing !== undefined && (
            <p class="typing" data-testid="typing">
              <span class="dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              <span class="hidden">
                {typing ? t("{name} is writing…", { name: typing }) : t("The agent is writing…")}
              </span>
            </p>
          )}
        </div>
      </div>
      {below && (
        <button type="button" class="to-end" onClick={toEnd}>
          {t("New messages")}
          <Icon name="down" size={16} />
        </button>
      )}
    </main>
  );
}
