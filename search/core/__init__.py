"""What of a text is looked for? Pure."""
