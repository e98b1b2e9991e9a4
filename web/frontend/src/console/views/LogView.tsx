// How is a thread's history shown? Grown from below, older pages from above, never moved under the reader's eyes.
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { earlier } from "../../shared/log";
import { type EventOf, isEvent } from "../../shared/protocol";
import { filesOf } from "../files";
import { lineIcon, remark, sentence } from "../lines";
import { customerName } from "../names";
import { type Row, rows } from "../rows";
import type { Session } from "../session";
import { t, words } from "../words";
import { Hidden } from "./Hidden";
import { Icon } from "./icons";
import { Message } from "./Message";
import { topicOf } from "./rows";

/** Nearer to the end than this means: following. */
const FOLLOW_PX = 80;
/** Nearer to the start than this: the next older page is fetched. */
const OLDER_PX = 240;

export function LogView({ session, id }: { session: Session; id: string }): JSX.Element {
  const { known } = session;
  const log = known.log(id);
  const thread = known.threads.value[id];
  const list = rows({
    me: session.me.value,
    events: log.events,
    acknowledged: known.acknowledged.value.filter((each) => each.thread === id),
    unsent: session.outgoing.unsent.value.filter((each) => each.thread === id),
    held: session.writing.held.value.filter((each) => each.thread === id),
    uploads: filesOf(session).list.value.filter((each) => each.thread === id),
    readByCustomer: thread?.read.customer ?? 0,
  });
  const writers = known.typing.value[id];
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const fetching = useRef(false);
  const [below, setBelow] = useState(false);
  const last = list.at(-1);
  const first = log.events[0]?.seq;
  const kept = useRef({ first, height: 0 });

  const toEnd = (): void => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    following.current = true;
    setBelow(false);
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { first: before, height } = kept.current;
    // Older events came in above: what was on the screen stays where it was.
    if (before !== undefined && first !== undefined && first < before)
      element.scrollTop += element.scrollHeight - height;
    // A picture has taken the place of its upload: who was at the end stays there.
    else if (following.current) element.scrollTop = element.scrollHeight;
    kept.current = { first, height: element.scrollHeight };
  });
  useLayoutEffect(() => {
    const own = last && (last.kind === "message" || last.kind === "note") && last.side === "me";
    if (following.current || own) toEnd();
    else setBelow(true);
  }, [last?.key, writers?.customer]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => following.current && toEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useSeen(session, id, log.spans.at(-1)?.upto ?? 0, () => following.current);

  const onScroll = async (): Promise<void> => {
    const element = box.current;
    if (!element) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < FOLLOW_PX;
    if (following.current) {
      setBelow(false);
      if (document.hasFocus()) session.seen(id);
    }
    if (element.scrollTop > OLDER_PX || fetching.current || earlier(log) === undefined) return;
    fetching.current = true;
    await session.older(id);
    fetching.current = false;
  };

  return (
    <div class="log-box">
      <div
        class="log"
        ref={box}
        role="log"
        aria-label={t("Messages")}
        data-testid="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it keys cannot scroll (WCAG 2.1.1; axe: scrollable-region-focusable)
        tabIndex={0}
        onScroll={onScroll}
      >
        {log.spans.length > 0 && earlier(log) !== undefined && (
          <p class="log-more">
            <button type="button" class="quiet" onClick={() => void session.older(id)}>
              {t("Show earlier messages")}
            </button>
          </p>
        )}
        {list.map((row) => (
          <Entry key={row.key} row={row} session={session} id={id} />
        ))}
        {writers?.customer && (
          <p class="typing" data-testid="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span>{t("{name} is writing…", { name: thread ? customerName(thread.customer, id) : "" })}</span>
          </p>
        )}
      </div>
      {below && (
        <button type="button" class="to-end" onClick={toEnd}>
          {t("New messages")}
          <Icon name="down" size={15} />
        </button>
      )}
    </div>
  );
}

function Entry({ row, session, id }: { row: Row; session: Session; id: string }): JSX.Element | null {
  if (row.kind === "day") {
    return (
      <p class="day">
        <span>{words.value.day(row.at, session.now())}</span>
      </p>
    );
  }
  if (row.kind !== "line") return <Message row={row} session={session} id={id} />;
  const said = sentence(row.event, session.me.value, (slug) => topicOf(session, slug));
  if (!said) return null;
  const added = remark(row.event);
  return (
    <div class="line" data-event={row.event.type} data-testid="line">
      <p>
        <Icon name={lineIcon(row.event)} size={14} />
        <span>{said}</span>
        <time dateTime={new Date(row.at * 1000).toISOString()}>{words.value.time(row.at)}</time>
      </p>
      {isEvent(row.event, "queued") && row.event.body.fields && (
        <Filled session={session} id={id} seq={row.event.seq} fields={row.event.body.fields} />
      )}
      {added && (
        <p class="line-remark" dir="auto">
          {added}
        </p>
      )}
    </div>
  );
}

type Fields = NonNullable<EventOf<"queued">["body"]["fields"]>;

/** What the topic asked for; a transaction is shown whole by a press alone. */
function Filled({
  session,
  id,
  seq,
  fields,
}: {
  session: Session;
  id: string;
  seq: number;
  fields: Fields;
}): JSX.Element {
  return (
    <dl class="line-remark line-fields">
      {fields.map(({ name, label, value, sensitive, lacking }) => (
        <div key={name}>
          <dt dir="auto">{label}</dt>
          <dd dir="auto">
            {lacking ? (
              t("The customer does not have it")
            ) : sensitive ? (
              <Hidden session={session} thread={id} field={`field:${seq}:${name}`} name={label} short={value} />
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What is before the agent's eyes has been read: the end is on the screen, and the window is the one in use. */
function useSeen(session: Session, id: string, head: number, following: () => boolean): void {
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === "visible" && document.hasFocus() && following()) session.seen(id);
    };
    look();
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
    // A chat that lay open while it waited is read once it is one's own.
  }, [id, head, session.answersHere(id)]);
}
