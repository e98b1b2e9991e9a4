// Which lists help while writing in this thread? To the customer canned replies with their places filled, in notes
// the colleagues who can be named.
import type { Thread } from "../frames";
import { team } from "../lists";
import { languageName, listed, standingName } from "../names";
import { ranked, wording } from "../replies";
import type { Session } from "../session";
import { fill, valuesFor } from "../variables";
import { t } from "../words";
import { topicOf } from "./rows";
import type { Source } from "./useSuggestions";

export function replySource(session: Session, thread: Thread): Source {
  const { chat } = thread;
  const welcome = session.welcome.value;
  const values = valuesFor(
    thread,
    welcome?.name ?? "",
    topicOf(session, chat.topic, chat.language),
    welcome?.site ?? "",
  );
  const replies = session.writing.replies.list.value;
  return {
    sign: "/",
    label: t("Canned replies"),
    items: (query) =>
      ranked(replies, { query, topic: chat.topic, language: chat.language }).map((reply) => {
        const { language, text } = wording(reply, chat.language);
        const tags = [
          reply.own ? t("mine") : "",
          reply.topic === chat.topic ? topicOf(session, chat.topic) : "",
          language === chat.language ? "" : languageName(language),
        ];
        return {
          key: reply.id,
          name: `/${reply.name}`,
          text: fill(text, values),
          tag: tags.filter(Boolean).join(" · "),
          lang: language,
        };
      }),
    chosen: ({ text }) => text,
  };
}

export function colleagueSource(session: Session): Source {
  const others = team(session.desk.value).filter((one) => one.id !== session.me.value);
  return {
    sign: "@",
    label: t("Colleagues"),
    items: (query) =>
      others
        .filter((one) => one.name.toLocaleLowerCase().includes(query.toLocaleLowerCase()))
        .map((one) => ({
          key: one.id,
          name: one.name,
          text: listed(Object.keys(one.languages).map(languageName)),
          tag: standingName(one),
        })),
    chosen: ({ name }) => `@${name} `,
  };
}

/** The colleagues whom a note names: by what stands in it when it is saved, so that who was taken out is left alone. */
export function namedIn(session: Session, text: string): string[] {
  return team(session.desk.value)
    .filter((one) => one.id !== session.me.value && text.includes(`@${one.name}`))
    .map((one) => one.id);
}
