"""What is decided about a file without looking anywhere but at it: pure."""
