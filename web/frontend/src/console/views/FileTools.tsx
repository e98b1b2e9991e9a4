// How does an agent send files? By the button, by pasting a screenshot into the field, or by dropping them on the page.
import type { JSX } from "preact";
import { useDropping } from "../../shared/files/useDropping";
import { AttachButton, filesIn } from "../../shared/files/views";
import { filesOf } from "../files";
import { KEYS } from "../keys";
import type { Session } from "../session";
import { t } from "../words";

interface Props {
  session: Session;
  id: string;
  /** Files go to the customer: not while a note is being written. */
  welcome: boolean;
}

export function FileTools({ session, id, welcome }: Props): JSX.Element | null {
  const take = (files: File[]): void => filesOf(session).uploads.add(id, files);
  const dropping = useDropping(welcome, take);
  if (!welcome) return null;
  return (
    <>
      <AttachButton label={t("Send files to the customer")} take={take} keys={KEYS.attach} />
      {dropping && <div class="dropping" data-drop={t("Drop files here to send them to the customer")} />}
    </>
  );
}

/** Pasted files go at once; true when there were any. */
export function pasted({ session, id, welcome }: Props, event: ClipboardEvent): boolean {
  const files = filesIn(event.clipboardData);
  if (!welcome || !files.length) return false;
  filesOf(session).uploads.add(id, files);
  return true;
}
