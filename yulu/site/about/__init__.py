"""How the publication is made, and how far it can be relied on."""
