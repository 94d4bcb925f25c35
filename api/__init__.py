"""Who may see and do it: the command, and the service over HTTP."""

V1 = "/api/v1"
"""What the addresses of the operations begin with."""
