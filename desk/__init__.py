"""What the people of the desk work with beside the conversation: replies, drafts, mentions, preferences."""
