"""The domain: model, facts, stores, snapshot, metrics, chains."""
