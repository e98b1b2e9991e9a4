// Which replies are one's own? What is being written is saved as one; those that are there are changed and removed.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Reply } from "../frames";
import { languageName } from "../names";
import { wording } from "../replies";
import { t } from "../words";
import { Dialog, type ThreadDialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { Icon } from "./icons";
import { topicOf } from "./rows";
import { useAsk } from "./useAsk";

export function RepliesDialog({ session, thread, done, said }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  const { chat } = thread;
  const [id, setId] = useState("");
  const [name, setName] = useState("");
  const [text, setText] = useState(() => session.writing.drafts?.of(thread.id).text ?? "");
  const [language, setLanguage] = useState(chat.language);
  const [narrow, setNarrow] = useState(false);
  const [kept, setKept] = useState("");
  const own = session.writing.replies.list.value.filter((reply) => reply.own);

  const save = async (): Promise<void> => {
    // What a reply is for stays as it was, unless the box was touched.
    const topic = narrow ? kept || chat.topic : "";
    if (!(await ask.run(() => session.ask({ t: "savereply", id, name, language, text, topic })))) return;
    void session.writing.replies.read();
    said(t("Reply saved"));
    done();
  };
  const remove = async (reply: Reply): Promise<void> => {
    if (await ask.run(() => session.ask({ t: "dropreply", id: reply.id }))) void session.writing.replies.read();
  };
  const change = (reply: Reply): void => {
    const known = wording(reply, chat.language);
    setId(reply.id);
    setName(reply.name);
    setText(known.text);
    setLanguage(known.language);
    setKept(reply.topic ?? "");
    setNarrow(!!reply.topic);
  };

  return (
    <Dialog title={id ? t("Change my reply") : t("Save as my reply")} done={done} testid="dialog-replies">
      <DialogForm
        ask={ask}
        submit={save}
        done={done}
        confirm={t("Save")}
        testid="reply-save"
        unready={!name.trim() || !text.trim()}
      >
        <label class="label">
          {t("Name, typed after the slash")}
          <input
            class="input"
            data-autofocus
            value={name}
            maxLength={41}
            dir="auto"
            data-testid="reply-name"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label class="label">
          {t("Text, in {language}", { language: languageName(language) })}
          <textarea
            class="input"
            rows={4}
            maxLength={5000}
            dir="auto"
            lang={language}
            value={text}
            aria-describedby="reply-places"
            data-testid="reply-text"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p class="dialog-text" id="reply-places">
          {t("Places that fill themselves: {places}", { places: "{customer} {agent} {ticket} {topic} {site}" })}
        </p>
        <label class="check">
          <input type="checkbox" checked={narrow} onChange={(event) => setNarrow(event.currentTarget.checked)} />
          {t("First where the topic is {topic}", { topic: topicOf(session, kept || chat.topic) })}
        </label>
      </DialogForm>
      {own.length > 0 && (
        <section aria-label={t("My replies")}>
          <h3 class="card-title">{t("My replies")}</h3>
          <ul class="own-replies">
            {own.map((reply) => (
              <li key={reply.id} class="own-reply">
                <button type="button" class="quiet" onClick={() => change(reply)}>
                  <bdi>/{reply.name}</bdi>
                </button>
                <span class="row-text" dir="auto">
                  {wording(reply, chat.language).text}
                </span>
                <button
                  type="button"
                  class="icon-button"
                  aria-label={t("Remove /{name}", { name: reply.name })}
                  disabled={ask.busy}
                  onClick={() => void remove(reply)}
                >
                  <Icon name="close" size={15} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
