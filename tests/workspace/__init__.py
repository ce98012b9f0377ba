"""The frame of a page, My work, search, prints, and the components with their gallery."""
