// Which frames does the console send and receive, and what does it keep unsent?
import type {
  AgentAttribute,
  AgentDeskAgent,
  AgentDeskAlarm,
  AgentDeskBlock,
  AgentDeskChat,
  AgentDeskCover,
  AgentDeskDelta,
  AgentDeskGuest,
  AgentDeskHandover,
  AgentDeskMention,
  AgentDeskOffer,
  AgentDeskPassing,
  AgentDeskReplies,
  AgentDeskReport,
  AgentDeskRules,
  AgentDeskTeam,
  AgentDeskTicket,
  AgentDeskTopic,
  AgentDraftOut,
  AgentFrame,
  AgentPersonNoteOut,
  AgentReplyOut,
  AgentRequest,
  AgentThread,
  AgentTicketDetail,
  AgentWelcome,
} from "../shared/protocol.gen";

export type { AgentFrame, AgentRequest };

export type Chat = AgentDeskChat;
export type Ticket = AgentDeskTicket;
export type Colleague = AgentDeskAgent;
export type Topic = AgentDeskTopic;
export type Offer = AgentDeskOffer;
export type DeclineReason = Extract<AgentRequest, { t: "decline" }>["reason"];
export type Cover = AgentDeskCover;
export type Alarm = AgentDeskAlarm;
export type Reply = AgentReplyOut;
export type Report = AgentDeskReport;
export type Rules = AgentDeskRules;
export type Mention = AgentDeskMention;
export type DraftOut = AgentDraftOut;
export type Handover = AgentDeskHandover;
export type Guest = AgentDeskGuest;
export type Passing = AgentDeskPassing;
export type Team = AgentDeskTeam;
export type Blocked = AgentDeskBlock;
export type BlockRequest = Extract<AgentRequest, { t: "block" }>;
export type DeskItem =
  | Chat
  | Offer
  | Ticket
  | Colleague
  | Topic
  | Alarm
  | Cover
  | AgentDeskReplies
  | Rules
  | Mention
  | Report
  | Blocked
  | Handover
  | Passing
  | Guest
  | Team;
export type DeskFrame = AgentDeskDelta;
export type Thread = AgentThread;
export type Attribute = AgentAttribute;
export type PersonNote = AgentPersonNoteOut;
export type TicketDetail = AgentTicketDetail;
export type Welcome = AgentWelcome;
export type Status = Colleague["status"];
export type TicketState = Ticket["state"];

/** What the outbox keeps: words for the customer, or for agents only. */
export interface Draft {
  kind: "message" | "note";
  text: string;
  /** Of a note: colleagues whom it names. */
  mentions?: string[];
}

type WithoutRid<Request> = Request extends { rid: string } ? Omit<Request, "rid"> : never;
/** A request that is answered by `ok`, `thread`, `page` or `error`. */
export type Ask = WithoutRid<AgentRequest>;
