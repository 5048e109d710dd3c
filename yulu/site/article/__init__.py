"""The page of an article: its layout, its versions, how it is cited."""
