// What is a customer told who is about to send a secret? What it looks like, why nobody may have it, and what happens now.
import type { JSX } from "preact";
import type { Found, Kind } from "../../shared/guard/guard";
import { Icon } from "../views/icons";
import { t } from "../words";

interface Props {
  found: Found;
  /** The customer says that these are transaction ids. */
  transactions(ids: string[]): void;
}

export function GuardNotice({ found, transactions }: Props): JSX.Element {
  return (
    <div class="guard" role="alert" data-testid="guard">
      <Icon name="shield" size={18} />
      <div>
        <p>
          <strong>{found.kinds.map(looksLike).join(" ")}</strong>{" "}
          {t("Whoever has it can take your money. Nobody here ever needs it, so it is sent hidden:")}
        </p>
        <p class="guard-masked" dir="auto">
          {short(found.masked)}
        </p>
        {found.transactions.length > 0 && (
          <button type="button" class="secondary" onClick={() => transactions(found.transactions)}>
            {t("No, this is a transaction ID")}
          </button>
        )}
      </div>
    </div>
  );
}

function looksLike(kind: Kind): string {
  return {
    recovery_phrase: t("This looks like a recovery phrase."),
    private_key: t("This looks like a private key."),
    card_number: t("This looks like a card number."),
    one_time_code: t("This looks like a one-time code."),
    password: t("This looks like a password."),
  }[kind];
}

/** The words around what is hidden: enough to see what remains. */
function short(masked: string): string {
  const at = masked.indexOf("•");
  const from = Math.max(0, at - 60);
  const end = Math.min(masked.length, at + 80);
  return `${from ? "…" : ""}${masked.slice(from, end)}${end < masked.length ? "…" : ""}`;
}
