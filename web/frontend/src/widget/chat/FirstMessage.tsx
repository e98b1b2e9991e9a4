// How does a chat begin? With the customer's own words on one topic; everything else can be asked later.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useDropping } from "../../shared/files/useDropping";
import { AttachButton, SendingFile } from "../../shared/files/views";
import { inOwnWords, nobodyHere, notInOwn, opensAgain } from "../closed";
import { beforehand } from "../frames";
import type { ViewProps } from "../views/App";
import { Header } from "../views/Header";
import { topicName } from "../views/Home";
import { Icon } from "../views/icons";
import { sentence, sentences, t } from "../words";
import { Composer } from "./Composer";
import { Elsewhere } from "./Elsewhere";
import { Forgetful } from "./Forgetful";
import { filesOf } from "./files";
import { FirstAid, problemOf, TopicFields, type Values } from "./TopicFields";

export function FirstMessage({ topic, ...props }: ViewProps & { topic: string }): JSX.Element {
  const { session, route, close, store } = props;
  const welcome = session.known.welcome.value;
  const about = session.known.site.value?.topics.find((each) => each.slug === topic);
  const { urgent, fields = [], at_hand = "", first_aid = "" } = about ?? {};
  const key = `fields.${topic}`;
  const [values, setValues] = useState<Values>(() => store.get<Values>(key) ?? {});
  const [tried, setTried] = useState(false);
  const change = (next: Values): void => {
    setValues(next);
    store.set(key, next);
  };
  const files = filesOf(session);
  const waiting = beforehand(topic);
  const chosen = files.list.value.filter((each) => each.thread === waiting);
  const take = (found: File[]): void => files.uploads.add(waiting, found);
  const dropping = useDropping(true, take);
  /** False where something is missing: then the field that is gets the focus. */
  const send = (text: string): boolean => {
    const wrong = fields.find((field) => problemOf(field, values));
    if (wrong) {
      setTried(true);
      document.querySelector<HTMLElement>(`.topic-fields [name="${CSS.escape(wrong.name)}"]`)?.focus();
      return false;
    }
    store.remove(key);
    const given = Object.entries(values).filter(([, value]) => value === null || value.trim());
    const thread = session.begin(topic, text, Object.fromEntries(given));
    files.uploads.rename(waiting, thread);
    route.thread(thread);
    return true;
  };
  const away = welcome?.desk.on_duty === false && !session.chosen.value;
  return (
    <>
      <Header title={topicName(session, topic)} back={() => route.home()} close={close} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls where little fits must be reached by keys */}
      <main tabIndex={0} class={dropping ? "first dropping" : "first"} data-drop={t("Drop files here to send them")}>
        <h2>{t("Tell us what happened")}</h2>
        {away ? (
          <>
            <p class="hint" data-testid="closed">
              {sentences(
                sentence(nobodyHere(welcome.desk, welcome.customer.language)),
                opensAgain(welcome.desk, session.now()),
                t("What you write is kept, and you choose how to get the answer."),
              )}
            </p>
            <Elsewhere
              session={session}
              choose={(language) => {
                session.chosen.value = language;
              }}
            />
          </>
        ) : (
          <p class="hint">{t("A person reads this and answers here. You can go on writing while you wait.")}</p>
        )}
        {welcome?.customer.unserved_language && !session.chosen.value && (
          <p class="notice" data-testid="answered-in">
            <Icon name="chat" size={18} />
            <span>{notInOwn(welcome.customer)}</span>
          </p>
        )}
        {session.chosen.value && (
          <p class="notice" role="status">
            <Icon name="chat" size={18} />
            <span>
              {t("You will be answered in {language}.", { language: inOwnWords(session.chosen.value) })}{" "}
              <button
                type="button"
                class="link"
                onClick={() => {
                  session.chosen.value = "";
                }}
              >
                {t("Change")}
              </button>
            </span>
          </p>
        )}
        {at_hand && (
          <p class="hint" data-testid="at-hand">
            {at_hand}
          </p>
        )}
        {first_aid && <FirstAid text={first_aid} />}
        {urgent && (
          <p class="notice notice-urgent">
            <Icon name="urgent" size={18} />
            <span>{t("Urgent matters go ahead in the line.")}</span>
          </p>
        )}
        <Forgetful session={session} />
        <p class="notice">
          <Icon name="shield" size={18} />
          <span>
            {t("Never send passwords, one-time codes, private keys or recovery phrases. We will not ask for them.")}
          </span>
        </p>
        {fields.length > 0 && <TopicFields fields={fields} values={values} tried={tried} change={change} />}
        {chosen.length > 0 && (
          <ul class="first-files" aria-label={t("Sent with your message")}>
            {chosen.map((upload) => (
              <li key={upload.client_id}>
                <SendingFile upload={upload} around={files} waiting />
              </li>
            ))}
          </ul>
        )}
      </main>
      <Composer
        store={store}
        draft={`new.${topic}`}
        label={t("Your message")}
        action={away ? t("Send") : t("Start chat")}
        tall
        tools={<AttachButton label={t("Attach files")} take={take} />}
        take={take}
        send={send}
      />
    </>
  );
}
