// Which facts about the customer does the host page tell? Within the bounds of the protocol; a mistake is told in words.
const MOST = 20;
const NAME_CHARACTERS = 40;
const VALUE_CHARACTERS = 200;

export interface Told {
  attributes: Record<string, string>;
  /** For the host's developer; empty: nothing is wrong. */
  problem: string;
}

export function told(given: unknown): Told {
  const attributes: Record<string, string> = {};
  if (given === undefined || given === null) return { attributes, problem: "" };
  if (typeof given !== "object" || Array.isArray(given)) {
    return { attributes, problem: "attributes must be an object of names and values." };
  }
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const text = ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
    const fits = name.length <= NAME_CHARACTERS && text.length <= VALUE_CHARACTERS;
    if (text && fits && Object.keys(attributes).length < MOST) attributes[name] = text;
    else wrong.push(name.slice(0, NAME_CHARACTERS));
  }
  return {
    attributes,
    problem: wrong.length
      ? `attributes not taken: ${wrong.join(", ")}. There are ${MOST} at most, with names of ${NAME_CHARACTERS} and ` +
        `texts, numbers or booleans of ${VALUE_CHARACTERS} characters.`
      : "",
  };
}
