// Which lists help while writing in this thread? Canned replies to the customer, with their places filled.
import type { Thread } from "../frames";
import { languageName } from "../names";
import { ranked, wording } from "../replies";
import type { Session } from "../session";
import { fill, valuesFor } from "../variables";
import { t } from "../words";
import { topicOf } from "./rows";
import type { Source } from "./useSuggestions";

export function replySource(session: Session, thread: Thread): Source {
  const { chat } = thread;
  const welcome = session.welcome.value;
  const values = valuesFor(thread, welcome?.name ?? "", topicOf(session, chat.topic), welcome?.site ?? "");
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
