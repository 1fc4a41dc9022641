"""Warning signs: found by curated patterns, beside the classifier; either one suffices."""
