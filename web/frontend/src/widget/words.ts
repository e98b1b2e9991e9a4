// Which words does the widget speak? Its own catalogues, so that it loads no other face's texts.
import type { Messages } from "../shared/i18n";
import { speaker } from "../shared/words";

export const { words, t, tn, speak } = speaker(
  import.meta.glob<Messages>("../messages/widget/*.json", { import: "default" }),
);
