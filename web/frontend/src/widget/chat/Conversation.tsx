// How does a customer follow one thread? Its log, what is going on now, and the place to write or to look back on it.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useDropping } from "../../shared/files/useDropping";
import { AttachButton } from "../../shared/files/views";
import { headOf } from "../../shared/log";
import { isPlaceholder, type Thread } from "../frames";
import type { ViewProps } from "../views/App";
import { Face, Header } from "../views/Header";
import { topicName } from "../views/Home";
import { Icon } from "../views/icons";
import { t } from "../words";
import { Blocked } from "./Blocked";
import { Composer } from "./Composer";
import { Confirm } from "./Confirm";
import { chimeOf } from "./chime";
import { EmojiButton } from "./Emoji";
import { Forgetful } from "./Forgetful";
import { filesOf } from "./files";
import { Genuine } from "./Genuine";
import { LogView } from "./LogView";
import { Menu } from "./Menu";
import { Rate } from "./Rate";
import { endedForAbuse } from "./rows";
import { TicketBar } from "./TicketBar";
import { saveTranscript } from "./transcript";
import { MakeTicket, Waiting } from "./Waiting";

export function Conversation({ id, ...props }: ViewProps & { id: string }): JSX.Element {
  const { session, route, open, store, close } = props;
  const thread = session.known.thread(id);
  const [dialog, setDialog] = useState<"" | "end" | "ticket">("");
  const topic = thread?.chat.topic ?? session.outgoing.topicOf(id);
  const head = headOf(session.known.log(id));
  const state = thread?.chat.state;
  const agent = thread?.chat.agent;

  // Seen means: open, on this thread, in a window that is being looked at.
  useEffect(() => {
    const look = (): void => {
      if (open.value && document.visibilityState === "visible") session.seen(id);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [id, head, open.value]);

  const blocked = session.known.blocked.value !== undefined;
  const writable = !blocked && (isPlaceholder(id) || (thread?.writable ?? false));
  const chime = chimeOf(session, store, () => open.peek() && document.hasFocus());
  const take = (chosen: File[]): void => filesOf(session).uploads.add(id, chosen);
  const dropping = useDropping(writable, take);
  const abusive = session.known.log(id).events.some(endedForAbuse);
  const live = state === "waiting" || state === "active";
  // What had the focus may be gone with the state; a keyboard goes on where one can go on.
  useEffect(() => {
    const at = document.activeElement as HTMLElement | null;
    // The dialog that ended the chat gives the focus back to the menu, from where nothing goes on.
    const nowhere = at === document.body || (!writable && at?.dataset.testid === "menu");
    if (open.value && nowhere)
      document.querySelector<HTMLElement>(".app [data-autofocus]")?.focus({ preventScroll: true });
  }, [writable, dialog]);
  return (
    <>
      <Header
        title={agent && live ? agent.name : topicName(session, topic)}
        line={thread && subtitle(thread)}
        face={agent && live ? <Face name={agent.name} picture={agent.picture} /> : undefined}
        back={() => route.home()}
        close={close}
      >
        {thread && (
          <Menu
            label={t("More")}
            items={[
              ...(live && !thread.ticket ? [{ name: t("Make it a ticket"), act: () => setDialog("ticket") }] : []),
              { name: t("Save the conversation"), act: () => void saveTranscript(session, id) },
              {
                name: chime.muted.value ? t("Turn the sound on") : t("Turn the sound off"),
                act: () => chime.toggle(),
              },
              {
                name: session.keepsPages.value ? t("Forget the pages I visit") : t("Show the pages I visit"),
                act: () => void session.keepPages(!session.keepsPages.value).catch(() => {}),
              },
              ...(live ? [{ name: t("End chat"), act: () => setDialog("end") }] : []),
            ]}
          />
        )}
      </Header>
      {thread && <Genuine session={session} thread={thread} />}
      {live && <Forgetful session={session} />}
      {thread?.ticket && <TicketBar session={session} thread={thread} ticket={thread.ticket} />}
      <div class={dropping ? "log-drop dropping" : "log-drop"} data-drop={t("Drop files here to send them")}>
        <LogView session={session} id={id} />
      </div>
      {thread && state === "waiting" && <Waiting session={session} thread={thread} />}
      {thread && state === "ended" && !thread.ticket && !blocked && !abusive && (
        <Rate session={session} thread={thread} />
      )}
      {writable ? (
        <Composer
          store={store}
          draft={isPlaceholder(id) ? "new" : id}
          label={state === "waiting" ? t("Add something while you wait") : t("Your message")}
          action={t("Send")}
          tools={
            <>
              <AttachButton label={t("Attach files")} take={take} />
              <EmojiButton />
            </>
          }
          take={take}
          send={(text) => session.write(id, text)}
          writing={(on) => session.isWriting(id, on)}
        />
      ) : blocked ? (
        <Blocked session={session} />
      ) : (
        thread && (
          <footer class="ended">
            <button type="button" class="secondary" onClick={() => route.home()} data-autofocus data-testid="again">
              <Icon name="chat" size={18} />
              {t("Start a new chat")}
            </button>
          </footer>
        )
      )}
      {dialog === "end" && (
        <Confirm
          title={t("End this chat?")}
          text={t("You can read it here later, and start another one at any time.")}
          action={t("End chat")}
          act={() => session.ask({ t: "end", thread: id })}
          done={() => setDialog("")}
        />
      )}
      {dialog === "ticket" && <MakeTicket session={session} id={id} done={() => setDialog("")} />}
    </>
  );
}

/** What is going on; of a ticket its own bar says more. */
function subtitle({ chat, ticket }: Thread): string {
  if (chat.state === "waiting") return t("Waiting for an agent");
  if (chat.state === "active") return t("In chat with you");
  return ticket ? "" : t("This chat has ended");
}
