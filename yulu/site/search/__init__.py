"""Search that understands Chinese: what is typed, where it is found, and how it is shown."""
