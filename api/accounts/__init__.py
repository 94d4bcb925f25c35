"""Accounts: who acts for which office, how they sign in, and what was done about them.

They stand beside the ledger and never in it: in `rcm-ledger.accounts.db` beside a ledger's file, in the schema
`accounts` of its database on a server. The log knows an account's opaque id and its office, and nothing else; so a
person can be renamed or erased, and the log stays what it is.

The rules that are kept here:

- An account acts for one office, for as long as it is. Who changes office gets another account.
- Whoever acts for the Secretariat, the Presidency or a network, or administers, signs in with a second factor.
- A password is hashed with Argon2id; every secret that is handed out (session, token, link) is kept as its
  SHA-256 only, and shown once. A code is taken once; a link is used once, and ends.
- Who signs in as nobody, as somebody disabled, or with a wrong password or code, is told the same, after the same
  work. Guessing is slowed down for a name and for an address, never for a person on a device that they signed in
  with before; and a wait always ends.
- A session is another one after every sign-in. What changes something with a session's cookie comes from our own
  pages; a token needs no cookie, and does no more than its scopes.
- Every sign-in, refusal and change is an entry of a log that cannot be altered; it names accounts by their ids only.
"""
