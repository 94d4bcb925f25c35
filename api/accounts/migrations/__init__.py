"""The accounts' schema, version by version. They run by themselves when the accounts are opened."""
