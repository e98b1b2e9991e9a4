// What does a customer read when the server will not have this widget?
import { t } from "./words";

/** Empty: nothing that this code alone says. */
export function stopped(code: string): string {
  switch (code) {
    case "unknown_site":
    case "origin_refused":
      return t("This chat is not available on this website.");
    case "unsupported_version":
      return t("There is a newer version of this chat. Reload the page to go on.");
    case "signed_out":
      return t("This conversation was closed on this device.");
    case "too_many_connections":
    case "too_many":
      return t("This is open in too many windows. Please close some, then reload the page.");
    case "rate_limited":
    case "flood":
      return t("That was a little too fast. Please wait a moment.");
    default:
      return t("Something went wrong on our side. Please try again.");
  }
}
