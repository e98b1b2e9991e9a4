// What does the host website tell of its customer, and which of its pages were they on? Who said it stands beside it.
import type { JSX } from "preact";
import type { Attribute, Thread } from "../frames";
import type { Session } from "../session";
import { t, words } from "../words";
import { Hidden } from "./Hidden";
import { Icon } from "./icons";
import { Ago } from "./Times";

export function Attributes({ session, thread }: { session: Session; thread: Thread }): JSX.Element | null {
  const all = thread.customer.attributes ?? [];
  if (!all.length) return null;
  const part = (signed: boolean): JSX.Element | null => {
    const found = all.filter((each) => (each.signed ?? false) === signed);
    if (!found.length) return null;
    return (
      <div data-testid={signed ? "attributes-signed" : "attributes-said"}>
        <p class="told-by" data-signed={signed}>
          <Icon name={signed ? "shield" : "person"} size={14} />
          {signed ? t("Signed by the website") : t("Said by the browser: do not rely on it")}
        </p>
        <dl class="facts">
          {found.map((one) => (
            <Fact key={one.name} session={session} thread={thread.id} one={one} />
          ))}
        </dl>
      </div>
    );
  };
  return (
    <section class="card told" aria-labelledby="told-title" data-testid="attributes">
      <h3 class="card-title" id="told-title">
        {t("From the website")}
      </h3>
      {part(true)}
      {part(false)}
    </section>
  );
}

function Fact({ session, thread, one }: { session: Session; thread: string; one: Attribute }): JSX.Element {
  return (
    <div class="fact">
      <dt dir="auto">{one.name}</dt>
      <dd dir="auto">
        {one.hidden ? (
          <Hidden session={session} thread={thread} field={`attribute:${one.name}`} name={one.name} short={one.value} />
        ) : (
          one.value
        )}
      </dd>
    </div>
  );
}

export function Pages({ session, thread }: { session: Session; thread: Thread }): JSX.Element | null {
  const { pages = [], pages_consent: consent = "" } = thread.customer;
  if (!consent) return null;
  return (
    <section class="card" aria-labelledby="pages-title" data-testid="pages">
      <h3 class="card-title" id="pages-title">
        {t("Pages visited")}
        {pages.length > 0 && <span class="count">{words.value.number(pages.length)}</span>}
      </h3>
      <p class="told-by">
        {
          {
            host: t("Kept with consent, says the website"),
            customer: t("Kept with the customer's consent"),
            refused: t("The customer does not want them kept"),
          }[consent]
        }
      </p>
      <ol class="pages">
        {pages.map((page) => (
          <li key={page.at}>
            <PageLink url={page.url} title={page.title} />
            <span class="pages-when">
              <Ago session={session} at={page.at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The address is told by the customer's browser: shown as text, followed only as http or https. */
export function PageLink({ url, title }: { url: string; title: string }): JSX.Element {
  const safe = /^https?:\/\//i.test(url);
  return (
    <span class="page">
      <span dir="auto">{title || url}</span>
      {safe && (
        <a class="page-link" href={url} target="_blank" rel="noopener noreferrer nofollow">
          <bdi>{url.replace(/^https?:\/\//i, "")}</bdi>
        </a>
      )}
    </span>
  );
}
