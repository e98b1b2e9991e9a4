// Which notes name this agent? On top of the lists until they have been before their eyes.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { customerName } from "../names";
import type { Session } from "../session";
import { t, words } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";
import { RowList } from "./RowList";
import { Ago } from "./Times";

export function Mentions({ session, screen }: Parts): JSX.Element | null {
  const mentions = session.mentions.value;
  useNoticed(session);
  if (!mentions.length) return null;
  return (
    <section class="mentions" aria-labelledby="mentions-title" data-testid="mentions">
      <h2 class="list-title" id="mentions-title">
        {t("For you")}
        <span class="count">{words.value.number(mentions.length)}</span>
      </h2>
      <RowList
        label={t("Notes that name you")}
        items={mentions}
        keyOf={(mention) => mention.key}
        current=""
        choose={(mention) => screen.open(mention.thread)}
        row={(mention) => (
          <>
            <Icon name="note" size={16} />
            <span class="row-main">
              <span class="row-top">
                <span class="row-name" dir="auto">
                  {t("{by} about {name}", { by: mention.by, name: customerName(mention.customer, mention.thread) })}
                </span>
                <span class="row-time">
                  <Ago session={session} at={mention.at} />
                </span>
              </span>
              <span class="row-text" dir="auto">
                {mention.text}
              </span>
            </span>
          </>
        )}
        attributes={(mention) => ({ "data-testid": `mention-${mention.thread}` })}
      />
    </section>
  );
}

/** Whoever has the thread on the screen of the window in use has seen it. */
function useNoticed(session: Session): void {
  const thread = session.current.value;
  const there = !!session.known.threads.value[thread] && session.mentions.value.some((one) => one.thread === thread);
  useEffect(() => {
    if (!there) return;
    const look = (): void => {
      if (document.visibilityState === "visible" && document.hasFocus()) session.noticed(thread);
    };
    look();
    addEventListener("focus", look);
    return () => removeEventListener("focus", look);
  }, [thread, there]);
}
