"""Routers by subject; each route calls one function of `graph` and returns its body."""
