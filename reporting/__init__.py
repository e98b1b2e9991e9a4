"""What do leads compare? Figures of chats and people by quarter of an hour, added up for any day in any time zone."""
