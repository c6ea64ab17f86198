"""The explorer page in a real browser, against the real server, without a network and without WebGL.

A package: its fixtures (servers, browser, pages) live as long as its tests.
"""
