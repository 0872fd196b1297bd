"""The user's own rows of the knowledge base: found, added, merged, split, imported and checked."""
