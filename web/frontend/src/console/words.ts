// Which words does the console speak? Its own catalogues, so that it loads no other face's texts.
import type { Messages } from "../shared/i18n";
import { inTurn, speaker } from "../shared/words";

export const { words, t, tn, speak } = speaker(
  import.meta.glob<Messages>("../messages/console/*.json", { import: "default" }),
);

/** Sentences one after the other; what is not said is left out. */
export const sentences = (...each: (string | false | undefined)[]): string => inTurn(t("{before} {next}"), each);
