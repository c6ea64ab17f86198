"""Files people really have, read through mappings into checked facts."""
