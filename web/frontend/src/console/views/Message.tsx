// How does one message look? Text as text, its links, its time, and for what we wrote how far it has got.
import type { JSX } from "preact";
import { SendingFile, SentFile } from "../../shared/files/views";
import { Words } from "../../shared/Words";
import { explain } from "../errors";
import { filesOf } from "../files";
import { KEYS } from "../keys";
import type { MessageRow, Progress } from "../rows";
import type { Session } from "../session";
import { t, words } from "../words";
import { Icon } from "./icons";

interface Props {
  row: MessageRow;
  session: Session;
  id: string;
}

export function Message({ row, session, id }: Props): JSX.Element {
  const { kind, side, first, last, progress } = row;
  return (
    <article
      class="message"
      data-kind={kind}
      data-side={side}
      data-first={first}
      data-last={last}
      data-progress={progress}
      data-testid={kind}
    >
      {first && <p class="message-by">{kind === "note" ? noteBy(row) : side === "colleague" ? row.name : ""}</p>}
      {first && side === "customer" && <span class="hidden">{t("The customer")}</span>}
      {first && side === "me" && kind === "message" && <span class="hidden">{t("You")}</span>}
      <Content row={row} session={session} />
      {row.masked.length > 0 && (
        <p class="masked" data-testid="masked">
          <Icon name="shield" size={14} />
          {t("A part that looked secret was hidden before it was stored.")}
        </p>
      )}
      {row.held ? (
        <Undo session={session} id={id} last={last} />
      ) : progress === "refused" && !row.upload ? (
        <Failed row={row} session={session} id={id} />
      ) : (
        last && (
          <p class="meta">
            <time dateTime={new Date(row.at * 1000).toISOString()}>{words.value.time(row.at)}</time>
            {progress && progress !== "refused" && (kind === "message" || progress === "sending") && (
              <Mark progress={progress} />
            )}
          </p>
        )
      )}
    </article>
  );
}

function Content({ row, session }: Pick<Props, "row" | "session">): JSX.Element {
  if (row.file) return <SentFile file={row.file} around={filesOf(session)} />;
  if (row.upload) return <SendingFile upload={row.upload} around={filesOf(session)} />;
  return <Words text={row.text} />;
}

function noteBy(row: MessageRow): JSX.Element {
  return (
    <>
      <Icon name="note" size={14} />
      {row.side === "colleague"
        ? t("Note by {name}, for agents only", { name: row.name })
        : t("Your note, for agents only")}
      {row.forMe && <span class="tag tag-waits">{t("Names you")}</span>}
    </>
  );
}

function Mark({ progress }: { progress: Exclude<Progress, "refused"> }): JSX.Element {
  const said = { sending: t("Sending"), sent: t("Sent"), read: t("Read by the customer") }[progress];
  const icon = { sending: "clock", sent: "check", read: "read" } as const;
  return (
    <span class="mark" title={said} data-testid={`mark-${progress}`}>
      <Icon name={icon[progress]} size={14} />
      <span class="hidden">{said}</span>
    </span>
  );
}

/** It goes in a moment. The newest of a thread is taken back first. */
function Undo({ session, id, last }: { session: Session; id: string; last: boolean }): JSX.Element | null {
  if (!last) return null;
  return (
    <p class="meta held" data-testid="held">
      <span role="status">{t("Not sent yet")}</span>
      <button
        type="button"
        class="quiet"
        aria-keyshortcuts={KEYS.undo}
        title={t("Take it back ({keys})", { keys: KEYS.undo })}
        data-testid="undo"
        onClick={() => session.writing.undo(id)}
      >
        {t("Undo")}
      </button>
    </p>
  );
}

/** It was not taken. The words are the agent's: they can be sent again or let go. */
function Failed({ row, session, id }: Props): JSX.Element {
  const clientId = row.client_id ?? "";
  // What asks for a secret is the same however often it is sent: only other words help.
  const reword = (): void => {
    session.discard(clientId);
    session.writing.drafts?.put(id, { kind: "message", text: row.text });
  };
  return (
    <p class="failed" role="alert">
      <Icon name="alert" size={14} />
      <span>
        {t("Not sent.")} {explain(row.refused ?? "")}
      </span>
      {row.refused === "asks_secret" ? (
        <button type="button" class="quiet" onClick={reword}>
          {t("Write it in other words")}
        </button>
      ) : (
        <button type="button" class="quiet" onClick={() => session.retry(clientId)}>
          {t("Try again")}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => session.discard(clientId)}>
        {t("Delete")}
      </button>
    </p>
  );
}
