"""What programs read: OpenAPI, linked data, sitemap, llms.txt."""
