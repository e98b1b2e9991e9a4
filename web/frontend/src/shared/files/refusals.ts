// Why was a file not taken? In words for whoever sent it; the same for both faces.
import type { Translator } from "../i18n";

/** Empty: none of ours. */
export function whyNotSent(t: Translator["t"], code: string): string {
  switch (code) {
    case "file_empty":
      return t("This file is empty.");
    case "file_too_large":
      return t("This file is larger than 100 MB.");
    case "file_type_refused":
      return t("Files of this kind cannot be sent. Pictures, recordings, PDF, office documents and plain text can.");
    case "file_type_lies":
      return t("This file is something else than its name says, so it was not sent.");
    case "file_damaged":
      return t("This picture is damaged and cannot be read.");
    case "picture_too_large":
      return t("This picture has too many pixels. Please send a smaller one.");
    case "file_gone":
      return t("This file has changed or is gone. Please choose it again.");
    default:
      return "";
  }
}
