"""Made-up messages that the patterns for warning signs are tuned on and measured with."""
