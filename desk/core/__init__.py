"""What is decided by the words alone: nothing of ours, of Django or of the network inside."""
