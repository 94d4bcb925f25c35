"""The pages of the service: plain, in both languages, and without anything fetched from elsewhere."""
