"""What may go wrong around a ledger, made to go wrong.

Whatever happens: what was acknowledged is there, and nothing else is there by halves.
"""
