// In which chats of colleagues does this agent help? Above the lists, until the chat ends or they are thanked.
import type { JSX } from "preact";
import { helping } from "../lists";
import { customerName } from "../names";
import { t, words } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";
import { RowList } from "./RowList";
import { Ago } from "./Times";

export function Helping({ session, screen }: Parts): JSX.Element | null {
  const found = helping(session.desk.value);
  if (!found.length) return null;
  return (
    <section class="mentions" aria-labelledby="helping-title" data-testid="helping">
      <h2 class="list-title" id="helping-title">
        {t("Helping")}
        <span class="count">{words.value.number(found.length)}</span>
      </h2>
      <RowList
        label={t("Chats of colleagues in which you help")}
        items={found}
        keyOf={(one) => one.key}
        current={`guest:${session.current.value}:${session.me.value}`}
        choose={(one) => screen.open(one.thread)}
        row={(one) => (
          <>
            <Icon name={one.writes ? "chat" : "note"} size={16} />
            <span class="row-main">
              <span class="row-top">
                <span class="row-name" dir="auto">
                  {customerName(one.customer, one.thread)}
                </span>
                <span class="row-time">
                  <Ago session={session} at={one.at} />
                </span>
              </span>
              <span class="row-text">{t("asked by {name}", { name: one.by })}</span>
            </span>
          </>
        )}
        attributes={(one) => ({ "data-testid": `helping-${one.thread}` })}
      />
    </section>
  );
}
