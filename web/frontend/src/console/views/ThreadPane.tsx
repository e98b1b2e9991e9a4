// What is in the middle: the thread on the screen, or why there is none.
import type { JSX } from "preact";
import { explain } from "../errors";
import { t } from "../words";
import type { Parts } from "./App";
import { Composer } from "./Composer";
import { LeadBar } from "./LeadBar";
import { LogView } from "./LogView";
import { PassingBar } from "./PassingBar";
import { Empty } from "./Small";
import { ThreadHeader } from "./ThreadHeader";
import { Together } from "./Together";

export function ThreadPane({ session, screen }: Parts): JSX.Element | null {
  const id = session.current.value;
  const known = session.known.threads.value[id];
  if (!id) {
    if (!session.desk.value.version) return null;
    return (
      <Empty icon="chat" title={session.mine.value.length ? t("Choose a chat") : t("No chat is open")}>
        <p>
          {session.mine.value.length
            ? t("Alt with the arrow keys goes through your chats.")
            : t("Chats come to you by themselves. Tickets and those who wait are in the lists.")}
        </p>
      </Empty>
    );
  }
  if (!known) {
    if (session.unopened.value) return <Empty icon="alert" title={explain(session.unopened.value)} />;
    return (
      <div class="loading" role="status">
        <span class="spinner" aria-hidden="true" />
        <span class="hidden">{t("Loading…")}</span>
      </div>
    );
  }
  return (
    <>
      <ThreadHeader session={session} screen={screen} thread={known} />
      <LeadBar key={`lead.${id}`} session={session} screen={screen} thread={known} />
      <Together session={session} thread={known} />
      <PassingBar session={session} id={id} />
      <LogView key={`log.${id}`} session={session} id={id} />
      {session.writing.drafts && (
        <Composer
          key={`composer.${id}`}
          session={session}
          screen={screen}
          thread={known}
          drafts={session.writing.drafts}
        />
      )}
    </>
  );
}
