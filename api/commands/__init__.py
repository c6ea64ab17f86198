"""Commands by subject: each registers its parsers and prints what `graph` computes."""
