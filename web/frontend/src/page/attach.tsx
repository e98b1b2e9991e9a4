// How does a customer send files from the ticket's page? By the door that the widget uses, with what the link allows.
import "../shared/files/files.css";
import "./attach.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import { Addresses } from "../shared/files/addresses";
import { whyNotSent } from "../shared/files/refusals";
import { openShelf } from "../shared/files/shelf";
import { type Upload, Uploads } from "../shared/files/uploads";
import { type Around, filesIn, SendingFile } from "../shared/files/views";
import type { Messages } from "../shared/i18n";
import { speaker } from "../shared/words";

const { words, t, speak } = speaker(import.meta.glob<Messages>("../messages/chat/*.json", { import: "default" }));

/** In this element; `arrived` when a file has gone into the conversation. */
export async function attach(place: HTMLElement, arrived: () => void): Promise<void> {
  const { thread = "", token = "" } = place.dataset;
  await speak([document.documentElement.lang]);
  const list = signal<readonly Upload[]>([]);
  const headers = (): Record<string, string> => ({ Authorization: `Ticket ${token}` });
  const uploads = new Uploads({
    shelf: openShelf(`switchboard:ticket:${thread}`),
    headers,
    ready: () => navigator.onLine !== false,
    changed: (items) => {
      const gone = list.peek().length > items.length;
      list.value = items;
      if (gone) arrived();
    },
  });
  const around: Around = { uploads, addresses: new Addresses(headers), words, t, explain };
  const take = (files: File[]): void => uploads.add(thread, files);

  function Attach() {
    return (
      <>
        {list.value.length > 0 && (
          <ul class="sending" aria-label={t("Attach files")}>
            {list.value.map((upload) => (
              <li key={upload.client_id}>
                <SendingFile upload={upload} around={around} />
              </li>
            ))}
          </ul>
        )}
        <label class="attach-files">
          <input
            type="file"
            multiple
            data-testid="attach"
            onChange={(event) => {
              take([...(event.currentTarget.files ?? [])]);
              // The same file may be chosen again.
              event.currentTarget.value = "";
            }}
          />
          <span>{t("Attach files")}</span>
        </label>
      </>
    );
  }
  render(<Attach />, place);
  place.hidden = false;
  place.closest("form")?.addEventListener("paste", (event) => {
    const files = filesIn(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  addEventListener("online", () => uploads.go());
  await uploads.restore();
}

function explain(code: string): string {
  if (code === "chat_ended") return t("This ticket is closed.");
  return whyNotSent(t, code) || t("Not sent.");
}
