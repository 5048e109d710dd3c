"""How often a search finds something, by month and outlet."""
