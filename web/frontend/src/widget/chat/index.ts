// What comes in the second file? The views of a conversation, with their styles and their words.
import "../styles/conversation.css";

export { Blocked } from "./Blocked";
export { Conversation } from "./Conversation";
export { FirstMessage } from "./FirstMessage";
