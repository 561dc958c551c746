"""The page of a server, in Chromium."""
