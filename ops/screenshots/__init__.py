"""How does every state of both faces and of the pages look? Pictures from a running product (`make screenshots`)."""
