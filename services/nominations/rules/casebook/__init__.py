"""Questions a legal officer writes into a table, and the answers of the rules: see docs/case-book.md."""
