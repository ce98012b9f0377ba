"""The isolation of partnerships: each test here fails if the mechanism that it tests is removed."""
