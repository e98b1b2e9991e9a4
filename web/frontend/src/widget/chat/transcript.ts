// How does a customer keep a conversation? As a plain text file, made here from what they see.
import type { Session } from "../session";
import { topicName } from "../views/Home";
import { t, words } from "../words";
import { sentence } from "./lines";
import { rows } from "./rows";

/** A thread of ten thousand events is longer than anybody keeps. */
const PAGES = 100;

export async function transcript(session: Session, id: string): Promise<string> {
  for (let page = 0; page < PAGES && (await session.history.older(id)); page++);
  const { known } = session;
  const list = rows({ events: known.log(id).events, acknowledged: [], unsent: [], readByAgent: 0 });
  const lines = list.map((row) => {
    if (row.kind === "day") return `\n— ${words.value.day(row.at, session.now())} —`;
    const time = words.value.time(row.at);
    if (row.kind === "line") {
      const said = sentence(row.event);
      return said && `${time}  ${said}`;
    }
    return `${time}  ${row.mine ? t("You") : row.name}: ${row.file ? `[${row.file.name}]` : row.text}`;
  });
  const { name = "" } = known.welcome.value?.site ?? {};
  const head = `${name} · ${topicName(session, known.thread(id)?.chat.topic ?? "")}`;
  return `${[head, ...lines.filter(Boolean)].join("\n")}\n`;
}

/** Hands it to the browser as a file. */
export async function saveTranscript(session: Session, id: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([await transcript(session, id)], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${t("conversation")}-${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
