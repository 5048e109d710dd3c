"""What the pages show and what the publication tells machines: plain functions behind the plugins."""
