// Which words does the widget speak? Its own catalogues, so that it loads no other face's texts; those of conversations
// come with the conversation.
import type { Messages } from "../shared/i18n";
import { inTurn, said, speaker } from "../shared/words";

const { words, t, tn, speak, also } = speaker(
  import.meta.glob<Messages>("../messages/widget/*.json", { import: "default" }),
);

export { speak, t, tn, words };

export const speakOfChats = (): Promise<void> =>
  also(import.meta.glob<Messages>("../messages/chat/*.json", { import: "default" }));

/** Words as a sentence: not every language ends one with a dot. */
export const sentence = (words: string): string => said(t("{words}."), { words });

/** Sentences one after the other; what is not said is left out. */
export const sentences = (...each: (string | false | undefined)[]): string => inTurn(t("{before} {next}"), each);
