"""Documents for people: one builder for each kind of document, one writer for each form of a file."""
