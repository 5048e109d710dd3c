"""Who waits for what: each kind of question has threads of its own, so that a costly one delays no page."""
