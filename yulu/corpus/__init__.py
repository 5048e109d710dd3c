"""What only many articles tell: clocks, versions, near copies, speakers, statements, stories."""
