"""Who plays customers and agents against a running server, and checks what they saw? `python -m traffic`."""
