// Where was that? Words, a name, an account or a ticket's number, looked for by the server in all of one's own site.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { KEYS } from "../keys";
import { customerName, languageName } from "../names";
import { t, tn } from "../words";
import type { Parts } from "./App";
import { RowList } from "./RowList";
import { topicOf } from "./rows";
import { Empty, Tier } from "./Small";
import { Ago } from "./Times";

/** A pause in typing; a search is dear, and half a word finds the wrong things. */
const PAUSE_MS = 250;

interface Found {
  thread: string;
  name: string;
  tier: number;
  topic: string;
  language: string;
  at: number;
  ticket: number | null;
  subject: string;
  text: string;
}

interface Answer {
  found: Found[];
  /** Seconds until hidden values are looked through again for this agent; 0: they are. */
  hidden_after: number;
}

type State = Answer | "looking" | "failed";

/** The field, and while something is in it what was found instead of the lists. */
export function Search({ session, screen, children }: Parts & { children: ComponentChildren }): JSX.Element {
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<State>("looking");
  const wanted = typed.trim();
  useEffect(() => {
    if (!wanted) return;
    // Only the answer to what is in the field now counts.
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/v1/search?q=${encodeURIComponent(wanted)}`, { signal: asked.signal });
        const answer = response.ok ? ((await response.json()) as Answer) : "failed";
        if (!asked.signal.aborted) setFound(answer);
      } catch {
        if (!asked.signal.aborted) setFound("failed");
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [wanted]);

  const many = wanted && typeof found === "object" ? found.found.length : 0;
  return (
    <>
      <search class="search">
        <input
          class="input"
          type="search"
          value={typed}
          maxLength={100}
          placeholder={t("Search texts, customers, #tickets")}
          aria-label={t("Search texts, customers, #tickets")}
          aria-keyshortcuts={KEYS.search}
          title={KEYS.search}
          data-testid="search"
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setFound("looking");
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") setTyped("");
            // What was found is one key away, as in a list.
            const first = document.querySelector<HTMLElement>("[data-testid=found] .row");
            if (event.key === "ArrowDown" && first) {
              event.preventDefault();
              first.focus();
            }
          }}
        />
        <p class="hidden" role="status">
          {many > 0 && tn("{count} conversation", "{count} conversations", many)}
        </p>
      </search>
      {wanted ? (
        <div class="desk-list" data-testid="found">
          <Results session={session} screen={screen} found={found} />
        </div>
      ) : (
        children
      )}
    </>
  );
}

function Results({ session, screen, found: state }: Parts & { found: State }): JSX.Element {
  if (state === "looking") return <p class="search-words">{t("Looking…")}</p>;
  if (state === "failed") {
    return <Empty icon="alert" title={t("The search did not answer. Please try again in a moment.")} />;
  }
  if (!state.found.length) {
    return (
      <Empty icon="chat" title={t("Nothing found")}>
        <p>
          {state.hidden_after
            ? usedUp(state)
            : t(
                "All that was written is looked through. An address, account or transaction is found when typed whole.",
              )}
        </p>
      </Empty>
    );
  }
  return (
    <>
      {state.hidden_after > 0 && <p class="search-words">{usedUp(state)}</p>}
      <Rows session={session} screen={screen} found={state.found} />
    </>
  );
}

const usedUp = ({ hidden_after }: Answer): string =>
  t(
    "No other address, account or transaction is told now: you have looked at as many as one person may in an hour. One more in {minutes} min.",
    { minutes: Math.ceil(hidden_after / 60) },
  );

function Rows({ session, screen, found }: Parts & { found: Found[] }): JSX.Element {
  return (
    <RowList
      label={t("What was found")}
      items={found}
      keyOf={(one) => one.thread}
      current={session.current.value}
      choose={(one) => screen.open(one.thread)}
      attributes={(one) => ({ "data-testid": `found-${one.thread}` })}
      row={(one) => (
        <span class="row-main">
          <span class="row-top">
            <span class="row-name" dir="auto">
              {customerName(one, one.thread)}
            </span>
            <Tier tier={one.tier} />
            {one.ticket !== null && <span class="tag">#{one.ticket}</span>}
            <span class="row-time">
              <Ago session={session} at={one.at} />
            </span>
          </span>
          <span class="row-bottom">
            <span class="row-text" dir="auto">
              {one.text || one.subject || [languageName(one.language), topicOf(session, one.topic)].join(" · ")}
            </span>
          </span>
        </span>
      )}
    />
  );
}
