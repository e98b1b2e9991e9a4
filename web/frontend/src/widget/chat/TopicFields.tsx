// What does a topic ask for beside words? A few short fields, kept like a draft until they are sent.
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { CustomerTopicOut } from "../../shared/protocol.gen";
import { t } from "../words";

export type Values = Record<string, string>;
type Field = NonNullable<CustomerTopicOut["fields"]>[number];

/** As the server takes a transaction id: one word. */
const TRANSACTION = /^[\w:-]{4,128}$/;

/** What is wrong with a field, in words; empty where nothing is. */
export function problemOf(field: Field, values: Values): string {
  const value = (values[field.name] ?? "").trim();
  if (!value) return field.required ? t("Please fill this in.") : "";
  if (field.kind === "transaction" && !TRANSACTION.test(value))
    return t("A transaction ID has only letters and digits. Copy it from your history.");
  return "";
}

interface Props {
  fields: Field[];
  values: Values;
  /** Problems are shown once somebody has tried to send. */
  tried: boolean;
  change(values: Values): void;
}

export function TopicFields({ fields, values, tried, change }: Props): JSX.Element {
  const id = useId();
  return (
    <div class="topic-fields">
      {fields.map((field) => {
        const own = `${id}-${field.name}`;
        const problem = tried ? problemOf(field, values) : "";
        return (
          <p key={field.name}>
            <label for={own}>{field.required ? field.label : `${field.label} ${t("(optional)")}`}</label>
            <input
              id={own}
              name={field.name}
              type="text"
              autoComplete="off"
              spellcheck={false}
              maxLength={200}
              dir={field.kind === "transaction" ? "ltr" : "auto"}
              required={field.required ?? false}
              aria-invalid={problem !== ""}
              aria-describedby={problem ? `${own}-problem` : undefined}
              value={values[field.name] ?? ""}
              onInput={(event) => change({ ...values, [field.name]: event.currentTarget.value })}
            />
            {problem && (
              <span class="problem" role="alert" id={`${own}-problem`}>
                {problem}
              </span>
            )}
          </p>
        );
      })}
    </div>
  );
}

/** What to do until somebody is there, a step a line. */
export function FirstAid({ text }: { text: string }): JSX.Element {
  return (
    <section class="first-aid" aria-label={t("Do this now")}>
      <h3>{t("Do this now")}</h3>
      <ol>
        {text
          .split("\n")
          .filter(Boolean)
          .map((step) => (
            <li key={step} dir="auto">
              {step}
            </li>
          ))}
      </ol>
    </section>
  );
}
