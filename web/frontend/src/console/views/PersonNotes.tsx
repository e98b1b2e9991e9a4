// What do agents remember of this person? Everybody reads it; who wrote it may change it, or take it away.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { newId } from "../../shared/ids";
import type { PersonNote, Thread } from "../frames";
import type { Session } from "../session";
import { t, words } from "../words";
import { Problem } from "./Dialog";
import { Ago } from "./Times";
import { useAsk } from "./useAsk";

const CHARACTERS = 1_000;

export function PersonNotes({ session, thread }: { session: Session; thread: Thread }): JSX.Element {
  const notes = thread.customer.notes ?? [];
  const [writing, setWriting] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const done = (): void => {
    setWriting(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <section class="card" aria-labelledby="person-notes" data-testid="person-notes">
      <h3 class="card-title" id="person-notes">
        {t("Notes on the person")}
        {notes.length > 0 && <span class="count">{words.value.number(notes.length)}</span>}
      </h3>
      <ul class="person-notes">
        {notes.map((note) => (
          <Note key={note.id} session={session} thread={thread.id} note={note} />
        ))}
      </ul>
      {writing ? (
        <Field session={session} thread={thread.id} text="" done={done} />
      ) : (
        <button type="button" class="quiet" ref={opener} data-testid="person-note-add" onClick={() => setWriting(true)}>
          {t("Add a note")}
        </button>
      )}
    </section>
  );
}

function Note({ session, thread, note }: { session: Session; thread: string; note: PersonNote }): JSX.Element {
  const [editing, setEditing] = useState(false);
  const ask = useAsk();
  const mine = note.agent === session.me.value;
  if (editing) {
    return (
      <li>
        <Field session={session} thread={thread} text={note.text} id={note.id} done={() => setEditing(false)} />
      </li>
    );
  }
  const remove = (): void => void ask.run(() => session.aside({ t: "droppersonnote", thread, id: note.id }));
  return (
    <li class="person-note" data-testid={`person-note-${note.id}`}>
      <p class="person-note-text" dir="auto">
        {note.text}
      </p>
      <p class="person-note-by">
        <bdi>{note.by || t("somebody who is not here any more")}</bdi> · <Ago session={session} at={note.at} />
        {note.edited_at ? ` · ${t("changed")}` : ""}
        {mine && (
          <button type="button" class="quiet" onClick={() => setEditing(true)}>
            {t("Change")}
          </button>
        )}
        {(mine || session.leads.value) && (
          <button type="button" class="quiet" disabled={ask.busy} data-testid="person-note-remove" onClick={remove}>
            {t("Remove")}
          </button>
        )}
      </p>
      <Problem text={ask.problem} />
    </li>
  );
}

interface FieldProps {
  session: Session;
  thread: string;
  text: string;
  id?: number;
  done(): void;
}

function Field({ session, thread, text, id = 0, done }: FieldProps): JSX.Element {
  const [typed, setTyped] = useState(text);
  const [client_id] = useState(newId);
  const ask = useAsk();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const save = async (): Promise<void> => {
    const said = typed.trim();
    if (!said) return;
    if (await ask.run(() => session.aside({ t: "personnote", thread, client_id, text: said, id }))) done();
  };
  return (
    <form
      class="person-note-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        class="input"
        rows={3}
        maxLength={CHARACTERS}
        value={typed}
        dir="auto"
        ref={field}
        aria-label={t("A note on this person, for everybody of the desk")}
        placeholder={t("For everybody of the desk; the customer never sees it")}
        data-testid="person-note-text"
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") done();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
        }}
      />
      <Problem text={ask.problem} />
      <div class="person-note-buttons">
        <button type="button" class="button" onClick={done}>
          {t("Cancel")}
        </button>
        <button
          type="submit"
          class="button primary"
          disabled={ask.busy || !typed.trim()}
          data-testid="person-note-save"
        >
          {t("Save")}
        </button>
      </div>
    </form>
  );
}
