"""Facts for documents and pages: frozen plain values, read through storage, with no layout."""
