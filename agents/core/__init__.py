"""The pure half of people and time: standard library only."""
