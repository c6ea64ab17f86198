"""Mappings that ship with the product, as YAML data."""
