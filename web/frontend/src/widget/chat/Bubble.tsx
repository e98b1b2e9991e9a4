// How does one message look? Text as text, its links, its time, and for one's own how far it has got.
import type { JSX } from "preact";
import { SendingFile, SentFile } from "../../shared/files/views";
import { Words } from "../../shared/Words";
import type { Session } from "../session";
import { Face } from "../views/Header";
import { Icon } from "../views/icons";
import { t, words } from "../words";
import { explain } from "./errors";
import { filesOf } from "./files";
import type { MessageRow, Status } from "./rows";

export function Bubble({ row, session, id }: { row: MessageRow; session: Session; id: string }): JSX.Element {
  const { mine, name, first, last, status } = row;
  return (
    <article class="message" data-mine={mine} data-first={first} data-last={last} data-status={status}>
      {!mine && last && <Face name={name} />}
      <div class="message-body">
        {first && (mine ? <span class="hidden">{t("You")}</span> : <span class="message-name">{name}</span>)}
        <Content row={row} session={session} />
        {row.masked.length > 0 && <Masked mine={mine} />}
        {status === "refused" && !row.upload ? (
          <Refused row={row} session={session} id={id} />
        ) : (
          last && (
            <p class="meta">
              <time dateTime={new Date(row.at * 1000).toISOString()}>{words.value.time(row.at)}</time>
              {status && status !== "refused" && <Mark status={status} />}
            </p>
          )
        )}
      </div>
    </article>
  );
}

function Content({ row, session }: { row: MessageRow; session: Session }): JSX.Element {
  if (row.file) return <SentFile file={row.file} around={filesOf(session)} />;
  if (row.upload) return <SendingFile upload={row.upload} around={filesOf(session)} />;
  return <Words text={row.text} />;
}

function Mark({ status }: { status: Exclude<Status, "refused"> }): JSX.Element {
  const word = { sending: t("Sending"), sent: t("Sent"), delivered: t("Delivered"), read: t("Read") }[status];
  const icon = { sending: "clock", sent: "sent", delivered: "read", read: "read" } as const;
  return (
    <span class="mark" data-mark={status} title={word}>
      <Icon name={icon[status]} size={14} />
      <span class="hidden">{word}</span>
    </span>
  );
}

function Masked({ mine }: { mine: boolean }): JSX.Element {
  return (
    <p class="masked">
      <Icon name="shield" size={16} />
      <span>
        {mine
          ? t("For your safety, a part that looked secret was hidden before anyone could see it. We never ask for it.")
          : t("A part that looked secret was hidden.")}
      </span>
    </p>
  );
}

/** It was not taken. The words are the customer's: they can be sent again, put back into the field, or let go. */
function Refused({ row, session }: { row: MessageRow; session: Session; id: string }): JSX.Element {
  const clientId = row.client_id ?? "";
  return (
    <p class="refused" role="alert">
      <Icon name="alert" size={14} />
      <span>
        {t("Not sent.")} {explain(row.refused ?? "")}
      </span>
      <button type="button" onClick={() => session.outgoing.retry(clientId)}>
        {t("Try again")}
      </button>
      <button type="button" onClick={() => session.outgoing.discard(clientId)}>
        {t("Delete")}
      </button>
    </p>
  );
}
