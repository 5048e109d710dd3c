"""What the pages show and what the publication tells programs: plain functions behind the plugins."""
