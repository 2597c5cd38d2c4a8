"""Files made of facts: what a report says, laid out for paper. No query and no rule."""
