"""The screens in a real browser: accessible, at every size, with and without JavaScript."""
