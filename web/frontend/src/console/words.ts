// Which words does the console speak? Its own catalogues, so that it loads no other face's texts.
import type { Messages } from "../shared/i18n";
import { speaker } from "../shared/words";

export const { words, t, tn, speak } = speaker(
  import.meta.glob<Messages>("../messages/console/*.json", { import: "default" }),
);
