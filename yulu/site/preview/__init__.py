"""Pictures that other sites show for a link to a quote, an article or a person."""
