"""The frame of every page, the start page, the search and the gallery of components."""
