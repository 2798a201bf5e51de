"""Checks of the exercises, one module per notebook; the solution stands at the end of each.

A check takes the function that the reader wrote and prints one sentence: "not attempted", the misconception that
its answer betrays, or what was measured with it.
"""
