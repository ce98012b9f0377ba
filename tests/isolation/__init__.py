"""The walls between partnerships: each test here fails when its wall is taken out."""
