// What does a topic ask for beside words? A few short fields, kept like a draft until they are sent.
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { CustomerTopicOut } from "../../shared/protocol.gen";
import { t } from "../words";

/** By the field's name; null: the customer does not have it. */
export type Values = Record<string, string | null>;
type Field = NonNullable<CustomerTopicOut["fields"]>[number];

/** As the server takes a transaction id: one word. */
const TRANSACTION = /^[\w:-]{4,128}$/;

/** What is wrong with a field, in words; empty where nothing is. */
export function problemOf(field: Field, values: Values): string {
  const given = values[field.name];
  // Only what is required is asked for at all costs, and even that nobody can give who does not have it.
  if (given === null) return "";
  const value = (given ?? "").trim();
  if (!value) return field.required ? t("Please fill this in, or say below that you do not have it.") : "";
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
  return (
    <div class="topic-fields">
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name] ?? ""}
          lacking={field.required === true && values[field.name] === null}
          problem={tried ? problemOf(field, values) : ""}
          change={(value) => change({ ...values, [field.name]: value })}
        />
      ))}
    </div>
  );
}

/** Where little fits it would appear below the edge. One function, so that only its coming scrolls. */
const intoView = (hint: HTMLElement | null): void => hint?.scrollIntoView({ block: "nearest" });

interface OneProps {
  field: Field;
  value: string;
  lacking: boolean;
  problem: string;
  change(value: string | null): void;
}

function OneField({ field, value, lacking, problem, change }: OneProps): JSX.Element {
  const id = useId();
  return (
    <div class="topic-field">
      <label for={id}>{field.required ? field.label : `${field.label} ${t("(optional)")}`}</label>
      <input
        id={id}
        name={field.name}
        type="text"
        autoComplete="off"
        spellcheck={false}
        maxLength={200}
        dir={field.kind === "transaction" ? "ltr" : value ? "auto" : undefined}
        required={field.required ?? false}
        disabled={lacking}
        aria-invalid={problem !== ""}
        aria-describedby={problem ? `${id}-problem` : undefined}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {problem && (
        <span class="problem" role="alert" id={`${id}-problem`}>
          {problem}
        </span>
      )}
      {field.required && (
        <label class="topic-lacking">
          <input
            type="checkbox"
            checked={lacking}
            onChange={(event) => change(event.currentTarget.checked ? null : "")}
          />
          {t("I do not have it")}
        </label>
      )}
      {lacking && (
        <p class="hint" role="status" ref={intoView}>
          {t("That is fine. Tell us below what you do know, and we look for it together.")}
        </p>
      )}
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
