"""From facts to layers: activity ties, scopes, and the parts of a chain, as plain arrays."""
