"""Algorithms on sparse adjacencies: arrays in, numbers out, nothing about ecosystems."""
