"""The staff's pages: one function a page, and its template of the same name."""
