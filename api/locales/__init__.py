"""The words of the command: each key with its English and its Spanish, so that no language can miss
one."""
