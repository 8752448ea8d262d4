"""From files to documents: front matter, numbered paragraphs, seals, and all that can be wrong."""
