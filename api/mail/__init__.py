"""E-mail to those who asked for it: what was decided, and what waits for them."""
