"""From a query to ranked paragraphs: analysis, references by number, BM25, and the decision."""
