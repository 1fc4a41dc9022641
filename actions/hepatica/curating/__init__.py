"""The curators' workshop: editing facts by command, comparing editions, checking documents."""
